import { useCallback, useState } from "react";
import type { PanelView, ProposalId } from "../../server/contract/index.ts";
import { keepOrder, moveIn, type Slot } from "./keep-order.ts";

/** The places of the cards, kept over every change of what the server says. */
export function useSlots(panel: PanelView | undefined) {
  const [slots, setSlots] = useState<readonly Slot[]>([]);
  const [seen, setSeen] = useState<PanelView>();

  let current = slots;
  if (panel !== undefined && panel !== seen) {
    // Set while drawing, as React advises for state that follows from a change of input.
    current = keepOrder(slots, panel);
    setSeen(panel);
    setSlots(current);
  }
  const follow = useCallback(
    (from: ProposalId, to: ProposalId) => setSlots((before) => moveIn(before, from, to)),
    [],
  );
  return { slots: current, moveIn: follow };
}
