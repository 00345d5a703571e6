import type { QueueView } from "../../server/contract/index.ts";
import type { QueueTab } from "../api/index.ts";

const TABS: readonly (readonly [tab: QueueTab, words: string])[] = [
  ["waiting", "Waiting"],
  ["questions", "Questions"],
  ["failed", "Failed"],
  ["done", "Done"],
];

type Props = { tab: QueueTab; counts: QueueView["counts"] | undefined; onTab: (tab: QueueTab) => void };

/** What waits, what asks, what failed, what is over. */
export function QueueTabs({ tab, counts, onTab }: Props) {
  return (
    <nav className="ts-queue-tabs" aria-label="Which proposals">
      {TABS.map(([one, words]) => (
        <button
          key={one}
          type="button"
          className="ts-queue-tab"
          aria-current={one === tab ? "page" : undefined}
          onClick={() => onTab(one)}
        >
          {words}
          {counts === undefined ? null : <span className="ts-queue-count">{counts[one]}</span>}
        </button>
      ))}
    </nav>
  );
}
