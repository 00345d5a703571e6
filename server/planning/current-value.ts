import type { FieldValue } from "../contract/index.ts";
import type { IssueSnapshot } from "./facts.ts";

/** What a field of the issue holds now, whichever part of the snapshot it lies in. */
export function currentValue(issue: IssueSnapshot, field: string): FieldValue {
  switch (field) {
    case "summary":
      return { kind: "text", text: issue.summary };
    case "description":
      return issue.description.length === 0
        ? { kind: "none" }
        : { kind: "document", blocks: [...issue.description] };
    case "issuetype":
      return { kind: "option", option: { id: issue.issueType.id, name: issue.issueType.name } };
    case "assignee":
      return issue.assignee === null ? { kind: "none" } : { kind: "person", accountId: issue.assignee };
    default:
      return Object.hasOwn(issue.fields, field)
        ? (issue.fields[field] ?? { kind: "none" })
        : { kind: "none" };
  }
}
