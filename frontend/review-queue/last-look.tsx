import { useMutation, useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import type { LastLookItem, ProposalId } from "../../server/contract/index.ts";
import type { ApiFailure, QueueWanted } from "../api/index.ts";
import { Button, Message, Skeleton } from "../look/index.ts";
import { ChangeRows, sayConfidence } from "../proposal-card/index.ts";
import type { QueueSource } from "./queue-source.ts";
import { sayHowMany } from "./say-how-many.ts";

type Props = { wanted: QueueWanted; source: QueueSource; paused: boolean; onClose: () => void };

/** Before a yes to many: exactly what would change on each, and a tick to leave one out. */
export function LastLook({ wanted, source, paused, onClose }: Props) {
  const look = useQuery(source.lastLook(wanted));
  const side = useRef<HTMLElement>(null);
  useEffect(() => side.current?.focus(), []);
  const { data, error } = look;
  return (
    <aside className="ts-queue-side" aria-label="Last look" ref={side} tabIndex={-1}>
      <div className="ts-queue-side-head">
        <h2 className="ts-queue-side-title">Last look: {wanted.headline}</h2>
        <Button kind="subtle" onPress={onClose} label="Close the last look">
          Close
        </Button>
      </div>
      {error !== null ? (
        <Message tone="error" live actions={<Button onPress={() => void look.refetch()}>Try again</Button>}>
          {error.problem.said}
        </Message>
      ) : data === undefined ? (
        <Skeleton lines={["long", "box", "box", "box"]} label="Loading what would change" />
      ) : (
        <Ticks items={data.items} more={data.more} source={source} paused={paused} onBegun={onClose} />
      )}
    </aside>
  );
}

function Ticks({
  items,
  more,
  source,
  paused,
  onBegun,
}: {
  items: readonly LastLookItem[];
  more: boolean;
  source: QueueSource;
  paused: boolean;
  onBegun: () => void;
}) {
  const [vetoed, setVetoed] = useState<ReadonlySet<ProposalId>>(new Set());
  // The same yes sent twice is one yes; another choice is another yes.
  const [batch, setBatch] = useState(newBatchId);
  const open = items.filter(({ why }) => why === null);
  const chosen = open.filter(({ id }) => !vetoed.has(id));
  const approve = useMutation<void, ApiFailure>({
    mutationFn: () => source.startBatch({ id: batch, items: chosen.map(yesTo) }),
    onSuccess: onBegun,
  });
  const toggle = (id: ProposalId) => {
    setVetoed((before) =>
      before.has(id) ? new Set([...before].filter((one) => one !== id)) : new Set([...before, id]),
    );
    setBatch(newBatchId());
  };
  const takesTwo = chosen.some(({ steps }) => steps.some(({ verdict }) => verdict.is === "four-eyes"));
  return (
    <>
      <p>{open.length === 0 ? "Each of these has to be looked at by itself." : sayHowMany(chosen)}</p>
      {more ? <p className="ts-small">There are more in this group; they come after these.</p> : null}
      {takesTwo ? (
        <p className="ts-small">
          The policy wants two people here. Yours is the first yes, unless somebody gave one.
        </p>
      ) : null}
      {approve.error === null ? null : (
        <Message tone="error" live>
          {approve.error.problem.said}
        </Message>
      )}
      <div className="ts-queue-approve">
        <Button
          kind="primary"
          busy={approve.isPending}
          disabled={paused || chosen.length === 0}
          onPress={() => approve.mutate()}
        >
          Approve {chosen.length}
        </Button>
        {vetoed.size === 0 ? null : <span className="ts-small">{vetoed.size} left out</span>}
      </div>
      <ul className="ts-queue-ticks">
        {open.map((item) => (
          <Tick key={item.id} item={item} ticked={!vetoed.has(item.id)} onToggle={() => toggle(item.id)} />
        ))}
      </ul>
      <LeftOut items={items.filter(({ why }) => why !== null)} />
    </>
  );
}

function Tick({ item, ticked, onToggle }: { item: LastLookItem; ticked: boolean; onToggle: () => void }) {
  return (
    <li className="ts-queue-tick">
      <label className="ts-queue-tick-name">
        <input type="checkbox" checked={ticked} onChange={onToggle} />
        <span>
          <strong>{item.issue?.key ?? item.project}</strong> {item.issue?.summary ?? "New issue"}
        </span>
        <span className="ts-small">{sayConfidence(item.confidence).exact}</span>
      </label>
      {item.steps.map(({ id, title, rows }) => (
        <div key={id} className="ts-queue-tick-change">
          {rows.length === 0 || item.steps.length > 1 ? <p className="ts-small">{title}</p> : null}
          <ChangeRows rows={rows} />
        </div>
      ))}
    </li>
  );
}

function LeftOut({ items }: { items: readonly LastLookItem[] }) {
  if (items.length === 0) return null;
  return (
    <section aria-label="Left out">
      <h3 className="ts-queue-side-title">Left out</h3>
      <ul className="ts-queue-ticks">
        {items.map(({ id, issue, project, why }) => (
          <li key={id} className="ts-queue-tick">
            <strong>{issue?.key ?? project}</strong> <span className="ts-small">{why}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

const newBatchId = (): string => crypto.randomUUID();
const yesTo = ({ id, planHash, steps }: LastLookItem) => ({
  ...{ proposal: id, planHash, steps: steps.map((step) => step.id) },
});
