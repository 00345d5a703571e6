import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { BatchView, ProposalId } from "../../server/contract/index.ts";
import { Button } from "../look/index.ts";
import type { QueueSource } from "./queue-source.ts";
import { sayBatch } from "./say-batch.ts";

type Props = { source: QueueSource; onSelect: (id: ProposalId) => void };

/** What this person said yes to in one go: how far it has come, and what did not go through. */
export function BatchProgress({ source, onSelect }: Props) {
  const { data } = useQuery(source.batches);
  if (data === undefined || data.batches.length === 0) return null;
  return (
    <section className="ts-queue-batches" aria-label="Approved together">
      {data.batches.map((batch) => (
        <Batch key={batch.id} batch={batch} source={source} onSelect={onSelect} />
      ))}
    </section>
  );
}

function Batch({ batch, source, onSelect }: Props & { batch: BatchView }) {
  const [shown, setShown] = useState(false);
  const { id, isOver, size, counts, explained } = batch;
  return (
    <div className="ts-queue-batch">
      <div className="ts-queue-batch-line">
        <span role={isOver ? "status" : undefined}>{sayBatch(batch)}</span>
        {isOver ? null : (
          <progress aria-label="Approved together" max={size} value={size - counts.waiting - counts.atWork} />
        )}
        {explained.length === 0 ? null : (
          <Button kind="subtle" expanded={shown} onPress={() => setShown(!shown)}>
            {shown ? "Hide reasons" : "Show reasons"}
          </Button>
        )}
        {counts.waiting > 0 ? (
          <Button kind="subtle" onPress={() => void source.commandBatch(id, "stop")}>
            Stop the rest
          </Button>
        ) : null}
        {isOver ? (
          <Button kind="subtle" onPress={() => void source.commandBatch(id, "dismiss")}>
            Dismiss
          </Button>
        ) : null}
      </div>
      {shown ? (
        <ul className="ts-queue-ticks">
          {explained.map(({ proposal, key, said }) => (
            <li key={proposal} className="ts-small">
              <button type="button" className="ts-link" onClick={() => onSelect(proposal)}>
                {key}
              </button>{" "}
              {said}
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}
