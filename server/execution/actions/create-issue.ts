import * as z from "zod";
import { IssueRef, type ActionOf, type AdfNodeJson } from "../../contract/index.ts";
import { ok, refuse } from "../../kit/index.ts";
import type { ActionRunner, Look, Run } from "../action-runner.ts";
import { markBeside } from "../mark.ts";

type CreateIssue = ActionOf<"create-issue">;

const Created = z.object({ issue: IssueRef });

/** The mark is an issue property set in the create call itself, found again by JQL. */
export const createIssue: ActionRunner<CreateIssue> = {
  preImage: () => null,

  async perform({ writer, marks }, action) {
    const { project, issueType, fields } = action;
    const outcome = await writer.createIssue(
      { projectId: project.id, issueTypeId: issueType.id, fields },
      marks,
    );
    return outcome.kind === "ok" ? { kind: "ok", value: { issue: outcome.value } } : outcome;
  },

  /**
   * Jira's answer names the new issue, and that is proof enough. Not finding it proves nothing: a security level
   * may hide it from the app from its first moment, and a failure here would invite a second one.
   */
  confirm: async (_look, _action, made) => ok(Created.parse(made)),

  /** Jira's index lags behind: not found is no proof that nothing was created. */
  async prove({ evidence, caller }, _action, { mark }) {
    const found = await evidence.issueWithMark(caller, mark);
    return found === undefined
      ? { kind: "unknown", words: "It is not clear whether Jira created the issue." }
      : { kind: "happened", result: { issue: found } };
  },

  async inverse(look, _action, noted) {
    const { issue } = Created.parse(noted.result);
    const now = await look.evidence.issue(look.caller, issue.id);
    if (now === undefined) return refuse("The new issue is gone, or hidden from TicketSmith.");
    const offered = await look.evidence.transitions(look.caller, issue.id);
    const closing = offered.find(({ to }) => to.category === "done");
    if (now.status.category !== "done" && closing === undefined) {
      return refuse(`The workflow offers no way to close the new issue from ${now.status.name}.`);
    }
    const closed = closing?.to.name ?? now.status.name;
    return ok({
      rows: [{ field: "status", name: issue.key, from: named(now.status.name), to: named(closed) }],
      mayDelete: true,
      perform: (run, { deleteCreated }) =>
        deleteCreated ? run.writer.deleteIssue(issue.id, run.marks) : close(run, issue, closing?.id),
      confirm: async (again, { deleteCreated }) => {
        const later = await again.evidence.issue(again.caller, issue.id);
        if (deleteCreated ? later === undefined : later?.status.category === "done") return ok(true);
        return refuse(`Jira said yes, but the new issue is still ${deleteCreated ? "there" : "open"}.`);
      },
    });
  },

  async proveUndone({ evidence, caller }, _action, { proposal, mark }, noted) {
    const { issue } = Created.parse(noted.result);
    const now = await evidence.issue(caller, issue.id);
    if (now === undefined) return { kind: "happened", result: null };
    const marks = await evidence.marksOn(caller, issue.id, proposal);
    const closed = now.status.category === "done" && marks.includes(mark);
    return closed ? { kind: "happened", result: null } : { kind: "not-happened" };
  },
};

/** Comment first, so that a closed issue always says why; the comment's own mark keeps it from coming twice. */
async function close(run: Run, issue: IssueRef, transitionId: string | undefined) {
  if ((await commentedAlready(run, issue)) === undefined) {
    const marks = { ...run.marks, mark: markBeside(run.marks.mark) };
    const commented = await run.writer.addComment(issue.id, CLOSING_WORDS, marks);
    if (commented.kind !== "ok") return commented;
  }
  if (transitionId === undefined) return { kind: "ok", value: null } as const;
  return run.writer.transition(issue.id, transitionId, run.marks);
}

const commentedAlready = ({ evidence, caller, marks }: Look & Pick<Run, "marks">, issue: IssueRef) =>
  evidence.commentWithMark(caller, issue.id, markBeside(marks.mark));

const CLOSING_WORDS: readonly AdfNodeJson[] = [
  {
    type: "paragraph",
    content: [{ type: "text", text: "Closed by TicketSmith: the step that created this issue was undone." }],
  },
];

const named = (name: string) => ({ kind: "option", option: { id: name, name } }) as const;
