/** A node as it came: everything but its type may be missing or odd. */
export type AdfNode = {
  type: string;
  text?: unknown;
  marks?: unknown;
  content?: unknown;
  attrs?: Record<string, unknown>;
};

export function isNode(value: unknown): value is AdfNode {
  if (typeof value !== "object" || value === null || !("type" in value)) return false;
  if (typeof value.type !== "string") return false;
  return !("attrs" in value) || value.attrs === undefined || isAttrs(value.attrs);
}

const isAttrs = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export const childrenOf = (node: AdfNode): AdfNode[] =>
  Array.isArray(node.content) ? node.content.filter(isNode) : [];

export function textAttr(node: AdfNode, name: string): string | undefined {
  const value = node.attrs?.[name];
  return typeof value === "string" && value !== "" ? value : undefined;
}

export function numberAttr(node: AdfNode, name: string): number | undefined {
  const value = node.attrs?.[name];
  return typeof value === "number" ? value : undefined;
}
