import type { Json } from "../state.ts";

export type AdfNode = {
  type: string;
  text?: string;
  attrs: Record<string, Json>;
  content: AdfNode[];
  marks: AdfMark[];
};
export type AdfMark = { type: string; attrs: Record<string, Json> };

function isObject(value: Json | undefined): value is { [key: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A node of a document whose form was checked before; what is missing reads as empty. */
export function readNode(value: Json): AdfNode {
  if (!isObject(value)) return { type: "unknown", attrs: {}, content: [], marks: [] };
  const { type, text, attrs, content, marks } = value;
  return {
    type: typeof type === "string" ? type : "unknown",
    ...(typeof text === "string" ? { text } : {}),
    attrs: isObject(attrs) ? attrs : {},
    content: Array.isArray(content) ? content.map(readNode) : [],
    marks: Array.isArray(marks) ? marks.map(readMark) : [],
  };
}

function readMark(value: Json): AdfMark {
  if (!isObject(value)) return { type: "unknown", attrs: {} };
  return {
    type: typeof value["type"] === "string" ? value["type"] : "unknown",
    attrs: isObject(value["attrs"]) ? value["attrs"] : {},
  };
}

export function attrText(node: AdfNode | AdfMark, name: string): string {
  const value = node.attrs[name];
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}
