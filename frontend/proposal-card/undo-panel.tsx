import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { ProposalView, StepId, UndoView } from "../../server/contract/index.ts";
import { ApiFailure } from "../api/index.ts";
import { Button, Message, Skeleton } from "../look/index.ts";
import { useCardSetting } from "./card-setting.tsx";
import { UndoStep } from "./undo-step.tsx";
import type { Command } from "./use-command.ts";

type Props = { proposal: ProposalView; command: Command; onClose: () => void };

/** Shows what an undo would change back before anything happens; the yes is bound to exactly that. */
export function UndoPanel({ proposal, command, onClose }: Props) {
  const { api } = useCardSetting();
  const preview = useQuery<UndoView, ApiFailure>({
    queryKey: ["undo", proposal.id, proposal.revision],
    gcTime: 0,
    queryFn: async ({ signal }) => {
      const answer = await api.readUndo(proposal.id, signal);
      if (!answer.ok) throw new ApiFailure(answer.problem);
      return answer.value;
    },
  });

  if (preview.data !== undefined) {
    return <Preview key={preview.data.undoHash} undo={preview.data} {...{ command, onClose }} />;
  }
  if (preview.error === null)
    return <Skeleton lines={["medium", "long", "button"]} label="Looking at what can be undone" />;
  const actions = (
    <>
      <Button onPress={() => void preview.refetch()}>Try again</Button>
      <Button kind="subtle" onPress={onClose}>
        Cancel
      </Button>
    </>
  );
  return (
    <Message tone="error" live actions={actions}>
      {preview.error.problem.said}
    </Message>
  );
}

function Preview({ undo, command, onClose }: Omit<Props, "proposal"> & { undo: UndoView }) {
  const possible = undo.steps.filter((step) => step.conflict === null).map((step) => step.step);
  const [left, setLeft] = useState<readonly StepId[]>([]);
  const [deleteCreated, setDeleteCreated] = useState(false);
  const steps = possible.filter((id) => !left.includes(id));

  const confirm = () => {
    const made = undo.steps.some((step) => step.mayDelete && steps.includes(step.step));
    const yes = { undoHash: undo.undoHash, steps, ...(made ? { deleteCreated } : {}) };
    command.run({ do: "undo", with: yes });
  };
  return (
    <div className="ts-undo" role="group" aria-label="Undo">
      <h4 className="ts-undo-title">
        {possible.length === 0 ? "This cannot be undone as things stand" : "Change this back?"}
      </h4>
      <ul className="ts-steps">
        {undo.steps.map((step) => (
          <UndoStep
            key={step.step}
            step={step}
            several={undo.steps.length > 1}
            ticked={steps.includes(step.step)}
            onTick={(on) => setLeft(on ? left.filter((id) => id !== step.step) : [...left, step.step])}
            deleteCreated={deleteCreated}
            onDeleteCreated={setDeleteCreated}
          />
        ))}
      </ul>
      <div className="ts-buttons">
        {possible.length === 0 ? null : (
          <Button disabled={steps.length === 0} busy={command.pending !== null} onPress={confirm}>
            {command.pending === "undo" ? "Changing back …" : "Confirm undo"}
          </Button>
        )}
        <Button kind="subtle" onPress={onClose}>
          {possible.length === 0 ? "Close" : "Keep it"}
        </Button>
      </div>
    </div>
  );
}
