import { useId, useRef, useState } from "react";
import type { ProposalView } from "../../server/contract/index.ts";
import { Button, Message } from "../look/index.ts";
import { CardBody } from "./card-body.tsx";
import { useCardSetting } from "./card-setting.tsx";
import { useFocusInside } from "./use-focus-inside.ts";
import { OutcomeLine } from "./outcome-line.tsx";
import { UndoPanel } from "./undo-panel.tsx";
import { hasUnsureStep, isUndoing, undoFailed } from "./step-progress.ts";
import { useCommand } from "./use-command.ts";

/** One of the last things that happened: a line, what it changed when opened, and its undo. */
export function SettledRow({ proposal }: { proposal: ProposalView }) {
  const { decisions } = useCardSetting();
  const [open, setOpen] = useState<"nothing" | "details" | "undo">("nothing");
  const row = useRef<HTMLLIElement>(null);
  const details = useId();
  const command = useCommand(proposal);
  useFocusInside(row);

  const undoing = open === "undo" && proposal.canUndo;
  return (
    <li className="ts-settled" ref={row} tabIndex={-1}>
      <button
        type="button"
        className="ts-settled-title"
        aria-expanded={open === "details"}
        aria-controls={details}
        onClick={() => setOpen(open === "details" ? "nothing" : "details")}
      >
        {proposal.summary}
      </button>
      {undoing ? null : (
        <OutcomeLine proposal={proposal}>
          {proposal.canUndo && decisions !== "look" ? (
            <Button
              kind="subtle"
              disabled={decisions === "paused"}
              label={`Undo: ${proposal.summary}`}
              onPress={() => setOpen("undo")}
            >
              Undo
            </Button>
          ) : null}
        </OutcomeLine>
      )}
      <div id={details}>
        {open === "details" || needsAttention(proposal) ? (
          <CardBody proposal={proposal} command={command} vetoed={[]} onTick={() => undefined} />
        ) : null}
        {undoing ? (
          <UndoPanel proposal={proposal} command={command} onClose={() => setOpen("nothing")} />
        ) : null}
      </div>
      {command.problem === null ? null : (
        <Message tone="error" live>
          {command.problem.said}
        </Message>
      )}
    </li>
  );
}

const needsAttention = (proposal: ProposalView) =>
  isUndoing(proposal) || undoFailed(proposal) || hasUnsureStep(proposal);
