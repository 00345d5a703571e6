import type { ActionOf, Control, FormView, FieldValue, Plan, Step } from "../../contract/index.ts";
import { assertNever } from "../../kit/index.ts";
import type { Facts, FieldMeta } from "../facts.ts";
import { rowsOf } from "../show/rows-of.ts";
import { controlFor, faceOf, inputOf } from "./control-for.ts";

type EditableRow = FormView["fields"][number];

/** Every row of a plan that a person can change by hand, with its control and the value that is planned. */
export function formFor(plan: Plan, facts: Facts): EditableRow[] {
  return plan.steps.flatMap((step) => editableRows(step, facts));
}

/** The rows of one step that can be edited. A row that Jira no longer lets anybody change is left out. */
function editableRows(step: Step, facts: Facts): EditableRow[] {
  const { action } = step;
  switch (action.type) {
    case "create-issue": {
      const metas = facts.creatable.find((one) => one.issueType.id === action.issueType.id)?.fields ?? [];
      return action.fields.flatMap(({ field, to }) => fieldRow(step, field, to, metas, facts));
    }
    case "edit-fields":
      return action.changes.flatMap(({ field, to }) => fieldRow(step, field, to, facts.editable, facts));
    case "add-comment":
      return [
        rowOf(step, "body", "Comment", true, { kind: "markdown" }, { kind: "document", blocks: action.body }),
      ];
    case "set-assignee":
      return [assigneeRow(step, action, facts)];
    case "transition":
      return [statusRow(step, action, facts)];
    case "link-issues":
      return [linkRow(step, action, facts)];
    default:
      return assertNever(action);
  }
}

function rowOf(
  step: Step,
  field: string,
  name: string,
  required: boolean,
  control: Control,
  value: FieldValue,
): EditableRow {
  return { step: step.id, field, name, required, control, value: inputOf(value) };
}

function fieldRow(
  step: Step,
  field: string,
  value: FieldValue,
  metas: readonly FieldMeta[],
  facts: Facts,
): EditableRow[] {
  const meta = metas.find((one) => one.field === field);
  const control = meta === undefined ? null : controlFor(meta, value, facts);
  return meta === undefined || control === null
    ? []
    : [rowOf(step, field, meta.name, meta.required, control, value)];
}

function assigneeRow(step: Step, { to }: ActionOf<"set-assignee">, facts: Facts): EditableRow {
  const current = to === null ? null : faceOf(to, facts);
  const value: FieldValue = to === null ? { kind: "none" } : { kind: "person", accountId: to };
  return rowOf(step, "assignee", "Assignee", false, { kind: "person", current, clearable: true }, value);
}

/** A status is chosen by its transition: the same status can be reached in two ways. */
function statusRow(step: Step, { transition }: ActionOf<"transition">, { transitions }: Facts): EditableRow {
  const options = transitions
    .filter((one) => one.demands.length === 0)
    .map((one) => ({
      id: one.id,
      name: one.name === one.to.name ? one.name : `${one.to.name} (${one.name})`,
    }));
  return rowOf(
    step,
    "status",
    "Status",
    true,
    { kind: "select", options },
    { kind: "option", option: transition },
  );
}

export const linkOptionId = (linkTypeId: string, direction: "outward" | "inward"): string =>
  `${linkTypeId}:${direction}`;

function linkRow(step: Step, action: ActionOf<"link-issues">, { linkTypes }: Facts): EditableRow {
  const options = linkTypes.flatMap((type) =>
    type.inward === type.outward
      ? [{ id: linkOptionId(type.id, "outward"), name: type.outward }]
      : [
          { id: linkOptionId(type.id, "outward"), name: type.outward },
          { id: linkOptionId(type.id, "inward"), name: type.inward },
        ],
  );
  const name = rowsOf(action)[0]?.name ?? "Link";
  const option = {
    id: linkOptionId(action.linkType.id, action.direction),
    name: action.linkType[action.direction],
  };
  return rowOf(
    step,
    "link",
    `${name} to ${action.other.key}`,
    true,
    { kind: "select", options },
    { kind: "option", option },
  );
}
