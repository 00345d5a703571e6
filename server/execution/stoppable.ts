import type { JiraWriter, WriteOutcome } from "./ports.ts";

const STOPPED = { kind: "busy", reason: "stopped", retryAfterMs: null } as const;

export const wasStopped = (outcome: WriteOutcome<unknown>): boolean =>
  outcome.kind === "busy" && outcome.reason === STOPPED.reason;

/** A writer that asks before each write whether the site has been stopped meanwhile. Nothing happened then. */
export function stoppable(writer: JiraWriter, isStopped: () => Promise<boolean>): JiraWriter {
  const guarded =
    <Given extends unknown[], T>(write: (...given: Given) => Promise<WriteOutcome<T>>) =>
    async (...given: Given): Promise<WriteOutcome<T>> =>
      (await isStopped()) ? STOPPED : write(...given);
  return {
    actedAs: writer.actedAs,
    createIssue: guarded(writer.createIssue),
    editFields: guarded(writer.editFields),
    setAssignee: guarded(writer.setAssignee),
    transition: guarded(writer.transition),
    addComment: guarded(writer.addComment),
    link: guarded(writer.link),
    deleteComment: guarded(writer.deleteComment),
    deleteLink: guarded(writer.deleteLink),
    deleteIssue: guarded(writer.deleteIssue),
  };
}
