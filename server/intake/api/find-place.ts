import { IssueKey, ProposalId, type IssueRef, type ProjectRef, type Proposal } from "../../contract/index.ts";
import type { About, createPanelViewer, FactsSource, StoresFor } from "../../proposals/index.ts";
import type { PersonCaller } from "../../tenants/index.ts";
import { Problem } from "./problem.ts";
import type { TextRequest } from "./request-shapes.ts";

export type PlaceDeps = {
  viewer: Pick<ReturnType<typeof createPanelViewer>, "mayLook" | "mayLookInto">;
  stores: Pick<StoresFor, "proposals">;
  facts: Pick<FactsSource, "byKeys" | "project">;
};

/** What a program names, as far as the person whom it stands for may see it; else a problem that says no more than that. */
export function createPlaceFinder({ viewer, stores, facts }: PlaceDeps) {
  async function placeNamed(
    caller: PersonCaller,
    { issue: key, project, text }: TextRequest,
  ): Promise<About> {
    const named = key ?? (project === undefined ? onlyKeyIn(text) : undefined);
    if (named === undefined && project === undefined)
      throw new Problem(
        "no-issue",
        'Name the issue that this is about, or the project for a new one: {"issue": "SHOP-1", "text": "…"}.',
      );
    if (named === undefined) return { issue: null, project: await visibleProject(caller, project ?? "") };
    const issue = await visibleIssue(caller, named);
    if (project !== undefined && !issue.key.startsWith(`${project}-`))
      throw new Problem("not-understood", "The issue is not in this project. Name one of the two.");
    return { issue };
  }

  async function visibleProject(caller: PersonCaller, key: string): Promise<ProjectRef> {
    const found = await facts.project(caller, key);
    if (found === undefined || !(await viewer.mayLookInto(caller, found.id)))
      throw new Problem("not-found", "This project is not there, or the token's account may not see it.");
    return found;
  }

  async function visibleIssue(caller: PersonCaller, key: IssueKey): Promise<IssueRef> {
    const [found] = await facts.byKeys(caller, [key]);
    if (found === undefined || !(await viewer.mayLook(caller, found.ref.id)))
      throw new Problem("not-found", "This issue is not there, or the token's account may not see it.");
    return found.ref;
  }

  async function visibleProposal(caller: PersonCaller, raw: unknown): Promise<Proposal> {
    const id = ProposalId.safeParse(raw);
    const found = id.success ? await stores.proposals(caller).find(id.data) : undefined;
    const isSeen =
      found !== undefined &&
      (found.issue === null
        ? await viewer.mayLookInto(caller, found.projectId)
        : await viewer.mayLook(caller, found.issue.id));
    if (found === undefined || !isSeen)
      throw new Problem("not-found", "This proposal is not there, or the token's account may not see it.");
    return found;
  }

  return { placeNamed, visibleIssue, visibleProposal };
}

const ISSUE_KEY = /(?<![\w-])[A-Z][A-Z0-9_]+-\d+(?![\w-])/gu;

/** "Close SHOP-12" says where it is meant. */
function onlyKeyIn(text: string): IssueKey | undefined {
  const [only, ...others] = new Set(text.match(ISSUE_KEY) ?? []);
  return others.length > 0 ? undefined : IssueKey.safeParse(only).data;
}
