import type { DraftStepOf } from "../draft.ts";
import { whyNotWritten } from "./check-words.ts";
import { NOBODY_ASKED, type ScopeContext } from "./scope-context.ts";
import { mayPutValue } from "./may-put.ts";

type Create = DraftStepOf<"create">;

/** A new issue, where one is asked for, with only those fields that the person's words cover. */
export function keepCreate(
  step: Create,
  context: ScopeContext,
  before: number,
  note: (words: string) => void,
): Create[] {
  const { facts, scope } = context;
  const type = facts.creatable.find((one) => one.issueType.name === step.issueType);
  if (type === undefined) return [step];
  const named = facts.creatable.some((one) => scope.namesType(one.issueType.name));
  // One text of others can be turned into one issue; whatever else it wishes for is its own wish.
  const tooMany = scope.says("derives") && before > 0;
  if (!scope.asksFor("create") || tooMany || (named && !scope.namesType(type.issueType.name))) {
    note(NOBODY_ASKED);
    return [];
  }
  const summary = step.fields.find(({ field }) => field === "summary")?.value;
  if (typeof summary === "string" && !mayTitle(summary, context)) {
    note(NOBODY_ASKED);
    return [];
  }
  const fields = step.fields.filter(({ field, value }) => {
    const meta = type.fields.find((one) => one.field === field);
    if (meta === undefined || field === "summary" || value === null) return true;
    if (field === "description" ? mayDescribe(value, context) : mayPutValue(meta, value, context))
      return true;
    note(`${meta.name} was left out of the new ${type.issueType.name}: nobody asked for that.`);
    return false;
  });
  return [{ ...step, fields }];
}

const mayTitle = (summary: string, { sources }: ScopeContext): boolean =>
  whyNotWritten(summary, { ...sources, dictated: true }) === undefined;

function mayDescribe(value: Create["fields"][number]["value"], { sources }: ScopeContext): boolean {
  const text = typeof value === "object" && value !== null && "markdown" in value ? value.markdown : value;
  return typeof text !== "string" || whyNotWritten(text, { ...sources, dictated: false }) === undefined;
}
