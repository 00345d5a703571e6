import { personAliases, relationTokens, transitionTokens } from "../../server/planning/name-tokens.ts";
import type { Facts } from "../../server/planning/index.ts";

/** An action that a case expects, in its own words. */
export type ExpectedAction = {
  type: string;
  issueType?: string;
  priority?: string;
  components?: string[];
  labels?: string[];
  assignee?: string | null;
  dueDate?: string | null;
  summary?: string;
  description?: string;
  comment?: string;
  linkType?: string;
  target?: string;
  to?: string;
};

const common = { confidence: 0.95, because: [] };
const listOf = (names: readonly string[]) => ({ add: names, remove: [] });

/** What an engine would answer that understood the case: one draft step after another. */
export function honestSteps(action: ExpectedAction, facts: Facts, text: string): object[] {
  const alias = (account: string | null | undefined) =>
    [...personAliases(facts.people)].find(([, one]) => one.accountId === account)?.[0] ?? null;
  switch (action.type) {
    case "set-assignee":
      return [{ type: "assign", person: alias(action.assignee), ...common }];
    case "transition": {
      const token = [...transitionTokens(facts.transitions).keys()].find((one) => one === action.to);
      return [{ type: "move", transition: token ?? String(action.to), ...common }];
    }
    case "add-comment":
      return [{ type: "comment", markdown: action.comment ?? text.slice(0, 200), ...common }];
    case "link-issues": {
      const relation = [...relationTokens(facts.linkTypes).keys()].find((one) => one === action.linkType);
      return [{ type: "link", relation: relation ?? "relates to", issueKey: action.target ?? "", ...common }];
    }
    case "create-issue": {
      const person =
        action.assignee === undefined ? [] : [{ field: "assignee", value: alias(action.assignee) }];
      const title =
        action.summary ??
        text
          .split("\n")
          .find((line) => line.length > 20)
          ?.slice(0, 120) ??
        "New";
      const fields = [
        { field: "summary", value: title },
        ...fieldsOf({ ...action, summary: undefined }).map(({ field, value }) => ({ field, value })),
        ...person,
      ];
      const issueType = action.issueType ?? facts.creatable[0]?.issueType.name;
      return [{ type: "create", issueType, fields, ...common }];
    }
    default:
      return fieldsOf(action).map((one) => ({ type: "set-field", ...one, ...common }));
  }
}

function fieldsOf(action: { [K in keyof ExpectedAction]: ExpectedAction[K] | undefined }) {
  const { summary, description, priority, components, labels, dueDate } = action;
  return [
    ...(summary === undefined ? [] : [{ field: "summary", value: summary }]),
    ...(description === undefined
      ? []
      : [{ field: "description", value: { markdown: description, mode: "replace" } }]),
    ...(priority === undefined ? [] : [{ field: "priority", value: priority }]),
    ...(components === undefined ? [] : [{ field: "components", value: listOf(components) }]),
    ...(labels === undefined ? [] : [{ field: "labels", value: listOf(labels) }]),
    ...(dueDate === undefined ? [] : [{ field: "duedate", value: dueDate }]),
  ];
}
