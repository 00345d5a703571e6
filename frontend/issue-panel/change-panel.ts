import type { PanelView, ProposalId, ProposalView, RequestView } from "../../server/contract/index.ts";

/** The panel with `view` where the proposal `id` stood: an edit keeps its id, a second look may bring a new one. */
export function placeProposal(panel: PanelView, id: ProposalId, view: ProposalView): PanelView {
  const place = (list: readonly ProposalView[]) =>
    list
      .filter((proposal) => proposal.id === id || proposal.id !== view.id)
      .map((proposal) => (proposal.id === id ? newer(proposal, view) : proposal));
  const known = [...panel.open, ...panel.recent].some((proposal) => proposal.id === id);
  if (!known) return { ...panel, open: [...panel.open, view] };
  return { ...panel, open: place(panel.open), recent: place(panel.recent) };
}

/** Answers can overtake each other; a higher revision is never replaced by a lower one. */
const newer = (before: ProposalView, view: ProposalView) =>
  before.id === view.id && before.revision > view.revision ? before : view;

export function addRequest(panel: PanelView, request: RequestView): PanelView {
  const others = panel.requests.filter(({ id }) => id !== request.id);
  return { ...panel, requests: [...others, request] };
}
