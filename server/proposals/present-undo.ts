import type { ChangeRow, Proposal, Step, UndoView, ValueView } from "../contract/index.ts";
import { rowsOf, titleOf, type Row } from "../planning/index.ts";
import { sightOf, type Say, type ShownLine } from "./present-other-issues.ts";
import type { Lookups } from "./present-proposal.ts";
import { accountsInRow, presentRow } from "./present-value.ts";

/** What taking back a step would change, as the room that does it says. */
export type UndoneStep = { step: Step; rows: Row[]; conflict: string | null; mayDelete: boolean };

/** Pure: the way back as one person may read it. A link's end and a new issue may be hidden from them. */
export function presentUndo(
  proposal: Proposal,
  lines: readonly ShownLine[],
  steps: readonly UndoneStep[],
  { faces, sees }: Lookups,
): UndoView["steps"] {
  const { say } = sightOf(proposal, lines, sees);
  return steps.map(({ step, rows, conflict, mayDelete }) => ({
    step: step.id,
    title: say(titleOf(step.action, (account) => faces(account).name)),
    rows: rows.map((row) => {
      const shown = presentRow(row, faces);
      return namesOthers(step) ? sayRow(shown, say) : shown;
    }),
    conflict: conflict === null ? null : say(conflict),
    mayDelete,
  }));
}

/** The words of any other step are the issue's own, and stay as they are. */
const namesOthers = ({ action }: Step) => action.type === "link-issues" || action.type === "create-issue";

const sayRow = ({ field, name, from, to }: ChangeRow, say: Say): ChangeRow => ({
  field,
  name: say(name),
  from: from === null ? null : sayValue(from, say),
  to: sayValue(to, say),
});

const sayValue = (value: ValueView, say: Say): ValueView =>
  value.kind === "text" ? { ...value, text: say(value.text) } : value;

export const accountsInUndo = (steps: readonly UndoneStep[]) =>
  steps.flatMap(({ step, rows }) => [...rowsOf(step.action), ...rows].flatMap(accountsInRow));
