import type { Json, Product, TenantName } from "./state.ts";

/** Where a fault strikes: calls to the products, the token endpoint, the install-key host, webhooks to apps. */
export const FAULT_PLACES = ["rest", "token", "keys", "webhook"] as const;
export type FaultPlace = (typeof FAULT_PLACES)[number];

/** The values of `RateLimit-Reason`. */
export const LIMIT_REASONS = [
  "jira-burst-based",
  "jira-quota-tenant-based",
  "jira-quota-global-based",
  "jira-per-issue-on-write",
  "confluence-quota-tenant-based",
  "confluence-quota-global-based",
] as const;
export type LimitReason = (typeof LIMIT_REASONS)[number];

export type FaultEffect =
  /** An answer in place of the call. */
  | { kind: "answer"; status: number; headers: Record<string, string>; body: Json }
  | { kind: "html"; status: number; html: string }
  /** The call is done; half of its answer arrives, then the connection is gone. */
  | { kind: "half" }
  /** No answer: before the call is done, or `after` it. */
  | { kind: "drop"; after?: boolean }
  /** A late answer: the call is done late too, or (`after`) at once. */
  | { kind: "delay"; ms: number; after?: boolean }
  /** A write is answered as ever, and nothing is done. */
  | { kind: "no-effect" }
  /** A read is answered from the site as it was this long ago. */
  | { kind: "stale"; ms: number }
  | { kind: "limit"; reason: LimitReason; retryAfterS: number | null }
  /** A webhook is sent this many times more. */
  | { kind: "duplicate"; copies: number };

export type FaultMatch = {
  on: FaultPlace;
  method?: string;
  /** A regular expression over the path, without the query. */
  pathPattern?: string;
  tenant?: TenantName;
  product?: Product;
};

export type Fault = {
  id: string;
  match: FaultMatch;
  /** How often it still strikes; null means until it is cleared. */
  timesLeft: number | null;
  effect: FaultEffect;
};

/** A fault as it is planted; without `on` it strikes calls to the products. */
export type NewFault = Omit<Fault, "id" | "match"> & { match: Partial<FaultMatch> };
