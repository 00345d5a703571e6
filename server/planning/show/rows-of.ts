import type { AccountId, Action, ActionOf, FieldChange, FieldValue } from "../../contract/index.ts";
import { assertNever } from "../../kit/index.ts";

/** One line of what a step changes. `from` is null where there was nothing to compare with. */
export type Row = { field: string; name: string; from: FieldValue | null; to: FieldValue };

/**
 * Pure: what a step changes, field by field. `field` is Jira's field id, or `assignee`, `status`, `body`,
 * `link`, `issuetype` for what is not a field edit; evidence and edits use the same names.
 */
export function rowsOf(action: Action): Row[] {
  switch (action.type) {
    case "create-issue":
      return [
        { field: "issuetype", name: "Type", from: null, to: { kind: "option", option: action.issueType } },
        ...action.fields.map(({ field, name, to }) => ({ field, name, from: null, to })),
      ];
    case "edit-fields":
      return action.changes.map((change) => ({ ...change, from: onlyAdds(change) ? null : change.from }));
    case "add-comment":
      return [{ field: "body", name: "Comment", from: null, to: { kind: "document", blocks: action.body } }];
    case "set-assignee":
      return [
        { field: "assignee", name: "Assignee", from: personValue(action.from), to: personValue(action.to) },
      ];
    case "transition":
      return [
        {
          field: "status",
          name: "Status",
          from: { kind: "option", option: action.from },
          to: { kind: "option", option: action.to },
        },
      ];
    case "link-issues":
      return [{ field: "link", name: "Link", from: null, to: { kind: "text", text: linkText(action) } }];
    default:
      return assertNever(action);
  }
}

/** "duplicates SHOP-12 «Checkout 502»" */
function linkText({ linkType, direction, other }: ActionOf<"link-issues">): string {
  return `${linkType[direction]} ${other.key} «${other.summary}»`;
}

/** What comes after an existing text is shown alone, not beside the whole text. */
const onlyAdds = ({ to }: FieldChange): boolean =>
  to.kind === "document-patch" && to.patch.ops.every((op) => op.op === "append" || op.op === "insert");

export const personValue = (account: AccountId | null): FieldValue =>
  account === null ? { kind: "none" } : { kind: "person", accountId: account };
