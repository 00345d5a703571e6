import type { FieldInput, FormView } from "../../server/contract/index.ts";

export type FormField = FormView["fields"][number];
/** What a control holds: undefined while it cannot be read as a value, as "12e" in a number. */
export type Draft = FieldInput | undefined;
export type DraftKey = string;

export const draftKey = ({ step, field }: Pick<FormField, "step" | "field">): DraftKey => `${step}:${field}`;

/** What is wrong with a draft, in words, or null. The server checks again and has the last word. */
export function checkDraft(field: FormField, draft: Draft): string | null {
  if (draft === undefined) return field.control.kind === "number" ? "Enter a number" : "Enter a value";
  return field.required && isEmpty(draft) ? `${field.name} is needed` : null;
}

function isEmpty(draft: FieldInput): boolean {
  switch (draft.kind) {
    case "none":
      return true;
    case "text":
    case "markdown":
      return draft.text.trim() === "";
    case "options":
      return draft.ids.length === 0;
    case "labels":
      return draft.labels.length === 0;
    case "people":
      return draft.accountIds.length === 0;
    default:
      return false;
  }
}

/** Only what a person changed is sent; the rest stays as it was proposed. */
export function changedFields(fields: readonly FormField[], drafts: ReadonlyMap<DraftKey, Draft>) {
  return fields.flatMap((field) => {
    const value = drafts.get(draftKey(field));
    if (value === undefined || sameInput(value, field.value)) return [];
    return [{ step: field.step, field: field.field, value }];
  });
}

function sameInput(a: FieldInput, b: FieldInput): boolean {
  const sorted = (input: FieldInput) =>
    JSON.stringify(Object.entries(input).sort(([x], [y]) => (x < y ? -1 : 1)));
  return sorted(a) === sorted(b);
}
