import type { AccountId, IssueKey, ProposalId } from "./ids.ts";
import type { PolicyDocument, Verdict } from "./policy.ts";

/** A policy as one saved version of it. Version 0: nobody has laid anything down. */
export type PolicyView = {
  version: number;
  document: PolicyDocument;
  /** The document in sentences. */
  said: string[];
  by: AccountId | "app" | null;
  at: string | null;
  note: string | null;
};

/** A line in the list of versions, newest first. */
export type PolicyVersionView = Pick<PolicyView, "version" | "by" | "at" | "note"> & { hash: string };

/** What people did with a proposal that would have gone through alone. */
export type PastAnswer = "rejected" | "edited" | "left-out" | "undone";

/** What a policy would have made of a site's last proposals. */
export type PolicyTryView = {
  /** How many were looked at. */
  of: number;
  /** Made before TicketSmith noted all that this policy asks about. */
  unknown: number;
  /** By the strictest verdict on any step: as it was then, and as it would be. */
  changes: { from: Verdict; to: Verdict; count: number }[];
  /** How many would have gone through alone. */
  alone: number;
  /** How many more would have, without the daily cap. */
  overCap: number;
  /** Those of them that people had not left as they were. */
  against: {
    id: ProposalId;
    issue: IssueKey | null;
    project: string;
    summary: string;
    did: PastAnswer;
    at: string;
  }[];
};

/** Whether an administrator has stopped TicketSmith on this site. */
export type StopView = { stopped: false } | { stopped: true; at: string; reason: string | null };
