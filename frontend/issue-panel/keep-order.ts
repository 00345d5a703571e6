import type { PanelView, ProposalId, ProposalView } from "../../server/contract/index.ts";

/** A place on the page. Its key never changes; the proposals that stood in it may, newest first. */
export type Slot = { key: string; ids: readonly ProposalId[] };

/**
 * Where each card stands. A card that has been shown keeps its place until the page is left, also when
 * it is done; new ones come at the end, so nothing moves under a pointer.
 */
export function keepOrder(slots: readonly Slot[], panel: PanelView): Slot[] {
  const shown = new Set([...panel.open, ...panel.recent].map(({ id }) => id));
  const kept = slots.filter(({ ids }) => ids.some((id) => shown.has(id)));
  const taken = new Set(kept.flatMap(({ ids }) => ids));
  const added = panel.open.filter(({ id }) => !taken.has(id)).map(({ id }) => ({ key: id, ids: [id] }));
  return [...kept, ...added];
}

/** The same place for a proposal that follows another. The old one is drawn until the new one has arrived. */
export function moveIn(slots: readonly Slot[], from: ProposalId, to: ProposalId): Slot[] {
  if (from === to) return [...slots];
  return slots
    .filter(({ ids }) => ids.includes(from) || !ids.includes(to))
    .map((slot) => (slot.ids.includes(from) ? { ...slot, ids: [to, ...slot.ids] } : slot));
}

export function splitBySlots(slots: readonly Slot[], panel: PanelView) {
  const byId = new Map([...panel.recent, ...panel.open].map((proposal) => [proposal.id, proposal]));
  const cards = slots.flatMap(({ key, ids }): { key: string; proposal: ProposalView }[] => {
    const proposal = ids.map((id) => byId.get(id)).find((found) => found !== undefined);
    return proposal === undefined ? [] : [{ key, proposal }];
  });
  const inSlots = new Set(slots.flatMap(({ ids }) => ids));
  return { cards, recent: panel.recent.filter(({ id }) => !inSlots.has(id)) };
}
