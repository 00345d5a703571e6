import type { ProposalView, StepView } from "../../server/contract/index.ts";
import { sayNextTry } from "../look/say-next-try.ts";

export type Progress = "next" | "working" | "done" | "failed" | "unsure" | "left-out";

/** How far one step has come, and a sentence where there is more to say than its mark. */
export function stepProgress(step: StepView): { progress: Progress; said: string | null } {
  if (step.approved === false) return { progress: "left-out", said: "Left out" };
  if (step.progress === null) return { progress: "next", said: null };

  const { state, direction, reason, nextTryAt } = step.progress;
  const undoing = direction === "undo";
  switch (state) {
    case "waiting":
      return {
        progress: "next",
        said: nextTryAt === null ? reason : sayNextTry(reason ?? "Jira is busy.", nextTryAt),
      };
    case "intended":
      if (nextTryAt !== null && reason !== null)
        return { progress: "working", said: sayNextTry(reason, nextTryAt) };
      return { progress: "working", said: undoing ? "Changing back …" : null };
    case "done":
      return { progress: "done", said: undoing ? "Changed back" : null };
    case "failed":
      return {
        progress: "failed",
        said: reason ?? (undoing ? "Could not be changed back." : "This did not work."),
      };
    case "unsure":
      return { progress: "unsure", said: null };
  }
}

export const isUndoing = (proposal: ProposalView): boolean =>
  proposal.status !== "undone" &&
  proposal.steps.some(
    ({ progress }) =>
      progress?.direction === "undo" && (progress.state === "waiting" || progress.state === "intended"),
  );

/** Jira is of no help right now; each step says why, and when it goes on. */
export const isHeldUp = (proposal: ProposalView): boolean =>
  proposal.steps.some(({ progress }) => progress !== null && progress.nextTryAt !== null);

/** A step waits, has its reason, and no time at which it goes on: somebody must let it. */
export const isStopped = (proposal: ProposalView): boolean =>
  proposal.steps.some(
    ({ progress }) =>
      progress?.state === "waiting" && progress.nextTryAt === null && progress.reason !== null,
  );

export const undoFailed = (proposal: ProposalView): boolean =>
  proposal.status === "done" &&
  proposal.steps.some(({ progress }) => progress?.direction === "undo" && progress.state === "failed");

export const hasUnsureStep = (proposal: ProposalView): boolean =>
  proposal.steps.some(({ progress }) => progress?.state === "unsure");
