import * as z from "zod";
import {
  ACTION_TYPES,
  FeedbackKind,
  KeptValue,
  Plan,
  ProposalId,
  REJECT_CODES,
  StepId,
} from "../contract/index.ts";
import type { Caller } from "../tenants/index.ts";
import type { FeedbackStore } from "../proposals/index.ts";
import { countFeedback } from "./count-feedback.ts";
import { insertRow } from "./insert-row.ts";
import { digestsOf } from "./note-feedback.ts";
import type { StoreDeps } from "./store-deps.ts";

const Names = z.array(z.string());
const Decided = z.array(
  z.object({
    id: ProposalId,
    at: z.date(),
    kind: FeedbackKind,
    edited: z.boolean(),
    because: z.enum(REJECT_CODES).nullable().catch(null),
    text: z.string().nullable(),
    summary: z.string(),
    reason: z.string().nullable(),
    project: z.string(),
    issueType: z.string().nullable(),
    labels: Names,
    proposed: Plan,
    last: Plan,
    approved: z.array(StepId),
  }),
);
const Corrections = z.array(
  z.object({
    proposal: ProposalId,
    at: z.date(),
    action: z.enum(ACTION_TYPES),
    field: z.string(),
    project: z.string(),
    issueType: z.string().nullable(),
    labels: Names,
    proposed: KeptValue,
    decided: KeptValue,
  }),
);
const Outcomes = z.array(z.object({ action: z.enum(ACTION_TYPES), raw: z.number(), stood: z.boolean() }));
const Calibrations = z.array(
  z.object({
    action: z.enum(ACTION_TYPES),
    curve: z.array(z.object({ from: z.number(), value: z.number() })),
    decisions: z.number(),
    fittedAt: z.date(),
  }),
);
const RuleCounts = z.array(
  z.object({
    rule: z.string(),
    title: z.string(),
    fired: z.coerce.number(),
    failed: z.coerce.number(),
    lastWords: z.string().nullable(),
  }),
);
const Known = z.tuple([z.object({ known: z.boolean() })]);
const Plans = z.array(z.object({ plan: Plan }));

/** What people of the caller's tenant decided. */
export function feedbackStoreFor({ db, clock, sealer }: StoreDeps, caller: Caller): FeedbackStore {
  const { tenantId } = caller;
  const ask = async (text: string, values: readonly unknown[]): Promise<unknown[]> =>
    db.withTenant(caller, async (tx) => (await tx.query(text, [tenantId, ...values])).rows);

  return {
    numbers: (scope, waitsFromMs) => db.withTenant(caller, (tx) => countFeedback(tx, scope, waitsFromMs)),

    decided: async ({ since, until, project }, { after, limit }) =>
      Decided.parse(await ask(DECIDED, [since, until, project, after?.at ?? null, after?.id ?? null, limit])),

    outcomes: async (limit) =>
      Outcomes.parse(
        await ask(
          "SELECT action, raw, stood FROM outcomes WHERE tenant_id = $1 ORDER BY at DESC, proposal_id, step, field LIMIT $2",
          [limit],
        ),
      ),

    calibrations: async () =>
      Calibrations.parse(
        await ask(
          `SELECT action, curve, decisions, fitted_at AS "fittedAt" FROM calibrations WHERE tenant_id = $1 ORDER BY action`,
          [],
        ),
      ),

    async hasNewOutcomes() {
      const rows = await ask(
        `SELECT EXISTS (SELECT 1 FROM outcomes WHERE tenant_id = $1 AND at >= coalesce(
           (SELECT max(fitted_at) FROM calibrations WHERE tenant_id = $1), '-infinity')) AS known`,
        [],
      );
      return Known.parse(rows)[0].known;
    },

    keepCalibrations: (fits) =>
      db.withTenant(caller, async (tx) => {
        for (const { action, curve, decisions, fittedAt } of fits)
          await tx.query(
            `INSERT INTO calibrations (tenant_id, action, curve, decisions, fitted_at) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (tenant_id, action) DO UPDATE SET
               curve = excluded.curve, decisions = excluded.decisions, fitted_at = excluded.fitted_at`,
            [tenantId, action, JSON.stringify(curve), decisions, fittedAt],
          );
      }),

    corrections: async (since, limit) => Corrections.parse(await ask(CORRECTIONS, [since, limit])),

    peopleBehind: (proposals) =>
      db.withTenant(caller, async (tx) => {
        const { rows } = await tx.query(
          "SELECT plan FROM proposals WHERE tenant_id = $1 AND id = ANY($2::uuid[])",
          [tenantId, [...proposals]],
        );
        const digests = await digestsOf(tx, sealer);
        const accounts = Plans.parse(rows).flatMap(({ plan }) => accountsIn(plan));
        return new Map(accounts.map((account) => [digests.person(account), account]));
      }),

    dismissed: async () =>
      z
        .array(z.object({ rule: z.string() }))
        .parse(await ask("SELECT rule FROM dismissed_rules WHERE tenant_id = $1", []))
        .map(({ rule }) => rule),

    dismiss: (rule) =>
      db.withTenant(caller, async (tx) => {
        await insertRow(tx, "dismissed_rules", { tenant_id: tenantId, rule, at: clock.now() });
      }),

    ruleCounts: async (since) => RuleCounts.parse(await ask(RULE_COUNTS, [since])),
  };
}

/** Accounts that steps put somewhere. */
function accountsIn({ steps }: Plan): string[] {
  return steps.flatMap(({ action }) => {
    if (action.type === "set-assignee") return action.to === null ? [] : [action.to];
    const values =
      action.type === "edit-fields" ? action.changes : action.type === "create-issue" ? action.fields : [];
    return values.flatMap(({ to }) =>
      to.kind === "person" ? [to.accountId] : to.kind === "people" ? to.accountIds : [],
    );
  });
}

const DECIDED = `
WITH decisive AS (
  SELECT DISTINCT ON (proposal_id) * FROM feedback
  WHERE tenant_id = $1 AND at >= $2 AND at < $3 AND ($4::text IS NULL OR project_key = $4)
    AND kind IN ('approve', 'auto', 'reject', 'expire')
  ORDER BY proposal_id, at DESC, id
)
SELECT p.id, d.at, CASE WHEN EXISTS (
    SELECT 1 FROM feedback u WHERE u.tenant_id = $1 AND u.proposal_id = p.id AND u.kind = 'undo'
  ) THEN 'undo' ELSE d.kind END AS kind, d.edited, d.because, r.text, p.issue_summary AS summary,
  p.state ->> 'reason' AS reason, p.project_key AS project, p.issue_type AS "issueType", p.labels,
  coalesce(p.proposed_plan, p.plan) AS proposed, p.plan AS last,
  ARRAY(SELECT DISTINCT f.step FROM feedback_fields f
    WHERE f.tenant_id = $1 AND f.feedback_id = d.id AND f.verdict = 'stood') AS approved
FROM decisive d
JOIN proposals p ON p.tenant_id = $1 AND p.id = d.proposal_id
JOIN requests r ON r.tenant_id = $1 AND r.id = p.request_id
WHERE $5::timestamptz IS NULL OR (d.at, p.id) > ($5::timestamptz, $6::uuid)
ORDER BY d.at, p.id LIMIT $7`;

/** What we proposed stands in the plan, or where a person changed it, with the first change. */
const CORRECTIONS = `
SELECT f.proposal_id AS proposal, d.at, f.action, f.field, d.project_key AS project,
  coalesce(f.issue_type, d.issue_type) AS "issueType", d.labels, coalesce(e.proposed, f.proposed) AS proposed, f.decided
FROM feedback d
JOIN feedback_fields f ON f.tenant_id = $1 AND f.feedback_id = d.id AND f.verdict = 'stood'
LEFT JOIN LATERAL (
  SELECT c.proposed FROM feedback_fields c JOIN feedback b ON b.tenant_id = $1 AND b.id = c.feedback_id
  WHERE c.tenant_id = $1 AND c.proposal_id = f.proposal_id AND c.step = f.step AND c.field = f.field
    AND c.verdict = 'edited' AND c.proposed IS NOT NULL
  ORDER BY b.at LIMIT 1
) e ON f.by_hand
WHERE d.tenant_id = $1 AND d.at >= $2 AND d.kind = 'approve' AND coalesce(e.proposed, f.proposed) IS NOT NULL
  AND f.decided IS NOT NULL
ORDER BY d.at DESC, f.proposal_id, f.step, f.field LIMIT $3`;

const RULE_COUNTS = `
SELECT one ->> 'rule' AS rule, (array_agg(one ->> 'title' ORDER BY p.created_at DESC))[1] AS title,
  count(*) FILTER (WHERE (one ->> 'fired')::boolean) AS fired,
  count(*) FILTER (WHERE NOT (one ->> 'fired')::boolean) AS failed,
  (array_agg(one ->> 'words' ORDER BY p.created_at DESC) FILTER (WHERE NOT (one ->> 'fired')::boolean))[1] AS "lastWords"
FROM proposals p CROSS JOIN LATERAL jsonb_array_elements(coalesce(p.plan -> 'trace' -> 'rules', '[]'::jsonb)) AS one
WHERE p.tenant_id = $1 AND p.created_at >= $2 GROUP BY 1 ORDER BY 1`;
