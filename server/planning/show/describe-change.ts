import type { FieldChange, FieldValue } from "../../contract/index.ts";
import { assertNever } from "../../kit/index.ts";
import type { NameOf } from "./name-of.ts";

/** One field change as a short order: "Make it High", "Add label checkout", "Clear Due date". */
export function describeChange(change: FieldChange, nameOf: NameOf): string {
  const { field, name, from, to } = change;
  if (to.kind === "none") return `Clear ${name}`;
  if (to.kind === "document-patch")
    return to.patch.ops.every((op) => op.op === "append") ? `Add to ${name}` : `Rewrite ${name}`;
  if (to.kind === "document") return `Write ${name}`;
  if (field === "priority") return `Make it ${sayValue(to, nameOf)}`;
  if (field === "issuetype") return `Make it a ${sayValue(to, nameOf)}`;
  if (field === "summary") return `Rename to “${sayValue(to, nameOf)}”`;
  if (to.kind === "labels" || to.kind === "options") return describeList(name, namesIn(from), namesIn(to));
  return `Set ${name} to ${sayValue(to, nameOf)}`;
}

function describeList(name: string, before: readonly string[], after: readonly string[]): string {
  const added = after.filter((item) => !before.includes(item));
  const removed = before.filter((item) => !after.includes(item));
  const thing = (items: readonly string[]) =>
    `${items.length === 1 ? singular(name) : plural(name)} ${items.join(", ")}`;
  if (removed.length === 0) return `Add ${thing(added)}`;
  if (added.length === 0) return `Remove ${thing(removed)}`;
  return `Set ${plural(name)} to ${after.join(", ")}`;
}

const lowerFirst = (name: string) => name.charAt(0).toLowerCase() + name.slice(1);
const singular = (name: string) => lowerFirst(name.replace(/s$/, ""));
const plural = (name: string) => lowerFirst(name);

function namesIn(value: FieldValue): readonly string[] {
  if (value.kind === "labels") return value.labels;
  return value.kind === "options" ? value.options.map((option) => option.name) : [];
}

/** A value as words in a sentence. */
export function sayValue(value: FieldValue, nameOf: NameOf): string {
  switch (value.kind) {
    case "none":
      return "nothing";
    case "text":
      return value.text;
    case "number":
      return String(value.number);
    case "date":
      return value.date;
    case "option":
      return value.option.name;
    case "options":
    case "labels":
      return namesIn(value).join(", ");
    case "person":
      return nameOf(value.accountId);
    case "people":
      return value.accountIds.map(nameOf).join(", ");
    case "document":
    case "document-patch":
      return "a new text";
    default:
      return assertNever(value);
  }
}
