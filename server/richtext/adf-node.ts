import type { AdfNodeJson } from "../contract/index.ts";

/** A node as it came. Only the type is certain; whatever else it carries, known or not, is kept. */
export type AdfNode = AdfNodeJson;

/** A mark on a text node, such as `{ type: "strong" }` or `{ type: "link", attrs: { href } }`. */
export type AdfMark = { type: string; [key: string]: unknown };

/** A document of version 1, the only one there is. */
export type AdfDoc = { type: "doc"; version: 1; content: readonly AdfNode[] };

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isNode(value: unknown): value is AdfNode {
  return isRecord(value) && typeof value["type"] === "string" && value["type"] !== "";
}

/** The children that are nodes; none when the content is missing or odd. */
export function childrenOf(node: AdfNode): readonly AdfNode[] {
  return Array.isArray(node["content"]) ? node["content"].filter(isNode) : [];
}

export function marksOf(node: AdfNode): readonly AdfMark[] {
  return Array.isArray(node["marks"]) ? node["marks"].filter(isNode) : [];
}

export const textOf = (node: AdfNode): string => (typeof node["text"] === "string" ? node["text"] : "");

export function attrOf(node: AdfNode | AdfMark, name: string): unknown {
  const attrs = node["attrs"];
  return isRecord(attrs) && Object.hasOwn(attrs, name) ? attrs[name] : undefined;
}

export function textAttr(node: AdfNode | AdfMark, name: string): string {
  const value = attrOf(node, name);
  return typeof value === "string" ? value : "";
}

const INLINE: ReadonlySet<string> = new Set([
  "text",
  "hardBreak",
  "mention",
  "emoji",
  "status",
  "date",
  "placeholder",
  "inlineCard",
  "mediaInline",
  "inlineExtension",
]);

/** Stands within a line of words. Anything else, known or not, is a block. */
export const isInline = (node: AdfNode): boolean => INLINE.has(node.type);
