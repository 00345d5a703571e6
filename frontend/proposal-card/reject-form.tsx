import TextArea from "@atlaskit/textarea";
import { useId, useState } from "react";
import type { ProposalView, RejectCode } from "../../server/contract/index.ts";
import { Button } from "../look/index.ts";
import type { Command } from "./use-command.ts";

/** The likeliest first. */
const CHOICES: readonly (readonly [RejectCode, string])[] = [
  ["wrong-field-value", "Wrong value"],
  ["wrong-issue", "Wrong issue"],
  ["not-needed", "Not needed"],
  ["already-done", "Already done"],
  ["duplicate", "Duplicate"],
  ["too-vague", "Too vague"],
  ["not-allowed", "Not allowed"],
  ["other", "Something else"],
];

type Props = { proposal: ProposalView; command: Command; onCancel: () => void };

/** A no with its reason, which is what later proposals learn from. */
export function RejectForm({ proposal, command, onCancel }: Props) {
  const id = useId();
  const [because, setBecause] = useState<RejectCode | null>(null);
  const [typed, setTyped] = useState("");
  const words = typed.trim();
  const needsWords = because === "other";
  const isClear = words !== "" || (because !== null && !needsWords);
  const why = { ...(because === null ? {} : { because }), ...(words === "" ? {} : { reason: words }) };

  return (
    <form
      className="ts-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (isClear) command.run({ do: "reject", with: { planHash: proposal.planHash, ...why } });
      }}
      onKeyDown={(event) => {
        if (event.key === "Escape") onCancel();
      }}
    >
      <fieldset className="ts-choices">
        <legend>Why not?</legend>
        {CHOICES.map(([code, label], index) => (
          <label key={code} className="ts-chip">
            <input
              type="radio"
              name={`${id}-because`}
              checked={because === code}
              autoFocus={index === 0}
              onChange={() => setBecause(code)}
            />
            <span>{label}</span>
          </label>
        ))}
      </fieldset>
      <label className="ts-label" htmlFor={`${id}-words`}>
        {needsWords ? "In your words" : "In your words (optional)"}
      </label>
      <TextArea
        id={`${id}-words`}
        value={typed}
        isRequired={needsWords}
        maxLength={1_900}
        minimumRows={2}
        resize="smart"
        onChange={(event) => setTyped(event.target.value)}
      />
      <div className="ts-buttons">
        <Button type="submit" disabled={!isClear} busy={command.pending !== null}>
          {command.pending === "reject" ? "Rejecting …" : "Reject"}
        </Button>
        <Button kind="subtle" onPress={onCancel}>
          Cancel
        </Button>
      </div>
    </form>
  );
}
