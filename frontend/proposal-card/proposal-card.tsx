import { useId, useRef, useState } from "react";
import type { ProposalView, StepId } from "../../server/contract/index.ts";
import { Button, Message } from "../look/index.ts";
import { CardBody } from "./card-body.tsx";
import { useCardSetting } from "./card-setting.tsx";
import { DecisionBar } from "./decision-bar.tsx";
import { EditForm } from "./edit-form.tsx";
import { useFocusInside } from "./use-focus-inside.ts";
import { OutcomeLine } from "./outcome-line.tsx";
import { RejectForm } from "./reject-form.tsx";
import { UndoPanel } from "./undo-panel.tsx";
import { useCommand, type Command } from "./use-command.ts";

type Mode = "look" | "edit" | "reject" | "undo";

/** One proposal from its question to its end. It keeps its place on the page through every state. */
export function ProposalCard({ proposal }: { proposal: ProposalView }) {
  const [wanted, setMode] = useState<Mode>("look");
  const [vetoed, setVetoed] = useState<readonly StepId[]>([]);
  const card = useRef<HTMLElement>(null);
  const title = useId();
  const command = useCommand(proposal);
  useFocusInside(card);

  const mode = allowed(wanted, proposal);
  const tick = (step: StepId, on: boolean) =>
    setVetoed(on ? vetoed.filter((id) => id !== step) : [...vetoed, step]);
  return (
    <article
      className={`ts-card ts-card-${proposal.status}`}
      aria-labelledby={title}
      ref={card}
      tabIndex={-1}
    >
      <h3 className="ts-card-title" id={title}>
        {proposal.summary}
      </h3>
      {mode === "edit" ? (
        <EditForm proposal={proposal} vetoed={vetoed} command={command} onClose={() => setMode("look")} />
      ) : (
        <CardBody proposal={proposal} command={command} vetoed={vetoed} onTick={tick} />
      )}
      {mode === "reject" ? (
        <RejectForm proposal={proposal} command={command} onCancel={() => setMode("look")} />
      ) : null}
      {mode === "look" ? <CardFoot {...{ proposal, vetoed, command, setMode }} /> : null}
      {mode === "undo" ? (
        <UndoPanel proposal={proposal} command={command} onClose={() => setMode("look")} />
      ) : null}
      {command.problem === null ? null : (
        <Message tone={command.problem.view === undefined ? "error" : "info"} live>
          {command.problem.said}
        </Message>
      )}
    </article>
  );
}

type FootProps = {
  proposal: ProposalView;
  vetoed: readonly StepId[];
  command: Command;
  setMode: (mode: Mode) => void;
};

function CardFoot({ proposal, vetoed, command, setMode }: FootProps) {
  const { decisions } = useCardSetting();
  if (proposal.status === "waiting") {
    const open = { onEdit: () => setMode("edit"), onReject: () => setMode("reject") };
    return <DecisionBar proposal={proposal} vetoed={vetoed} command={command} {...open} />;
  }
  return (
    <OutcomeLine proposal={proposal}>
      {proposal.canUndo && decisions !== "look" ? (
        <Button kind="subtle" disabled={decisions === "paused"} onPress={() => setMode("undo")}>
          Undo
        </Button>
      ) : null}
    </OutcomeLine>
  );
}

/** A mode ends by itself when the proposal moves on underneath it. */
function allowed(mode: Mode, proposal: ProposalView): Mode {
  if (mode === "edit" || mode === "reject") return proposal.status === "waiting" ? mode : "look";
  if (mode === "undo") return proposal.canUndo ? mode : "look";
  return mode;
}
