import type { AdfNodeJson } from "../contract/index.ts";
import { adfToText } from "../richtext/index.ts";

/** The plain text of top-level ADF blocks. Evidence offsets count in exactly this text. */
export function plainText(blocks: readonly AdfNodeJson[]): string {
  return adfToText({ content: [...blocks] }).text;
}
