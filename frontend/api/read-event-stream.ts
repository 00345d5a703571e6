import type { PanelEvent } from "../../server/contract/index.ts";
import { isPanelEvent } from "./read-answers.ts";

/**
 * Reads server-sent events from a response until it ends; `heard` is told of every byte, so that a
 * silent connection can be told from a quiet one. EventSource is not used: it cannot send a token.
 */
export async function readEventStream(
  body: ReadableStream<Uint8Array>,
  on: { event: (event: PanelEvent) => void; heard: () => void },
): Promise<void> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let buffer = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    on.heard();
    buffer += decoder.decode(value, { stream: true });
    const blocks = buffer.split(/\r?\n\r?\n/);
    buffer = blocks.pop() ?? "";
    for (const block of blocks) {
      const event = parseBlock(block);
      if (event !== undefined) on.event(event);
    }
  }
}

function parseBlock(block: string): PanelEvent | undefined {
  const data = block
    .split(/\r?\n/)
    .filter((line) => line.startsWith("data:"))
    .map((line) => line.slice(5).trimStart())
    .join("\n");
  if (data === "") return undefined;
  try {
    const event: unknown = JSON.parse(data);
    return isPanelEvent(event) ? event : undefined;
  } catch {
    return undefined;
  }
}
