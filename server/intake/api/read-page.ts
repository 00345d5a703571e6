import type { Proposal, ProposalId } from "../../contract/index.ts";
import type { createPanelViewer, StoresFor, WantedProposals } from "../../proposals/index.ts";
import type { PersonCaller } from "../../tenants/index.ts";

/** A page is filled from at most so many stored proposals: what the person may not see is left out. */
const MOST_LOOKED_THROUGH = 500;

export type PageDeps = {
  stores: Pick<StoresFor, "proposals">;
  viewer: Pick<ReturnType<typeof createPanelViewer>, "whichVisible" | "mayLookInto">;
};

/** Proposals on issues, and in projects, that this person may see, and where the next page begins. */
export async function readPage(
  { stores, viewer }: PageDeps,
  caller: PersonCaller,
  wanted: WantedProposals,
): Promise<{ page: Proposal[]; next: ProposalId | null }> {
  const page: Proposal[] = [];
  let { after } = wanted;
  for (let looked = 0; looked < MOST_LOOKED_THROUGH; ) {
    const found = await stores.proposals(caller).list({ ...wanted, after });
    const ids = found.flatMap(({ issue }) => issue?.id ?? []);
    const seen = await viewer.whichVisible(caller, ids);
    const projects = new Set(found.flatMap(({ issue, projectId }) => (issue === null ? [projectId] : [])));
    const open = new Set<string>();
    for (const id of projects) if (await viewer.mayLookInto(caller, id)) open.add(id);
    for (const one of found) {
      if (page.length === wanted.limit) return { page, next: after ?? null };
      looked += 1;
      after = one.id;
      if (one.issue === null ? open.has(one.projectId) : seen.has(one.issue.id)) page.push(one);
    }
    if (found.length < wanted.limit) return { page, next: null };
  }
  return { page, next: after ?? null };
}
