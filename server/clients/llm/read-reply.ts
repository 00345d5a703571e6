import type OpenAI from "openai";
import { Stream } from "openai/streaming";
import * as z from "zod";
import { EngineFault } from "./engine-fault.ts";

const Delta = z.object({
  content: z.string().nullish(),
  refusal: z.string().nullish(),
  tool_calls: z
    .array(z.object({ function: z.object({ arguments: z.string().nullish() }).nullish() }))
    .nullish(),
});
const Chunk = z.object({
  choices: z
    .array(
      z.object({ index: z.number().nullish(), delta: Delta.nullish(), finish_reason: z.string().nullish() }),
    )
    .nullish(),
  usage: z.unknown().optional(),
});
type Piece = z.infer<typeof Delta>;

/**
 * The whole of an answer, whether the server streams it or gives it at once. What it holds is looked at by whoever
 * reads it. `progress` hears of each piece. Throws where the stream ends before the answer does.
 */
export async function readReply(
  response: Response,
  { client, progress }: { client: OpenAI; progress: () => void },
): Promise<unknown> {
  const isStream = response.headers.get("content-type")?.includes("text/event-stream") === true;
  if (!isStream) return response.json();
  const pieces: Piece[] = [];
  let usage: unknown = null;
  let ended: string | null = null;
  // Without the client, the SDK would write what it cannot read to the console: words of issues among them.
  for await (const given of Stream.fromSSEResponse<unknown>(response, new AbortController(), client)) {
    progress();
    const chunk = Chunk.safeParse(given);
    if (!chunk.success) continue;
    usage = chunk.data.usage ?? usage;
    const choice = chunk.data.choices?.find(({ index }) => (index ?? 0) === 0);
    if (choice?.delta !== undefined && choice.delta !== null) pieces.push(choice.delta);
    ended = choice?.finish_reason ?? ended;
  }
  if (ended === null && pieces.length > 0)
    throw new EngineFault("broken-off", "The model's answer broke off");
  return { choices: ended === null ? [] : [{ finish_reason: ended, message: join(pieces) }], usage };
}

function join(pieces: readonly Piece[]) {
  const called = pieces.some(({ tool_calls: calls }) => (calls ?? []).length > 0);
  const text = (of: (piece: Piece) => string | null | undefined) =>
    pieces.map((one) => of(one) ?? "").join("");
  const given = text((piece) => piece.tool_calls?.[0]?.function?.arguments);
  return {
    content: text((piece) => piece.content),
    refusal: text((piece) => piece.refusal),
    ...(called ? { tool_calls: [{ function: { arguments: given } }] } : {}),
  };
}
