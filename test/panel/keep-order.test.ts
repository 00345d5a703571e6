import { expect, test } from "vitest";
import { placeProposal } from "../../frontend/issue-panel/change-panel.ts";
import { keepOrder, moveIn, splitBySlots } from "../../frontend/issue-panel/keep-order.ts";
import { panel, proposal, proposalId } from "./scripted-views.ts";

const [one, two, three] = [proposal(1), proposal(2), proposal(3)];
const keysOf = (cards: readonly { key: string }[]) => cards.map(({ key }) => key);

test("a card keeps its place when the server lists the proposals in another order", () => {
  const slots = keepOrder([], panel({ open: [one, two] }));
  const later = panel({ open: [three, two, one] });
  const { cards } = splitBySlots(keepOrder(slots, later), later);
  expect(keysOf(cards)).toEqual([one.id, two.id, three.id]);
});

test("a card that is done stays where it was, and is not listed a second time", () => {
  const slots = keepOrder([], panel({ open: [one, two] }));
  const later = panel({ open: [two], recent: [{ ...one, status: "done" }] });
  const { cards, recent } = splitBySlots(keepOrder(slots, later), later);
  expect(keysOf(cards)).toEqual([one.id, two.id]);
  expect(recent).toEqual([]);
});

test("what was done before the page was opened is listed below, not as a card", () => {
  const view = panel({ open: [two], recent: [{ ...one, status: "done" }] });
  const { cards, recent } = splitBySlots(keepOrder([], view), view);
  expect(keysOf(cards)).toEqual([two.id]);
  expect(recent).toHaveLength(1);
});

test("a proposal that follows another takes its place and its key", () => {
  const slots = moveIn(keepOrder([], panel({ open: [one, two] })), one.id, three.id);
  const later = panel({ open: [two, three] });
  const { cards } = splitBySlots(keepOrder(slots, later), later);
  expect(cards.map(({ key, proposal: { id } }) => [key, id])).toEqual([
    [one.id, three.id],
    [two.id, two.id],
  ]);
});

test("the old proposal is drawn until the one that follows it has arrived", () => {
  const view = panel({ open: [one] });
  const { cards } = splitBySlots(moveIn(keepOrder([], view), one.id, three.id), view);
  expect(cards[0]?.proposal.id).toBe(one.id);
});

test("an answer that was overtaken does not put an older state back", () => {
  const newer = { ...one, revision: 3, status: "done" as const };
  const view = placeProposal(panel({ open: [newer] }), one.id, { ...one, revision: 2 });
  expect(view.open[0]?.status).toBe("done");
});

test("an answer with a new id stands where the old one stood, once", () => {
  const view = placeProposal(panel({ open: [one, two, three] }), one.id, three);
  expect(view.open.map(({ id }) => id)).toEqual([proposalId(3), proposalId(2)]);
});
