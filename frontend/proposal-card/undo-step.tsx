import { useId } from "react";
import type { UndoView } from "../../server/contract/index.ts";
import { Message } from "../look/index.ts";
import { ChangeRows } from "./change-rows.tsx";

type Props = {
  step: UndoView["steps"][number];
  several: boolean;
  ticked: boolean;
  onTick: (on: boolean) => void;
  deleteCreated: boolean;
  onDeleteCreated: (on: boolean) => void;
};

/** One step of an undo: what it changes back, or why it cannot. */
export function UndoStep({ step, several, ticked, onTick, deleteCreated, onDeleteCreated }: Props) {
  const id = useId();
  return (
    <li className="ts-step">
      {several && step.conflict === null ? (
        <label className="ts-tick">
          <input type="checkbox" checked={ticked} onChange={(event) => onTick(event.target.checked)} />
          <span>{step.title}</span>
        </label>
      ) : (
        <p className="ts-step-title">{step.title}</p>
      )}
      {step.conflict === null ? (
        <ChangeRows rows={step.rows} />
      ) : (
        <Message tone="warning">{step.conflict}</Message>
      )}
      {step.mayDelete && ticked ? (
        <fieldset className="ts-choices ts-column">
          <legend>The issue that was created</legend>
          <label className="ts-tick">
            <input type="radio" name={id} checked={!deleteCreated} onChange={() => onDeleteCreated(false)} />
            <span>Close it with a comment</span>
          </label>
          <label className="ts-tick">
            <input type="radio" name={id} checked={deleteCreated} onChange={() => onDeleteCreated(true)} />
            <span>Delete it for good</span>
          </label>
        </fieldset>
      ) : null}
    </li>
  );
}
