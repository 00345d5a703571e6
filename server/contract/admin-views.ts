import type { ApiScope, ApiTokenId } from "./api-token.ts";
import type { PersonView } from "./api-views.ts";
import type { AccountId, RequestId } from "./ids.ts";
import type { PersonalDataType, Treatment } from "./personal-data.ts";
import type { EngineKind } from "./plan.ts";
import type { PolicyView } from "./policy-views.ts";
import type { Rules } from "./rule.ts";

/** GET /api/admin: who administers which site, and each section's state in figures. */
export type AdminView = {
  viewer: AccountId;
  site: string;
  licence: "active" | "unlicensed" | "free";
  engine: { kind: EngineKind; model: string | null; own: boolean };
  /** `alone`: some of it goes through without a person. Version 0: there is none. */
  policy: { version: number; alone: boolean };
  stopped: boolean;
  rules: number;
  /** Kinds of personal data that no engine sees. */
  kept: number;
  tokens: number;
  held: number;
  failed: number;
};

/** GET /api/admin/engine. The key is never part of it. */
export type EngineSettingsView = {
  choice: "default" | "offline" | "openai";
  baseUrl: string;
  model: string;
  apiVersion: string;
  hasKey: boolean;
  price: { promptUsd: number; completionUsd: number } | null;
  monthlyUsd: number | null;
  secondLook: boolean | null;
  /** What answers where this site has no choice of its own. */
  byDefault: { kind: EngineKind; model: string | null; secondLook: boolean };
};

/** POST /api/admin/engine/test: a real call. `said`: why there was no answer. */
export type EngineTestView =
  | {
      ok: true;
      latencyMs: number;
      tokens: number | null;
      usd: number | null;
      way: "schema" | "tool" | "words";
    }
  | { ok: false; latencyMs: number; said: string };

/** GET /api/admin/privacy */
export type PrivacyView = {
  types: { type: PersonalDataType; treatment: Treatment; byDefault: Treatment }[];
};

/** GET /api/admin/rules. `version` is what a change has to name. */
export type RulesView = { rules: readonly Rules[number][]; version: string };
export type RuleTriesView = {
  tries: {
    issue: string;
    without: string[];
    with: string[];
    rules: { title: string; fired: boolean; words: string }[];
  }[];
};

/** GET /api/admin/tokens */
export type TokenView = {
  id: ApiTokenId;
  name: string;
  actsAs: PersonView;
  scopes: readonly ApiScope[];
  createdAt: string;
  expiresAt: string | null;
  lastUsedAt: string | null;
  state: "active" | "expired" | "revoked";
};
export type TokensView = { tokens: TokenView[] };
/** POST /api/admin/tokens: the one time that it is seen. */
export type NewTokenView = TokensView & { secret: string };

/** GET /api/admin/held: requests that the rules for personal data hold back. */
export type HeldView = {
  held: { id: RequestId; place: string; by: PersonView | null; said: string | null; at: string }[];
};
/** POST /api/admin/held/{id}/show. Null: what is held back stands in the issue. */
export type HeldTextView = { text: string | null };

/** GET /api/admin/health */
export type HealthView = {
  installations: { product: "jira" | "confluence"; state: string; since: string }[];
  licence: "active" | "unlicensed" | "free";
  webhooks: { lastAt: string | null; lastDay: number; unread: number };
  requests: { waiting: number; failedLastWeek: number };
  proposals: { failed: number; atWork: number };
};

/**
 * GET /operator/licence: whether a site may decide anything. `grace`: its licence has run out, and until `until` all goes
 * on. `unlicensed`: everything can be looked at and nothing decided; what comes in is kept. `unknown`: nobody was asked yet.
 */
export type LicenceView = {
  state: "active" | "trial" | "grace" | "unlicensed" | "free" | "unknown";
  since: string | null;
  until: string | null;
  readOnly: boolean;
  checkedAt: string | null;
  said: string;
};

/** GET /api/admin/policy */
export type PolicyPageView = {
  current: PolicyView;
  versions: { version: number; at: string | null; note: string | null; by: PersonView | null }[];
};

/** GET /api/admin/audit. `next`: from which line on older ones follow. */
export type AuditPageView = {
  lines: {
    seq: number;
    at: string;
    type: string;
    by: string;
    behalf: string | null;
    words: string | null;
    rest: Record<string, unknown>;
  }[];
  next: number | null;
  key: { keyId: string; publicPem: string };
};
