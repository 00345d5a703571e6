import type { ProposalView } from "../../server/contract/index.ts";
import { Button, Message } from "../look/index.ts";
import { useCardSetting } from "./card-setting.tsx";
import { hasUnsureStep, undoFailed } from "./step-progress.ts";
import type { Command } from "./use-command.ts";

/** Why it did not work, what was done all the same, and a way on. */
export function Failure({ proposal, command }: { proposal: ProposalView; command: Command }) {
  const { decisions } = useCardSetting();
  // First a person says what happened; only then is it known whether anything failed.
  if (hasUnsureStep(proposal)) return null;
  if (proposal.status !== "failed" && !undoFailed(proposal)) return null;

  const done = proposal.steps.filter((step) => step.progress?.state === "done").length;
  const asked = proposal.steps.filter((step) => step.approved !== false).length;
  const retry = (
    <Button
      disabled={decisions === "paused"}
      busy={command.pending !== null}
      onPress={() => command.run({ do: "retry", with: { revision: proposal.revision } })}
    >
      {command.pending === "retry" ? "Trying …" : "Retry"}
    </Button>
  );
  return (
    <Message
      tone="error"
      title={
        done === 0 ? "This did not work" : `${done} of ${asked} ${asked === 1 ? "step" : "steps"} worked`
      }
      actions={decisions === "look" ? undefined : retry}
    >
      {proposal.reason ?? "Jira did not take the change."}
    </Message>
  );
}
