import { attrOf, textAttr, textOf, type AdfNode } from "./adf-node.ts";

const DAY = 10;

/** What a node without children says to a reader; nothing for what has no words. */
export function sayLeaf(node: AdfNode): string {
  switch (node.type) {
    case "text":
      return textOf(node);
    case "hardBreak":
      return "\n";
    case "mention":
      return textAttr(node, "text") || "@someone";
    case "emoji":
      return textAttr(node, "text") || textAttr(node, "shortName");
    case "status":
    case "placeholder":
      return textAttr(node, "text");
    case "date":
      return sayDate(attrOf(node, "timestamp"));
    case "inlineCard":
    case "blockCard":
    case "embedCard":
      return textAttr(node, "url");
    case "media":
    case "mediaInline":
      return textAttr(node, "alt");
    default:
      return "";
  }
}

/** Milliseconds since 1970 as text or number, to `2026-11-22`. */
function sayDate(timestamp: unknown): string {
  const ms = Number(timestamp);
  const isDate = timestamp !== undefined && timestamp !== "" && Math.abs(ms) <= 8.64e15;
  return isDate ? new Date(ms).toISOString().slice(0, DAY) : "";
}
