import * as z from "zod/mini";
import { ApiScope } from "./api-token.ts";
import { MOST_TRIED, PolicyDocument } from "./policy.ts";
import { Rules } from "./rule.ts";

const Dollars = z.number().check(z.minimum(0), z.maximum(1_000_000));

/**
 * PUT /api/admin/engine and POST /api/admin/engine/test. `key`: left out, the stored one stays; null takes it away. It
 * is never sent back.
 */
export const EngineRequest = z.strictObject({
  choice: z.enum(["default", "offline", "openai"]),
  baseUrl: z.string().check(z.trim(), z.maxLength(2_000)),
  model: z.string().check(z.trim(), z.maxLength(200)),
  apiVersion: z.string().check(z.trim(), z.maxLength(100)),
  key: z.optional(z.nullable(z.string().check(z.trim(), z.maxLength(4_000)))),
  /** Dollars for a million tokens. */
  price: z.nullable(z.strictObject({ promptUsd: Dollars, completionUsd: Dollars })),
  monthlyUsd: z.nullable(Dollars),
  secondLook: z.nullable(z.boolean()),
});
export type EngineRequest = z.infer<typeof EngineRequest>;

/** POST /api/admin/tokens: a token that acts as whoever makes it. `days` null: until it is revoked. */
export const TokenRequest = z.strictObject({
  name: z.string().check(z.trim(), z.minLength(1), z.maxLength(100)),
  scopes: z.array(ApiScope).check(z.minLength(1), z.maxLength(10)),
  days: z.nullable(z.int().check(z.minimum(1), z.maximum(3_650))),
});
export type TokenRequest = z.infer<typeof TokenRequest>;

/** PUT /api/admin/rules, and POST /api/admin/rules/try. `before` is the version that was looked at. */
export const RulesRequest = z.strictObject({ rules: Rules, before: z.optional(z.string()) });
export type RulesRequest = z.infer<typeof RulesRequest>;

const Note = z.nullable(z.string().check(z.trim(), z.minLength(1), z.maxLength(500)));
const Version = z.int().check(z.minimum(0));

/** PUT /api/admin/policy. `expectedVersion` is the one that was looked at. */
export const PolicySaveRequest = z.strictObject({
  document: PolicyDocument,
  expectedVersion: Version,
  note: Note,
});
export type PolicySaveRequest = z.infer<typeof PolicySaveRequest>;

/** POST /api/admin/policy/restore */
export const PolicyRestoreRequest = z.strictObject({
  version: Version,
  expectedVersion: Version,
  note: Note,
});
export type PolicyRestoreRequest = z.infer<typeof PolicyRestoreRequest>;

/** POST /api/admin/policy/try */
export const PolicyTryRequest = z.strictObject({
  document: PolicyDocument,
  last: z.int().check(z.minimum(1), z.maximum(MOST_TRIED)),
});
export type PolicyTryRequest = z.infer<typeof PolicyTryRequest>;

/** POST /api/admin/stop */
export const StopRequest = z.strictObject({ reason: Note });
export type StopRequest = z.infer<typeof StopRequest>;
