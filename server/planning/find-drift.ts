import type { Drift, FieldChange, FieldValue, Step } from "../contract/index.ts";
import { assertNever } from "../kit/index.ts";
import { applyPatch } from "../richtext/index.ts";
import { currentValue } from "./current-value.ts";
import type { IssueSnapshot } from "./facts.ts";
import { sameValue } from "./same-value.ts";
import { personValue, rowsOf } from "./show/rows-of.ts";

/**
 * Pure: the fields these steps rest on that no longer hold what the plan saw. A comment or a new issue rests
 * on nothing; a change to a document drifts only where its own patch no longer fits.
 */
export function findDrift(steps: readonly Step[], issue: IssueSnapshot): Drift[] {
  return steps.flatMap((step) => driftOf(step, issue));
}

function driftOf(step: Step, issue: IssueSnapshot): Drift[] {
  const { action, id } = step;
  switch (action.type) {
    case "create-issue":
    case "add-comment":
      return [];
    case "edit-fields":
      return action.changes.flatMap((change) => {
        const now = currentValue(issue, change.field);
        if (stillFits(change, now)) return [];
        return [{ step: id, field: change.field, name: change.name, seen: change.from, now }];
      });
    case "set-assignee":
      return differs(id, "assignee", "Assignee", personValue(action.from), personValue(issue.assignee));
    case "transition":
      return differs(id, "status", "Status", optionValue(action.from), optionValue(issue.status));
    case "link-issues": {
      const there = issue.links.some(
        (link) => link.linkTypeId === action.linkType.id && link.other.id === action.other.id,
      );
      const now = rowsOf(action)[0]?.to ?? { kind: "none" };
      return there ? [{ step: id, field: "link", name: "Link", seen: { kind: "none" }, now }] : [];
    }
    default:
      return assertNever(action);
  }
}

function stillFits(change: FieldChange, now: FieldValue): boolean {
  if (change.to.kind !== "document-patch") return sameValue(change.from, now);
  const blocks = now.kind === "document" ? now.blocks : [];
  const doc = blocks.length === 0 ? null : { type: "doc" as const, version: 1 as const, content: blocks };
  return applyPatch(doc, change.to.patch).ok;
}

const optionValue = ({ id, name }: { id: string; name: string }): FieldValue => ({
  kind: "option",
  option: { id, name },
});

const differs = (
  step: Step["id"],
  field: string,
  name: string,
  seen: FieldValue,
  now: FieldValue,
): Drift[] => (sameValue(seen, now) ? [] : [{ step, field, name, seen, now }]);
