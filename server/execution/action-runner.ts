import type { Action, FieldValue } from "../contract/index.ts";
import type { Result } from "../kit/index.ts";
import type { IssueSnapshot } from "../planning/index.ts";
import type { Caller } from "../tenants/index.ts";
import type { JiraEvidence, JiraWriter, Marks, WriteOutcome } from "./ports.ts";

/** What looking at Jira needs: the subject issue as it stands now, where there is one, and ways to see more. */
export type Look = { caller: Caller; issue: IssueSnapshot | null; evidence: JiraEvidence };

/** What acting needs beside that: an identity and the marks that go along. */
export type Run = Look & { writer: JiraWriter; marks: Marks };

/** Everything but creating touches the subject issue. A plan about a project holds none of it. */
export function subjectOf({ issue }: Pick<Look, "issue">): IssueSnapshot {
  if (issue === null) throw new Error("A step that touches its issue stands beside none");
  return issue;
}

/** Whether an earlier try, of which no answer is known, took effect. */
export type Proof =
  | { kind: "happened"; result: unknown }
  | { kind: "not-happened" }
  | { kind: "unknown"; words: string };

export type UndoRow = { field: string; name: string; from: FieldValue | null; to: FieldValue };
export type UndoChoice = { deleteCreated: boolean };

/** How to take a step back, as things stand now. */
export type Inverse = {
  rows: UndoRow[];
  /** True where the person may choose to delete instead. */
  mayDelete: boolean;
  perform(run: Run, choice: UndoChoice): Promise<WriteOutcome<unknown>>;
  /** Reads back that it took effect; the refusal is a sentence. */
  confirm(look: Look, choice: UndoChoice): Promise<Result<true>>;
};

/** What the ledger kept of a step that was done. */
export type Noted = { preImage: unknown; result: unknown };

/** One action type: how it is done, how it is seen to be done, how it is taken back. `confirm` and `inverse` refuse in sentences. */
export type ActionRunner<A extends Action> = {
  /** What stands there now, kept for the undo. */
  preImage(action: A, look: Pick<Look, "issue">): unknown;
  perform(run: Run, action: A): Promise<WriteOutcome<unknown>>;
  /** Read-back after a yes: Jira can answer 204 and change nothing. The value is what the ledger keeps. */
  confirm(look: Look, action: A, made: unknown): Promise<Result<unknown>>;
  /** Looks for the mark of an earlier try. */
  prove(look: Look, action: A, mark: MarkToFind, preImage: unknown): Promise<Proof>;
  inverse(look: Look, action: A, noted: Noted): Promise<Result<Inverse>>;
  proveUndone(look: Look, action: A, mark: MarkToFind, noted: Noted): Promise<Proof>;
};

export type MarkToFind = Pick<Marks, "proposal" | "mark">;

/** The mark of a change to an issue is a property that Jira stores in the same call. */
export async function markedOnIssue(look: Look, { proposal, mark }: MarkToFind): Promise<boolean> {
  const marks = await look.evidence.marksOn(look.caller, subjectOf(look).ref.id, proposal);
  return marks.includes(mark);
}

/** Reads the subject again, after a change. */
export async function lookAgain(look: Look): Promise<IssueSnapshot | undefined> {
  return look.evidence.issue(look.caller, subjectOf(look).ref.id);
}
