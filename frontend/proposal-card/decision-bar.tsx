import type { ProposalView, StepId } from "../../server/contract/index.ts";
import { Button } from "../look/index.ts";
import { useCardSetting } from "./card-setting.tsx";
import { awaitsAnother, isBlocked, PolicyNote } from "./policy-note.tsx";
import type { Command } from "./use-command.ts";

type Props = {
  proposal: ProposalView;
  vetoed: readonly StepId[];
  command: Command;
  onEdit: () => void;
  onReject: () => void;
};

/** Approve, Edit, Reject. A yes names exactly the steps that are ticked and the hash of what is on the screen. */
export function DecisionBar({ proposal, vetoed, command, onEdit, onReject }: Props) {
  const { decisions, viewer } = useCardSetting();
  if (decisions === "look") return null;

  const allowed = proposal.steps.filter((step) => !isBlocked(step));
  const steps = allowed.map((step) => step.id).filter((id) => !vetoed.includes(id));
  const disabled = decisions === "paused";
  const hasSteps = proposal.steps.length > 0;
  return (
    <>
      <PolicyNote proposal={proposal} steps={steps} />
      <div className="ts-buttons">
        {hasSteps ? (
          <Button
            kind="primary"
            disabled={disabled || steps.length === 0 || awaitsAnother(proposal, viewer, steps)}
            busy={command.pending !== null}
            onPress={() => command.run({ do: "approve", with: { planHash: proposal.planHash, steps } })}
          >
            {sayApprove(command.pending === "approve", steps.length, proposal.steps.length)}
          </Button>
        ) : null}
        {hasSteps ? (
          <Button kind="subtle" disabled={disabled} busy={command.pending !== null} onPress={onEdit}>
            Edit
          </Button>
        ) : null}
        <Button kind="subtle" disabled={disabled} busy={command.pending !== null} onPress={onReject}>
          {hasSteps ? "Reject" : "Dismiss"}
        </Button>
      </div>
    </>
  );
}

function sayApprove(approving: boolean, ticked: number, all: number): string {
  if (approving) return "Approving …";
  return ticked === all ? "Approve" : `Approve ${ticked} of ${all}`;
}
