import {
  MOST_IN_BATCH,
  type ActionType,
  type LastLookView,
  type ProposalId,
  type QueueRow,
  type QueueView,
  type StopView,
} from "../contract/index.ts";
import type { Clock } from "../kit/index.ts";
import type { Caller, PersonCaller } from "../tenants/index.ts";
import type { LicenceReader } from "./ports.ts";
import type { InSight, QueueFilter, QueueLine, QueueStore, QueueTab } from "./queue-ports.ts";
import type { RememberedSight } from "./remember-sight.ts";
import type { createPanelViewer } from "./view-panel.ts";
import { whyByItself } from "./why-by-itself.ts";

export type QueueViewerDeps = {
  queue: (caller: PersonCaller) => QueueStore;
  sight: RememberedSight;
  licence: LicenceReader;
  stop: (caller: Caller) => Promise<StopView>;
  /** Presents by the same remembered sight. */
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
const BANDS = [0, 0.65, 0.85] as const;
const PAGE = 50;
const MOST_GROUPS = 200;
/** What is over is in the queue for so long; the audit log has it for good. */
const CLOSED_SHOWN_MS = 14 * 24 * 60 * 60_000;

/** All proposals of a site as one person may see them. */
export function createQueueViewer({ queue, sight, licence, stop, viewer, clock }: QueueViewerDeps) {
  const closedSince = () => new Date(clock.now().getTime() - CLOSED_SHOWN_MS);

  /** Counts, projects and groups, with the first page of rows: those of the first group where there are groups. */
  async function viewQueue(caller: PersonCaller, query: QueueQuery): Promise<QueueView> {
    const store = queue(caller);
    const since = closedSince();
    const inSight = await look(caller, store, since);
    const among = { bands: BANDS, closedSince: since, limit: MOST_GROUPS };
    const { groups, ...overview } = await store.overview(filterOf(query), inSight, among);
    const isGrouped = query.tab === "waiting";
    const [first] = isGrouped ? groups : [];
    const page = await readPage(caller, { ...query, ...first }, inSight);
    return {
      viewer: { accountId: caller.actor.accountId },
      licence: await licence(caller),
      stop: await stop(caller),
      ...overview,
      groups: isGrouped ? groups : [],
      ...page,
    };
  }

  /** One more page of rows. */
  async function viewRows(caller: PersonCaller, query: QueueQuery) {
    return readPage(caller, query, await look(caller, queue(caller), closedSince()));
  }

  async function readPage(caller: PersonCaller, query: QueueQuery, inSight: InSight) {
    const page = { after: query.after, limit: PAGE + 1, closedSince: closedSince() };
    const lines = await queue(caller).lines(filterOf(query), inSight, page);
    const shown = lines.slice(0, PAGE);
    return {
      rows: await present(caller, shown),
      next: lines.length > PAGE ? (shown.at(-1)?.proposal.id ?? null) : null,
    };
  }

  /** What saying yes to all of these would change, each as exactly as its card says it. */
  async function lastLook(caller: PersonCaller, query: QueueQuery): Promise<LastLookView> {
    const store = queue(caller);
    const closed = closedSince();
    const page = { after: query.after, limit: MOST_IN_BATCH + 1, closedSince: closed };
    const found = await store.lines(
      filterOf({ ...query, tab: "waiting" }),
      await look(caller, store, closed),
      page,
    );
    const lines = found.slice(0, MOST_IN_BATCH);
    const views = await viewer.presentMany(
      caller,
      lines.map(({ proposal }) => proposal),
    );
    return {
      items: lines.flatMap(({ proposal, issueSummary }, at) => {
        const view = views[at];
        if (view === undefined) return [];
        const steps = view.steps.map(({ id, title, rows, verdict }) => ({ id, title, rows, verdict }));
        const { id, planHash, confidence } = view;
        const issue = proposal.issue === null ? null : { key: proposal.issue.key, summary: issueSummary };
        const project = projectKeyOf(proposal);
        return [{ id, planHash, confidence, issue, project, steps, why: whyByItself(proposal) }];
      }),
      more: found.length > MOST_IN_BATCH,
    };
  }

  /** Of what is new in the queue Jira is asked; of the rest it was, a moment ago. */
  async function look(caller: PersonCaller, store: QueueStore, since: Date): Promise<InSight> {
    const { accountId } = caller.actor;
    const before = sight.known(caller, accountId);
    const places = await store.places(since, {
      issues: [...before.issues.keys()],
      projects: [...before.projects.keys()],
    });
    await Promise.all([
      sight.askOfIssues(caller, accountId, places.issues),
      sight.askOfProjects(caller, accountId, places.projects),
    ]);
    const { issues, projects } = sight.known(caller, accountId);
    const seen = <K>(known: ReadonlyMap<K, boolean>) =>
      [...known].flatMap(([place, sees]) => (sees ? [place] : []));
    return { issues: seen(issues), projects: seen(projects) };
  }

  async function present(caller: PersonCaller, lines: readonly QueueLine[]): Promise<QueueRow[]> {
    const views = await viewer.presentMany(
      caller,
      lines.map(({ proposal }) => proposal),
    );
    return lines.flatMap(({ proposal, issueSummary, headline }, at): QueueRow[] => {
      const view = views[at];
      if (view === undefined) return [];
      const { id, revision, status, summary, confidence, createdAt, finishedAt } = view;
      const { decidedBy, decidedByPolicy, reason, canUndo } = view;
      return [
        {
          ...{ id, revision, status, summary, confidence, headline },
          sure: bandOf(confidence),
          issue: proposal.issue === null ? null : { ...proposal.issue, summary: issueSummary },
          project: projectKeyOf(proposal),
          asks: view.questions.length > 0,
          ...{ createdAt, finishedAt, decidedBy, decidedByPolicy, reason, canUndo },
        },
      ];
    });
  }

  return { viewQueue, viewRows, lastLook };
}

function filterOf({ tab, project, action, sure, search, headline }: QueueQuery): QueueFilter {
  const band = sure === undefined ? undefined : { from: sure, below: upperEnd(sure) };
  return { tab, project, action, sure: band, search: search === "" ? undefined : search, headline };
}

const upperEnd = (from: number): number => BANDS.find((band) => band > from) ?? 2;
const bandOf = (confidence: number): number => BANDS.findLast((band) => band <= confidence) ?? 0;

const projectKeyOf = ({ issue, plan }: QueueLine["proposal"]): string =>
  issue === null && "project" in plan.subject
    ? plan.subject.project.key
    : (issue?.key.replace(/-\d+$/u, "") ?? "");
