import type { TenantId } from "../../contract/index.ts";
import type { Product, Urgency } from "../../tenants/index.ts";

/** One call that asks to be let through. */
export type Ask = {
  tenantId: TenantId;
  product: Product;
  urgency: Urgency;
  /** Method and template: what Atlassian's burst limits count by, within a tenant. */
  endpoint: string;
  /** The issue that a write is about, which has limits of its own. */
  issue: string | null;
};

/** What an answer said about limits. */
export type Heard = {
  /** Points that the call cost. */
  points: number;
  /** Set when we were sent away: why (`RateLimit-Reason`), and for how long. */
  limited: { reason: string; forMs: number } | null;
  /** The tenant's own hourly points are nearly used up. */
  nearLimit: boolean;
  /** What is left of the app's hourly points, where the answer says so. */
  left: { points: number; of: number; resetAt: number } | null;
};

export type BudgetTerms = {
  /** Points an hour over all tenants, until an answer says otherwise. */
  pointsPerHour: number;
  /** Calls under way at once: from this process, and of one tenant. */
  atOnce: number;
  atOncePerTenant: number;
  /** Calls of one tenant that may wait for their turn. */
  waitingPerTenant: number;
  /** How long a call waits for its turn before whoever asked is told to come back. */
  longestWaitMs: Readonly<Record<Urgency, number>>;
};

export const USUAL_TERMS: BudgetTerms = {
  pointsPerHour: 65_000,
  atOnce: 48,
  atOncePerTenant: 16,
  waitingPerTenant: 200,
  longestWaitMs: { live: 3_000, background: 20_000 },
};

/** Of what may be under way at once, background work leaves this share to people. */
export const LIVE_SHARE = 0.25;
/** Of an hour's points, background work leaves this share to people; the last bit only serves who had little. */
export const LIVE_RESERVE = 0.2;
export const LAST_RESERVE = 0.05;
/** This much of an hour's points may be used at once by one tenant; the rest is released over the hour. */
export const AT_THE_START = 0.25;
