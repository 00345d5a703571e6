import { useId, useState } from "react";
import type { ProposalView } from "../../server/contract/index.ts";
import { sayConfidence } from "./say-confidence.ts";
import { Why } from "./why.tsx";

/** How sure, in a word, with the reasons one press away. */
export function ConfidenceLine({ proposal }: { proposal: ProposalView }) {
  const [open, setOpen] = useState(false);
  const id = useId();
  const { word, exact } = sayConfidence(proposal.confidence);
  return (
    <>
      <p className="ts-confidence">
        <span title={`${word} · ${exact}`}>
          {word}
          <span className="ts-unseen"> ({exact})</span>
        </span>
        <span aria-hidden="true"> · </span>
        <button
          type="button"
          className="ts-link"
          aria-expanded={open}
          aria-controls={id}
          onClick={() => setOpen(!open)}
        >
          Why?
        </button>
      </p>
      {open ? <Why proposal={proposal} id={id} /> : null}
    </>
  );
}
