import type { QueueTab } from "../api/index.ts";
import { Button } from "../look/index.ts";

const WORDS: Readonly<Record<QueueTab, string>> = {
  waiting:
    "Nothing waits for you. TicketSmith looks at issues as they change; what it proposes appears here and beside each issue.",
  questions: "No open questions. When TicketSmith needs a word from you before it can propose, it asks here.",
  failed: "Nothing has failed. What could not be done stays here with its reason until somebody retries it.",
  done: "Nothing was decided in the last two weeks. What is approved or rejected appears here, with its undo.",
};

/** What would stand here, for those who have not seen it yet. */
export function Empty({ tab, filtered, onClear }: { tab: QueueTab; filtered: boolean; onClear: () => void }) {
  return (
    <div className="ts-queue-empty">
      {filtered ? (
        <>
          <p>Nothing fits these filters.</p>
          <Button onPress={onClear}>Clear filters</Button>
        </>
      ) : (
        <p>{WORDS[tab]}</p>
      )}
    </div>
  );
}
