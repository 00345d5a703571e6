import type { AccountId, ChangeRow, FieldValue, PersonView, ValueView } from "../contract/index.ts";
import { assertNever } from "../kit/index.ts";
import type { Row } from "../planning/index.ts";

/** Looks up a name and a face at the moment of showing; somebody unknown is "Someone". */
export type Faces = (account: AccountId) => PersonView;

/** Pure: a stored value as a panel draws it. */
export function presentValue(value: FieldValue, faces: Faces): ValueView {
  switch (value.kind) {
    case "none":
      return { kind: "none" };
    case "text":
      return { kind: "text", text: value.text };
    case "number":
      return { kind: "text", text: String(value.number) };
    case "date":
      return { kind: "text", text: value.date };
    case "option":
      return { kind: "option", name: value.option.name };
    case "options":
      return listOrNone(value.options.map((option) => option.name));
    case "labels":
      return listOrNone(value.labels);
    case "person":
      return { kind: "person", person: faces(value.accountId) };
    case "people":
      return { kind: "people", people: value.accountIds.map(faces) };
    case "document":
      return value.blocks.length === 0
        ? { kind: "none" }
        : { kind: "document", blocks: value.blocks, added: false };
    case "document-patch":
      return {
        kind: "document",
        blocks: value.patch.ops.flatMap((op) => op.nodes),
        added: value.patch.ops.every((op) => op.op === "append" || op.op === "insert"),
      };
    default:
      return assertNever(value);
  }
}

const listOrNone = (items: readonly string[]): ValueView =>
  items.length === 0 ? { kind: "none" } : { kind: "list", items: [...items] };

/** Pure: a change as a panel draws it, before and after. */
export function presentRow({ field, name, from, to }: Row, faces: Faces): ChangeRow {
  return { field, name, from: from === null ? null : presentValue(from, faces), to: presentValue(to, faces) };
}

/** Every account a value names, so that names can be looked up in one call. */
export function accountsIn(value: FieldValue): AccountId[] {
  if (value.kind === "person") return [value.accountId];
  return value.kind === "people" ? [...value.accountIds] : [];
}

/** The same for both sides of a change. */
export const accountsInRow = ({ from, to }: Pick<Row, "from" | "to">): AccountId[] => [
  ...(from === null ? [] : accountsIn(from)),
  ...accountsIn(to),
];
