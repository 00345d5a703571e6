import { useEffect, type RefObject } from "react";
import type { ProposalId, QueueRow } from "../../server/contract/index.ts";

type Deps = {
  rows: readonly QueueRow[];
  selected: ProposalId | null;
  choose: (id: ProposalId | null) => void;
  /** Where the card of the selected proposal is. */
  side: RefObject<HTMLElement | null>;
};

/** What the buttons of a card begin with, by key. */
const PRESSES: Readonly<Record<string, string>> = { a: "Approve", e: "Edit", r: "Reject", z: "Undo" };

/** `j` and `k` go through the list; `a`, `e`, `r` and `z` press what the card offers; `/` searches, Escape closes. */
export function useKeys({ rows, selected, choose, side }: Deps): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      const at = rows.findIndex(({ id }) => id === selected);
      if (event.key === "j" || event.key === "k") {
        const next = rows[at === -1 ? 0 : at + (event.key === "j" ? 1 : -1)];
        if (next !== undefined) choose(next.id);
      } else if (event.key === "/") document.getElementById("ts-queue-search")?.focus();
      else if (event.key === "Escape") choose(null);
      else if (!press(side.current, PRESSES[event.key])) return;
      event.preventDefault();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [rows, selected, choose, side]);
}

function press(card: HTMLElement | null, words: string | undefined): boolean {
  if (card === null || words === undefined) return false;
  const button = [...card.querySelectorAll("button")].find((one) => one.textContent?.startsWith(words));
  button?.click();
  return button !== undefined;
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(?:INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
