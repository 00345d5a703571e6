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

/** The proposals of a site as one list. */
export type QueueStore = {
  /** What proposals of any tab are about: issues, and projects where they stand beside none. */
  places(closedSince: Date): Promise<{ issues: IssueId[]; projects: string[] }>;
  counts(sight: InSight, closedSince: Date): Promise<Readonly<Record<QueueTab, number>>>;
  projects(tab: QueueTab, sight: InSight, closedSince: Date): Promise<{ key: string; count: number }[]>;
  /** By what they do and how sure they are (in bands that begin at `bands`), the largest first. */
  groups(
    filter: QueueFilter,
    sight: InSight,
    among: { bands: readonly number[]; closedSince: Date; limit: number },
  ): Promise<QueueGroup[]>;
  /** Oldest first while they wait, newest first when they are over. */
  lines(
    filter: QueueFilter,
    sight: InSight,
    page: { after: ProposalId | undefined; limit: number; closedSince: Date },
  ): Promise<QueueLine[]>;
};
