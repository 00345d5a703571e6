import * as z from "zod";
import { REJECT_CODES } from "../contract/index.ts";
import type { FeedbackNumbers, FeedbackScope } from "../proposals/index.ts";
import type { Tx } from "./run-in-tenant.ts";

const Count = z.coerce.number();
const Counts = z.array(
  z.object({
    dimension: z.enum(["total", "project", "engine", "prompt", "week", "action", "field"]),
    key: z.string(),
    label: z.string(),
    outcome: z.enum(["as-proposed", "edited", "rejected", "expired", "undone"]),
    n: Count,
  }),
);
const Reasons = z.array(z.object({ because: z.enum(REJECT_CODES).nullable().catch(null), n: Count }));
const Waits = z.tuple([z.object({ n: Count, p50: Count.nullable(), p90: Count.nullable() })]);
const Buckets = z.array(z.object({ bucket: Count, n: Count }));
const Bins = z.array(z.object({ bin: Count, n: Count, said: Count, stood: Count }));
const Cost = z.tuple([z.object({ nano: Count, accepted: Count, unknown: Count })]);

/**
 * A proposal's last word in this stretch of time (a yes can be followed by another decision, where the issue changed
 * underneath), and what became of it. $1: the tenant, $2 and $3: from and before, $4: a project or null.
 */
const ENDED = `
decisive AS (
  SELECT DISTINCT ON (proposal_id) * FROM feedback
  WHERE tenant_id = $1 AND at >= $2 AND at < $3 AND ($4::text IS NULL OR project_key = $4)
    AND kind IN ('approve', 'auto', 'reject', 'expire')
  ORDER BY proposal_id, at DESC, id
), ended AS (
  SELECT d.*, CASE
    WHEN EXISTS (SELECT 1 FROM feedback u WHERE u.tenant_id = $1 AND u.proposal_id = d.proposal_id AND u.kind = 'undo') THEN 'undone'
    WHEN d.kind = 'reject' THEN 'rejected'
    WHEN d.kind = 'expire' THEN 'expired'
    WHEN d.edited OR EXISTS (
      SELECT 1 FROM feedback_fields l WHERE l.tenant_id = $1 AND l.feedback_id = d.id AND l.verdict = 'left-out'
    ) THEN 'edited'
    ELSE 'as-proposed' END AS outcome
  FROM decisive d
), said AS (
  SELECT f.* FROM feedback_fields f JOIN decisive d ON d.proposal_id = f.proposal_id
  WHERE f.tenant_id = $1 AND (f.feedback_id = d.id OR f.verdict IN ('edited', 'undone'))
)`;

/** Of the verdicts on one field, or on all fields of one step, the one that counts. */
const OUTCOME = `CASE
  WHEN bool_or(verdict = 'undone') THEN 'undone'
  WHEN bool_or(verdict IN ('rejected', 'left-out')) THEN 'rejected'
  WHEN bool_or(verdict = 'expired') THEN 'expired'
  WHEN bool_or(verdict = 'edited' OR by_hand) THEN 'edited'
  ELSE 'as-proposed' END`;

/** All numbers of one tenant as of one transaction. */
export async function countFeedback(
  tx: Tx,
  { since, until, project }: FeedbackScope,
  waitsFromMs: readonly number[],
): Promise<FeedbackNumbers> {
  const scope = [tx.tenantId, since, until, project];
  const counts = await tx.query(
    `WITH ${ENDED}, steps AS (
       SELECT proposal_id, step, min(action) AS action, ${OUTCOME} AS outcome FROM said GROUP BY 1, 2
     ), fields AS (
       SELECT proposal_id, step, field, max(name) AS name, ${OUTCOME} AS outcome FROM said GROUP BY 1, 2, 3
     ), counted AS (
       SELECT v.dimension, v.key, v.label, e.outcome FROM ended e CROSS JOIN LATERAL (VALUES
         ('total', '', ''), ('project', e.project_key, e.project_key), ('prompt', e.prompt, e.prompt),
         ('engine', concat_ws(' ', e.engine, e.model), concat_ws(' ', e.engine, e.model)),
         ('week', to_char(date_trunc('week', e.at AT TIME ZONE 'UTC'), 'YYYY-MM-DD'),
           to_char(date_trunc('week', e.at AT TIME ZONE 'UTC'), 'YYYY-MM-DD'))
       ) AS v (dimension, key, label)
       UNION ALL SELECT 'action', action, action, outcome FROM steps
       UNION ALL SELECT 'field', field, name, outcome FROM fields
     )
     SELECT dimension, key, max(label) AS label, outcome, count(*) AS n FROM counted GROUP BY 1, 2, 4`,
    scope,
  );
  const reasons = await tx.query(
    `WITH ${ENDED} SELECT because, count(*) AS n FROM ended WHERE kind = 'reject' GROUP BY 1 ORDER BY 2 DESC, 1`,
    scope,
  );
  const waits = await tx.query(
    `WITH ${ENDED} SELECT count(*) AS n, percentile_cont(0.5) WITHIN GROUP (ORDER BY waited_ms) AS p50,
       percentile_cont(0.9) WITHIN GROUP (ORDER BY waited_ms) AS p90
     FROM ended WHERE kind IN ('approve', 'reject')`,
    scope,
  );
  const buckets = await tx.query(
    `WITH ${ENDED} SELECT width_bucket(waited_ms, $5::bigint[]) AS bucket, count(*) AS n
     FROM ended WHERE kind IN ('approve', 'reject') GROUP BY 1`,
    [...scope, [...waitsFromMs]],
  );
  // A field that a person wrote is theirs; what became of ours before that still counts.
  const bins = await tx.query(
    `WITH ${ENDED}, ours AS (
       SELECT max(confidence)::double precision AS confidence, bool_and(verdict = 'stood') AS stood
       FROM said WHERE NOT by_hand GROUP BY proposal_id, step, field HAVING NOT bool_or(verdict = 'expired')
     )
     SELECT least(9, floor(round(confidence::numeric, 4) * 10))::int AS bin, count(*) AS n, avg(confidence) AS said,
       avg(stood::int) AS stood FROM ours GROUP BY 1 ORDER BY 1`,
    scope,
  );
  const cost = await tx.query(
    `WITH ${ENDED} SELECT coalesce(sum(nano_usd), 0) AS nano, count(*) FILTER (WHERE nano_usd IS NULL) AS unknown,
       count(*) FILTER (WHERE outcome IN ('as-proposed', 'edited')) AS accepted FROM ended`,
    scope,
  );
  const [{ n, p50, p90 }] = Waits.parse(waits.rows);
  const [{ nano, accepted, unknown }] = Cost.parse(cost.rows);
  return {
    counts: Counts.parse(counts.rows),
    reasons: Reasons.parse(reasons.rows),
    waits: { n, p50Ms: p50, p90Ms: p90, buckets: Buckets.parse(buckets.rows) },
    bins: Bins.parse(bins.rows),
    cost: { nanoUsd: nano, accepted, unknown },
  };
}
