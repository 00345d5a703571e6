import type { ProposalView, StepId } from "../../server/contract/index.ts";
import { ConfidenceLine } from "./confidence-line.tsx";
import { Failure } from "./failure.tsx";
import { ProgressList } from "./progress-list.tsx";
import { Questions } from "./questions.tsx";
import { SettleSteps } from "./settle-steps.tsx";
import { StaleComparison } from "./stale-comparison.tsx";
import { StepList } from "./step-list.tsx";
import { isUndoing, undoFailed } from "./step-progress.ts";
import type { Command } from "./use-command.ts";
import { useCardSetting } from "./card-setting.tsx";

type Props = {
  proposal: ProposalView;
  command: Command;
  vetoed: readonly StepId[];
  onTick: (step: StepId, on: boolean) => void;
};

/** The middle of a card: what would change while it waits, how far it is while it runs, what came of it. */
export function CardBody({ proposal, command, vetoed, onTick }: Props) {
  const { decisions } = useCardSetting();
  if (proposal.status === "waiting") {
    return (
      <>
        <StepList proposal={proposal} vetoed={vetoed} {...(decisions === "look" ? {} : { onTick })} />
        {proposal.steps.length === 0 ? null : <ConfidenceLine proposal={proposal} />}
        <Questions proposal={proposal} command={command} />
      </>
    );
  }
  if (proposal.status === "stale") {
    return (
      <>
        <StepList proposal={proposal} />
        <StaleComparison proposal={proposal} command={command} />
      </>
    );
  }
  return (
    <>
      {showsProgress(proposal) ? <ProgressList proposal={proposal} /> : <StepList proposal={proposal} />}
      <SettleSteps proposal={proposal} command={command} />
      <Failure proposal={proposal} command={command} />
    </>
  );
}

function showsProgress(proposal: ProposalView): boolean {
  const { status } = proposal;
  if (status === "done")
    return isUndoing(proposal) || undoFailed(proposal) || proposal.steps.some(needsWords);
  return status === "approved" || status === "executing" || status === "failed" || status === "undone";
}

const needsWords = ({ created, progress }: ProposalView["steps"][number]) =>
  created !== null || progress?.actedAs === "app" || progress?.state === "unsure";
