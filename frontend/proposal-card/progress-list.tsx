import Spinner from "@atlaskit/spinner";
import type { ProposalView } from "../../server/contract/index.ts";
import { stepProgress, type Progress } from "./step-progress.ts";
import { IssueLink } from "./value.tsx";

const MARKS: Record<Progress, { mark: string; word: string }> = {
  next: { mark: "○", word: "Next: " },
  working: { mark: "", word: "Working: " },
  done: { mark: "✓", word: "Done: " },
  failed: { mark: "✕", word: "Not done: " },
  unsure: { mark: "?", word: "Not known: " },
  "left-out": { mark: "–", word: "Left out: " },
};

/** Each step with how far it has come, in the place where its change was shown. */
export function ProgressList({ proposal }: { proposal: ProposalView }) {
  return (
    <ul className="ts-progress">
      {proposal.steps.map((step) => {
        const { progress, said } = stepProgress(step);
        const { mark, word } = MARKS[progress];
        // What is said about the only step is said below it anyway.
        const isRepeated = progress === "failed" && proposal.steps.length === 1 && said === proposal.reason;
        return (
          <li key={step.id} className={`ts-progress-${progress}`}>
            <span className="ts-progress-mark" aria-hidden="true">
              {progress === "working" ? <Spinner size="small" /> : mark}
            </span>
            <span>
              <span className="ts-unseen">{word}</span>
              {step.title}
              {step.created === null ? null : (
                <>
                  {" "}
                  <IssueLink issueKey={step.created.key} />
                </>
              )}
              {said === null || progress === "left-out" || isRepeated ? null : (
                <span className="ts-progress-said">{said}</span>
              )}
              {progress === "done" && step.progress?.actedAs === "app" ? (
                <span className="ts-progress-said">Jira shows TicketSmith as the author.</span>
              ) : null}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
