import { useRef, type ReactNode } from "react";
import type { QueueView } from "../../server/contract/index.ts";
import type { ApiFailure } from "../api/index.ts";
import type { Host } from "../host/index.ts";
import { Button, Message, Skeleton, useOnline } from "../look/index.ts";
import { BatchProgress } from "./batch-progress.tsx";
import { Empty } from "./empty.tsx";
import { LastLook } from "./last-look.tsx";
import { QueueFilters } from "./queue-filters.tsx";
import { QueueList } from "./queue-list.tsx";
import type { QueueSource } from "./queue-source.ts";
import { QueueTabs } from "./queue-tabs.tsx";
import { SideReview } from "./side-review.tsx";
import { useKeys } from "./use-keys.ts";
import { isFiltered, useQueue, type Queue } from "./use-queue.ts";

/** All that waits on this site for whoever looks, and what became of the rest. */
export function ReviewQueue({ source, host }: { source: QueueSource; host: Host }) {
  const queue = useQueue(source);
  const side = useRef<HTMLElement>(null);
  const online = useOnline(source.lookAgain);
  const { tab, selected, lastLook } = queue;
  const mayDecide = online && queue.queue?.licence !== "unlicensed";
  useKeys({ rows: queue.rows, selected, choose: queue.choose, side });
  return (
    <main
      className={`ts-queue${selected === null && lastLook === null ? "" : " ts-queue-reviewing"}`}
      aria-label="Review queue"
    >
      <header className="ts-queue-head">
        <h1>Review queue</h1>
        {queue.stream === "polling" ? <span className="ts-small">Updates are slow</span> : null}
      </header>
      <QueueNotices queue={queue.queue} online={online} />
      <BatchProgress source={source} onSelect={queue.choose} />
      <QueueTabs tab={tab} counts={queue.queue?.counts} onTab={queue.goTo} />
      <QueueFilters filters={queue.filters} projects={queue.queue?.projects ?? []} onChange={queue.narrow} />
      <section className="ts-queue-list" aria-label="Proposals">
        <ListOrNot queue={queue} onRetry={source.lookAgain}>
          <QueueList
            items={queue.items}
            selected={selected}
            open={queue.open}
            onSelect={queue.choose}
            onOpen={queue.toggle}
            onApproveAll={mayDecide ? queue.lookAtAll : undefined}
            onEnd={queue.readMore}
          />
        </ListOrNot>
      </section>
      {selected === null ? null : (
        <SideReview
          key={selected}
          id={selected}
          source={source}
          host={host}
          online={online}
          queue={queue.queue}
          onClose={() => queue.choose(null)}
          ref={side}
        />
      )}
      {lastLook === null ? null : (
        <LastLook
          key={JSON.stringify(lastLook)}
          wanted={lastLook}
          source={source}
          paused={!mayDecide}
          onClose={() => queue.choose(null)}
        />
      )}
    </main>
  );
}

/** The list, or what stands in its place: an error, bones, words for when it is empty. */
function ListOrNot({ queue, onRetry, children }: { queue: Queue; onRetry: () => void; children: ReactNode }) {
  const { problem, items, isReading, tab, filters } = queue;
  if (problem !== null && queue.queue === undefined) return <CannotRead error={problem} onRetry={onRetry} />;
  if (queue.queue === undefined)
    return <Skeleton lines={["box", "box", "box", "box", "box", "box"]} label="Loading what waits" />;
  if (items.length === 0 && !isReading)
    return <Empty tab={tab} filtered={isFiltered(filters)} onClear={queue.clear} />;
  return children;
}

function QueueNotices({ queue, online }: { queue: QueueView | undefined; online: boolean }) {
  if (!online)
    return (
      <Message tone="warning" live>
        You are offline. What you see may be out of date, and nothing can be decided just now.
      </Message>
    );
  if (queue?.stop.stopped === true)
    return (
      <Message tone="warning" title="An administrator stopped TicketSmith on this site" live>
        {queue.stop.reason ?? "Nothing can be approved until it goes on."} What was approved waits, and goes
        on by itself.
      </Message>
    );
  return queue?.licence === "unlicensed" ? (
    <Message tone="warning">
      TicketSmith has no licence on this site. You can look; nothing can be decided, and nothing is lost.
    </Message>
  ) : null;
}

function CannotRead({ error, onRetry }: { error: ApiFailure; onRetry: () => void }) {
  return (
    <Message
      tone="error"
      title={
        error.problem.error === "session-expired" ? "Your session has ended" : "This could not be loaded"
      }
      live
      actions={<Button onPress={onRetry}>Try again</Button>}
    >
      {error.problem.said}
    </Message>
  );
}
