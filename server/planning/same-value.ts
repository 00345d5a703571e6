import type { AdfNodeJson, FieldValue } from "../contract/index.ts";
import { canonicalJson } from "../kit/index.ts";

/** Equal for a reader: options by id, lists as sets, an empty list like an empty field. */
export function sameValue(a: FieldValue, b: FieldValue): boolean {
  return canonicalJson(essence(a)) === canonicalJson(essence(b));
}

/** Blocks as people compare them: Jira gives nodes a `localId` of its own when it stores them. */
export const sameBlocks = (a: readonly AdfNodeJson[], b: readonly AdfNodeJson[]): boolean =>
  canonicalJson(withoutLocalIds(a)) === canonicalJson(withoutLocalIds(b));

function withoutLocalIds(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutLocalIds);
  if (value === null || typeof value !== "object") return value;
  const members = Object.entries(value).filter(([key]) => key !== "localId");
  return Object.fromEntries(members.map(([key, member]) => [key, withoutLocalIds(member)]));
}

function essence(value: FieldValue): unknown {
  switch (value.kind) {
    case "option":
      return { option: value.option.id };
    case "options":
      return value.options.length === 0 ? none : { set: value.options.map((option) => option.id).toSorted() };
    case "labels":
      return value.labels.length === 0 ? none : { set: value.labels.toSorted() };
    case "people":
      return value.accountIds.length === 0 ? none : { set: value.accountIds.toSorted() };
    case "document":
      return value.blocks.length === 0 ? none : { blocks: withoutLocalIds(value.blocks) };
    case "text":
      return value.text === "" ? none : value;
    default:
      return value;
  }
}

const none = { kind: "none" } as const;
