import type { Action, FieldValue, Plan, Step } from "../contract/index.ts";
import { plainText } from "../planning/index.ts";

export type PartialAction = {
  type: Action["type"];
  /** The issue, or for a new one its project. */
  target: string;
  /** By the names that cases use. */
  fields: Readonly<Record<string, { value: unknown; confidence: number }>>;
};

/** Jira's field ids by the names that cases use; any other field goes by the name that Jira shows. */
const NAMES: Readonly<Record<string, string>> = {
  duedate: "dueDate",
  issuetype: "issueType",
  body: "comment",
  status: "to",
  link: "target",
};

export const caseNameOf = (field: string, shown: string): string =>
  NAMES[field] ?? (KNOWN.has(field) ? field : shown);
const KNOWN = new Set(["summary", "description", "priority", "components", "labels", "assignee"]);

/** A plan in the words of the cases: what each action would do, field by field, and how sure we are of each. */
export const partialsOf = (plan: Plan): PartialAction[] => plan.steps.map(partialOf);

function partialOf({ action, evidence }: Step): PartialAction {
  const sure = (field: string) => evidence.find((one) => one.field === field)?.confidence ?? 0;
  const one = (name: string, value: unknown, field: string) => ({
    [name]: { value, confidence: sure(field) },
  });
  const { type } = action;
  switch (type) {
    case "create-issue":
      return {
        type,
        target: action.project.key,
        fields: Object.assign(
          one("issueType", action.issueType.name, "issuetype"),
          ...action.fields.map(({ field, name, to }) => one(caseNameOf(field, name), plainValue(to), field)),
        ),
      };
    case "edit-fields":
      return {
        type,
        target: action.issue.key,
        fields: Object.assign(
          {},
          ...action.changes.map(({ field, name, to }) =>
            one(caseNameOf(field, name), to.kind === "none" ? emptyOf(field) : plainValue(to), field),
          ),
        ),
      };
    case "add-comment":
      return { type, target: action.issue.key, fields: one("comment", plainText(action.body), "body") };
    case "set-assignee":
      return { type, target: action.issue.key, fields: one("assignee", action.to, "assignee") };
    case "transition":
      return { type, target: action.issue.key, fields: one("to", action.to.name, "status") };
    default:
      return {
        type,
        target: action.issue.key,
        fields: {
          ...one("linkType", action.linkType[action.direction], "link"),
          ...one("target", action.other.key, "link"),
        },
      };
  }
}

const emptyOf = (field: string): unknown => (field === "components" || field === "labels" ? [] : null);

function plainValue(value: FieldValue): unknown {
  switch (value.kind) {
    case "none":
      return null;
    case "text":
      return value.text;
    case "number":
      return value.number;
    case "date":
      return value.date;
    case "option":
      return value.option.name;
    case "options":
      return value.options.map(({ name }) => name);
    case "labels":
      return value.labels;
    case "person":
      return value.accountId;
    case "people":
      return value.accountIds;
    case "document":
      return plainText(value.blocks);
    default:
      return plainText(value.patch.ops.flatMap((op) => op.nodes));
  }
}
