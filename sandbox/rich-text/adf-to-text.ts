import type { AdfDoc, Json } from "../state.ts";
import { attrText, readNode, type AdfNode } from "./adf-node.ts";

const BLOCKS = new Set([
  "paragraph",
  "heading",
  "codeBlock",
  "listItem",
  "tableRow",
  "blockquote",
  "rule",
  "panel",
]);

function textOf(node: AdfNode): string {
  if (node.type === "text") return node.text ?? "";
  if (node.type === "hardBreak") return "\n";
  if (node.type === "mention" || node.type === "emoji") return attrText(node, "text");
  if (node.type === "inlineCard") return attrText(node, "url");
  const inner = node.content.map(textOf).join(node.type === "tableRow" ? " " : "");
  return BLOCKS.has(node.type) ? `${inner}\n` : inner;
}

/** The words of a document, a line per block, for search and history. */
export function adfToText(doc: AdfDoc | null): string {
  if (doc === null) return "";
  return textOf(readNode(doc))
    .replace(/\n{2,}/g, "\n")
    .trim();
}

/** A stored value as a document, when it is one. */
export function asAdf(value: Json | undefined): AdfDoc | null {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return null;
  if (value["type"] !== "doc" || !Array.isArray(value["content"])) return null;
  return { type: "doc", version: 1, content: value["content"] };
}
