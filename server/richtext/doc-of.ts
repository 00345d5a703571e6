import type { AdfDoc } from "./adf-node.ts";
import { paragraph, textWithBreaks } from "./write-nodes.ts";

/** Plain text as paragraphs: a blank line parts them, a single line break stays one. Nothing in it is markup. */
export function docOf(text: string): AdfDoc {
  const parts = text
    .replaceAll(/\r\n?/g, "\n")
    .split(/\n[ \t]*\n\s*/)
    .map((part) => part.trim())
    .filter((part) => part !== "");
  return { type: "doc", version: 1, content: parts.map((part) => paragraph(textWithBreaks(part))) };
}
