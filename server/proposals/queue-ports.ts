import type { ActionType, IssueId, Proposal, ProposalId } from "../contract/index.ts";

/** What a person is looking for among all proposals of their site. */
export type QueueTab = "waiting" | "questions" | "failed" | "done";
export type QueueFilter = {
  tab: QueueTab;
  project?: string | undefined;
  action?: ActionType | undefined;
  /** At least so sure, and less sure than that. */
  sure?: { from: number; below: number } | undefined;
  /** Part of a key, a summary or a headline. */
  search?: string | undefined;
  headline?: string | undefined;
};
/** Of all that there is, what the person may see: nothing else is counted or listed. */
export type InSight = { issues: readonly IssueId[]; projects: readonly string[] };
export type QueueGroup = { headline: string; sure: number; count: number };
export type QueueLine = { proposal: Proposal; issueSummary: string; headline: string };

/** Counts of all tabs, projects of the one that is open, and groups by what is done and how sure it is, the largest first. */
export type QueueOverview = {
  counts: Record<QueueTab, number>;
  projects: { key: string; count: number }[];
  groups: QueueGroup[];
};

/** The proposals of a site as one list. */
export type QueueStore = {
  /** What proposals of any tab are about, but for what is known: issues, and projects where they stand beside none. */
  places(closedSince: Date, known: InSight): Promise<{ issues: IssueId[]; projects: string[] }>;
  /** Bands of confidence begin at `bands`. All of it as of one moment. */
  overview(
    filter: QueueFilter,
    sight: InSight,
    among: { bands: readonly number[]; closedSince: Date; limit: number },
  ): Promise<QueueOverview>;
  /** Oldest first while they wait, newest first when they are over. */
  lines(
    filter: QueueFilter,
    sight: InSight,
    page: { after: ProposalId | undefined; limit: number; closedSince: Date },
  ): Promise<QueueLine[]>;
};
