import { ok, refuse, type Result } from "../kit/index.ts";
import { isNode, isRecord, type AdfDoc } from "./adf-node.ts";

/** Far deeper than any real document; it keeps every later walk off the end of the stack. */
const DEEPEST = 100;

/**
 * Reads what Jira or Confluence gives. Lenient: unknown nodes, marks and attributes pass. The nodes are handed on
 * as they are and not rebuilt, since a rebuilt node would not come back byte for byte.
 */
export function parseAdf(value: unknown): Result<AdfDoc, "not-adf"> {
  if (!isRecord(value) || value["type"] !== "doc" || value["version"] !== 1) return refuse("not-adf");
  const content = value["content"] ?? [];
  if (!Array.isArray(content) || !content.every(isNode)) return refuse("not-adf");
  if (!content.every((node) => isSound(node))) return refuse("not-adf");
  return ok({ type: "doc", version: 1, content });
}

/** Walks with its own stack: what is too deep must be refused, not crash the walk that looks. */
function isSound(root: unknown): boolean {
  const waiting: { value: unknown; depth: number }[] = [{ value: root, depth: 1 }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { value, depth } = next;
    if (depth > DEEPEST || !isNode(value)) return false;
    const children = value["content"];
    if (children === undefined) continue;
    if (!Array.isArray(children)) return false;
    for (const child of children) waiting.push({ value: child, depth: depth + 1 });
  }
  return true;
}
