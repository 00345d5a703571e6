import { LRUCache } from "lru-cache";
import type { ActionType, IssueId, ProposalId, QueueRow, QueueView } from "../contract/index.ts";
import type { Clock } from "../kit/index.ts";
import type { PersonCaller } from "../tenants/index.ts";
import type { LicenceReader, Permissions } from "./ports.ts";
import type { InSight, QueueFilter, QueueLine, QueueStore, QueueTab } from "./queue-ports.ts";
import type { createPanelViewer } from "./view-panel.ts";

export type QueueViewerDeps = {
  queue: (caller: PersonCaller) => QueueStore;
  permissions: Permissions;
  licence: LicenceReader;
  viewer: Pick<ReturnType<typeof createPanelViewer>, "presentMany">;
  clock: Clock;
};

export type QueueQuery = {
  tab: QueueTab;
  project?: string | undefined;
  action?: ActionType | undefined;
  /** The lower end of a band. */
  sure?: number | undefined;
  search?: string | undefined;
  headline?: string | undefined;
  after?: ProposalId | undefined;
};

/** Where one word of confidence ends and the next begins, as cards say it. */
export const BANDS = [0, 0.65, 0.85] as const;
const PAGE = 50;
const MOST_GROUPS = 200;
/** What is over is in the queue for so long; the audit log has it for good. */
const CLOSED_SHOWN_MS = 14 * 24 * 60 * 60_000;
/** A list is drawn again with each change; Jira is asked anew before anything is decided. */
const SIGHT_LASTS_MS = 30_000;
/** Jira's own limit of one check. */
const MOST_ISSUES = 1_000;
const MOST_PEOPLE = 500;

/** All proposals of a site as one person may see them. */
export function createQueueViewer({ queue, permissions, licence, viewer, clock }: QueueViewerDeps) {
  const seen = new LRUCache<string, Sight>({ max: MOST_PEOPLE });

  async function viewQueue(caller: PersonCaller, query: QueueQuery): Promise<QueueView> {
    const store = queue(caller);
    const closedSince = new Date(clock.now().getTime() - CLOSED_SHOWN_MS);
    const sight = await sightOf(caller, await store.places(closedSince));
    const filter = filterOf(query);
    const isFirst = query.after === undefined;
    const isGrouped = query.tab === "waiting" && query.headline === undefined;
    const groups = isFirst && isGrouped ? await groupsOf(store, filter, sight, closedSince) : [];
    const [first] = groups;
    // A grouped list begins with its first group, so that one call draws a page.
    const wanted = first === undefined ? filter : filterOf({ ...query, ...first });
    const lines = await store.lines(wanted, sight, { after: query.after, limit: PAGE + 1, closedSince });
    const shown = lines.slice(0, PAGE);
    return {
      viewer: { accountId: caller.actor.accountId },
      licence: await licence(caller),
      counts: await store.counts(sight, closedSince),
      projects: isFirst ? await store.projects(query.tab, sight, closedSince) : [],
      groups,
      rows: await present(caller, shown),
      next: lines.length > PAGE ? (shown.at(-1)?.proposal.id ?? null) : null,
    };
  }

  async function present(caller: PersonCaller, lines: readonly QueueLine[]): Promise<QueueRow[]> {
    const views = await viewer.presentMany(
      caller,
      lines.map(({ proposal }) => proposal),
    );
    return lines.flatMap(({ proposal, issueSummary, headline }, at): QueueRow[] => {
      const view = views[at];
      if (view === undefined) return [];
      const { id, revision, status, summary, confidence, createdAt, finishedAt, decidedBy, reason } = view;
      return [
        {
          ...{ id, revision, status, summary, confidence, headline },
          sure: bandOf(confidence),
          issue: proposal.issue === null ? null : { ...proposal.issue, summary: issueSummary },
          project: projectKeyOf(proposal),
          asks: view.questions.length > 0,
          ...{ createdAt, finishedAt, decidedBy, reason, canUndo: view.canUndo },
        },
      ];
    });
  }

  /** What Jira said of these a moment ago; of those that are new it is asked now. */
  async function sightOf(
    caller: PersonCaller,
    places: { issues: readonly IssueId[]; projects: readonly string[] },
  ): Promise<InSight> {
    const { accountId } = caller.actor;
    const key = `${caller.tenantId}:${accountId}`;
    const now = clock.now().getTime();
    const kept = seen.get(key);
    const before = kept !== undefined && now - kept.since < SIGHT_LASTS_MS ? kept : newSight(now);
    const issues = places.issues.filter((issue) => !before.issues.has(issue));
    const projects = places.projects.filter((project) => !before.projects.has(project));
    const [visible, browsable] = await Promise.all([
      Promise.all(chunks(issues, MOST_ISSUES).map((some) => permissions.visible(caller, accountId, some))),
      Promise.all(projects.map((project) => maySee(caller, project))),
    ]);
    const inSight = new Set(visible.flatMap((some) => [...some]));
    for (const issue of issues) before.issues.set(issue, inSight.has(issue));
    for (const [at, project] of projects.entries()) before.projects.set(project, browsable[at] === true);
    seen.set(key, before);
    return {
      issues: places.issues.filter((issue) => before.issues.get(issue) === true),
      projects: places.projects.filter((project) => before.projects.get(project) === true),
    };
  }

  async function maySee(caller: PersonCaller, projectId: string): Promise<boolean> {
    const on = { issue: null, projectId };
    const granted = await permissions.granted(caller, caller.actor.accountId, on, ["BROWSE_PROJECTS"]);
    return granted.has("BROWSE_PROJECTS");
  }

  return { viewQueue };
}

type Sight = { since: number; issues: Map<IssueId, boolean>; projects: Map<string, boolean> };

const newSight = (since: number): Sight => ({ since, issues: new Map(), projects: new Map() });

function filterOf({ tab, project, action, sure, search, headline }: QueueQuery): QueueFilter {
  const band = sure === undefined ? undefined : { from: sure, below: upperEnd(sure) };
  return { tab, project, action, sure: band, search: search === "" ? undefined : search, headline };
}

const upperEnd = (from: number): number => BANDS.find((band) => band > from) ?? 2;
const bandOf = (confidence: number): number => BANDS.findLast((band) => band <= confidence) ?? 0;

async function groupsOf(
  store: QueueStore,
  filter: QueueFilter,
  sight: InSight,
  closedSince: Date,
): Promise<QueueView["groups"]> {
  const groups = await store.groups(filter, sight, { bands: BANDS, closedSince, limit: MOST_GROUPS });
  return groups.map(({ headline, sure, count }) => ({ headline, sure, count }));
}

const projectKeyOf = ({ issue, plan }: QueueLine["proposal"]): string =>
  issue === null && "project" in plan.subject
    ? plan.subject.project.key
    : (issue?.key.replace(/-\d+$/u, "") ?? "");

const chunks = <T>(list: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(list.length / size) }, (_, at) => list.slice(at * size, (at + 1) * size));
