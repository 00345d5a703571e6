import TextArea from "@atlaskit/textarea";
import { useId, useState } from "react";
import type { ProposalView } from "../../server/contract/index.ts";
import { Button } from "../look/index.ts";
import type { Command } from "./use-command.ts";

const QUICK = ["Not right", "Not needed", "Not now", "Already done"] as const;

type Props = { proposal: ProposalView; command: Command; onCancel: () => void };

/** A no with its reason, which is what later proposals learn from. */
export function RejectForm({ proposal, command, onCancel }: Props) {
  const id = useId();
  const [quick, setQuick] = useState<string | null>(null);
  const [words, setWords] = useState("");
  const reason = [quick, words.trim()].filter(Boolean).join(": ");

  return (
    <form
      className="ts-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (reason !== "") command.run({ do: "reject", with: { planHash: proposal.planHash, reason } });
      }}
      onKeyDown={(event) => {
        if (event.key === "Escape") onCancel();
      }}
    >
      <fieldset className="ts-choices">
        <legend>Why not?</legend>
        {QUICK.map((choice, index) => (
          <label key={choice} className="ts-chip">
            <input
              type="radio"
              name={`${id}-quick`}
              checked={quick === choice}
              autoFocus={index === 0}
              onChange={() => setQuick(choice)}
            />
            <span>{choice}</span>
          </label>
        ))}
      </fieldset>
      <label className="ts-label" htmlFor={`${id}-words`}>
        In your words (optional)
      </label>
      <TextArea
        id={`${id}-words`}
        value={words}
        maxLength={1_900}
        minimumRows={2}
        resize="smart"
        onChange={(event) => setWords(event.target.value)}
      />
      <div className="ts-buttons">
        <Button type="submit" disabled={reason === ""} busy={command.pending !== null}>
          {command.pending === "reject" ? "Rejecting …" : "Reject"}
        </Button>
        <Button kind="subtle" onPress={onCancel}>
          Cancel
        </Button>
      </div>
    </form>
  );
}
