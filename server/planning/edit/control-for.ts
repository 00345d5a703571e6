import type { AccountId, Control, FieldInput, FieldValue, PersonView } from "../../contract/index.ts";
import { assertNever } from "../../kit/index.ts";
import { adfToMarkdown } from "../../richtext/index.ts";
import type { Facts, FieldMeta } from "../facts.ts";

const MOST_SUGGESTIONS = 50;

/** The control that edits a field, with what Jira allows right now; null for what cannot be edited here. */
export function controlFor(meta: FieldMeta, value: FieldValue, facts: Facts): Control | null {
  const options = meta.options.map(({ id, name }) => ({ id, name }));
  switch (meta.kind) {
    case "text":
      return { kind: "text", multiline: meta.field !== "summary" };
    case "rich-text":
      return { kind: "markdown" };
    case "number":
    case "date":
      return { kind: meta.kind };
    case "select":
    case "multi-select":
      return { kind: meta.kind, options };
    case "labels":
      return { kind: "labels", suggestions: knownLabels(facts) };
    case "person":
      return {
        kind: "person",
        current: value.kind === "person" ? faceOf(value.accountId, facts) : null,
        clearable: !meta.required,
      };
    case "people":
      return {
        kind: "people",
        current: value.kind === "people" ? value.accountIds.map((one) => faceOf(one, facts)) : [],
      };
    case "unsupported":
      return null;
    default:
      return assertNever(meta.kind);
  }
}

const knownLabels = ({ similar }: Facts): string[] =>
  [...new Set(similar.flatMap((one) => one.labels))].slice(0, MOST_SUGGESTIONS);

export function faceOf(account: AccountId, { people }: Pick<Facts, "people">): PersonView {
  const person = people.find((one) => one.accountId === account);
  return { accountId: account, name: person?.name ?? "Someone", avatarUrl: person?.avatarUrl ?? null };
}

/** A planned value as the control first shows it. */
export function inputOf(value: FieldValue): FieldInput {
  switch (value.kind) {
    case "option":
      return { kind: "option", id: value.option.id };
    case "options":
      return { kind: "options", ids: value.options.map((option) => option.id) };
    case "document":
      return { kind: "markdown", text: adfToMarkdown(value.blocks) };
    case "document-patch":
      return { kind: "markdown", text: adfToMarkdown(value.patch.ops.flatMap((op) => op.nodes)) };
    default:
      return value;
  }
}
