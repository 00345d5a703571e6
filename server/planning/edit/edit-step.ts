import type { Action, ActionOf, FieldInput, NewField } from "../../contract/index.ts";
import { assertNever, ok, refuse, type Result } from "../../kit/index.ts";
import { writeDocument } from "../conclude/write-document.ts";
import type { Facts, FieldMeta } from "../facts.ts";
import { sameValue } from "../same-value.ts";
import { linkOptionId } from "./form-for.ts";
import { knows, readInput } from "./read-input.ts";

/** One edited row of an action. Null when nothing of the action is left to do. Refuses in words. */
export function editAction(
  action: Action,
  field: string,
  input: FieldInput,
  facts: Facts,
): Result<Action | null, string> {
  switch (action.type) {
    case "create-issue":
      return editNewIssue(action, field, input, facts);
    case "edit-fields":
      return editChange(action, field, input, facts);
    case "add-comment":
      return field === "body" ? editComment(action, input) : NO_ROW;
    case "set-assignee":
      return field === "assignee" ? editAssignee(action, input, facts) : NO_ROW;
    case "transition":
      return field === "status" ? editMove(action, input, facts) : NO_ROW;
    case "link-issues":
      return field === "link" ? editLink(action, input, facts) : NO_ROW;
    default:
      return assertNever(action);
  }
}

const NO_ROW = refuse("That cannot be edited here.");

function editNewIssue(
  action: ActionOf<"create-issue">,
  field: string,
  input: FieldInput,
  facts: Facts,
): Result<Action, string> {
  const meta = facts.creatable
    .find((one) => one.issueType.id === action.issueType.id)
    ?.fields.find((one) => one.field === field);
  const before = action.fields.find((one) => one.field === field);
  if (meta === undefined || before === undefined) return NO_ROW;
  const to = readInput(input, meta, before.to, facts);
  if (!to.ok) return to;
  const fields = action.fields.flatMap((one): NewField[] => {
    if (one.field !== field) return [one];
    return to.value.kind === "none" ? [] : [{ ...one, to: to.value }];
  });
  return fields.length === 0 ? refuse("A new issue needs at least a summary.") : ok({ ...action, fields });
}

function editChange(
  action: ActionOf<"edit-fields">,
  field: string,
  input: FieldInput,
  facts: Facts,
): Result<Action | null, string> {
  const meta: FieldMeta | undefined = facts.editable.find((one) => one.field === field);
  const before = action.changes.find((one) => one.field === field);
  if (meta === undefined || before === undefined) return NO_ROW;
  const to = readInput(input, meta, before.to, facts);
  if (!to.ok) return to;
  const changes = action.changes.flatMap((one) => {
    if (one.field !== field) return [one];
    return sameValue(one.from, to.value) ? [] : [{ ...one, to: to.value }];
  });
  return ok(changes.length === 0 ? null : { ...action, changes });
}

function editComment(action: ActionOf<"add-comment">, input: FieldInput): Result<Action, string> {
  if (input.kind !== "markdown") return refuse("A comment needs some words.");
  const body = writeDocument(input.text);
  return body.ok ? ok({ ...action, body: body.value }) : refuse(body.reason);
}

function editAssignee(
  action: ActionOf<"set-assignee">,
  input: FieldInput,
  facts: Facts,
): Result<Action | null, string> {
  if (input.kind !== "none" && input.kind !== "person") return refuse("Assignee needs a person.");
  const to = input.kind === "none" ? null : input.accountId;
  if (to !== null && !knows(to, facts)) return refuse("This person cannot be assigned to the issue.");
  return ok(to === action.from ? null : { ...action, to });
}

function editMove(
  action: ActionOf<"transition">,
  input: FieldInput,
  { transitions }: Facts,
): Result<Action | null, string> {
  const chosen = input.kind === "option" ? transitions.find((one) => one.id === input.id) : undefined;
  if (chosen === undefined) return refuse("The workflow does not offer that move any more.");
  if (chosen.demands.length > 0)
    return refuse(`Moving to ${chosen.to.name} needs ${chosen.demands.join(", ")}: please move it in Jira.`);
  if (chosen.to.id === action.from.id) return ok(null);
  return ok({
    ...action,
    transition: { id: chosen.id, name: chosen.name },
    to: { id: chosen.to.id, name: chosen.to.name },
  });
}

function editLink(
  action: ActionOf<"link-issues">,
  input: FieldInput,
  { linkTypes }: Facts,
): Result<Action, string> {
  const wanted = input.kind === "option" ? input.id : "";
  for (const linkType of linkTypes)
    for (const direction of ["outward", "inward"] as const)
      if (linkOptionId(linkType.id, direction) === wanted) {
        const { id, name, inward, outward } = linkType;
        return ok({ ...action, linkType: { id, name, inward, outward }, direction });
      }
  return refuse("Jira does not offer that kind of link any more.");
}
