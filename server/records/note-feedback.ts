import { createHmac } from "node:crypto";
import * as z from "zod";
import type { Proposal, StepId } from "../contract/index.ts";
import { newId, type Sealer, type SqlSession } from "../kit/index.ts";
import { keepValue, maskName, type Digests, type Feedback } from "../planning/index.ts";
import { auditKeyPlace } from "./audit-store.ts";
import { insertRow } from "./insert-row.ts";
import type { Tx } from "./run-in-tenant.ts";

const Key = z.tuple([z.object({ audit_key_sealed: z.string() })]);
const About = z.tuple([
  z.object({
    project_key: z.string(),
    issue_type: z.string().nullable(),
    labels: z.array(z.string()),
    nano_usd: z.coerce.number().nullable(),
    edited: z.boolean(),
  }),
]);

/** Keeps one decision, in the transaction that it is stored in. `of` is what was decided on. */
export async function noteFeedback(
  tx: Tx,
  { sealer, at }: { sealer: Sealer; at: Date },
  of: Proposal,
  feedback: Feedback,
): Promise<void> {
  const { tenantId } = tx;
  const id = newId();
  const { plan } = of;
  const { rows } = await tx.query(
    `SELECT project_key, issue_type, labels, nano_usd, proposed_plan IS NOT NULL AS edited
     FROM proposals WHERE tenant_id = $1 AND id = $2`,
    [tenantId, of.id],
  );
  const [about] = About.parse(rows);
  await insertRow(tx, "feedback", {
    ...{ tenant_id: tenantId, id, proposal_id: of.id, at, kind: feedback.kind, because: feedback.because },
    ...{ edited: about.edited, project_key: about.project_key, issue_type: about.issue_type },
    ...{ labels: about.labels.map(maskName), nano_usd: about.nano_usd },
    ...{ engine: plan.trace.engine, model: plan.trace.model, prompt: plan.trace.prompt },
    confidence: plan.steps.reduce((lowest, step) => Math.min(lowest, step.confidence), 1),
    waited_ms: Math.max(0, at.getTime() - of.createdAt.getTime()),
  });
  const digests = await digestsOf(tx, sealer);
  for (const { step, field, name, action, issueType, verdict, byHand, ...one } of feedback.fields)
    await insertRow(tx, "feedback_fields", {
      ...{ tenant_id: tenantId, feedback_id: id, proposal_id: of.id, step, field, action, verdict },
      ...{ name: maskName(name), issue_type: issueType, by_hand: byHand },
      ...{ confidence: one.confidence, raw: one.raw },
      proposed: { json: one.proposed === null ? null : keepValue(one.proposed, digests) },
      decided: { json: one.decided === null ? null : keepValue(one.decided, digests) },
    });
}

/** What was taken back did not stand, whatever was said of it first. */
export const unlearn = (tx: Tx, proposal: Proposal["id"], steps: readonly StepId[], at: Date) =>
  tx.query(
    "UPDATE outcomes SET stood = false, at = $4 WHERE tenant_id = $1 AND proposal_id = $2 AND step = ANY($3::text[])",
    [tx.tenantId, proposal, [...steps], at],
  );

/** What a person's hand leaves of an engine's plan: the plan itself, once; and nothing, when an engine plans anew. */
export async function keepProposed(
  tx: Tx,
  before: Proposal,
  by: "person" | "engine",
  nanoUsd: number | null,
) {
  if (by === "person")
    await tx.query(
      `UPDATE proposals SET proposed_plan = coalesce(proposed_plan, $3::jsonb) WHERE tenant_id = $1 AND id = $2`,
      [tx.tenantId, before.id, JSON.stringify(before.plan)],
    );
  else
    await tx.query(
      `UPDATE proposals SET proposed_plan = NULL, nano_usd = nano_usd + $3::bigint WHERE tenant_id = $1 AND id = $2`,
      [tx.tenantId, before.id, nanoUsd],
    );
}

/** Under the tenant's own key: the same person, or text, has the same digest here and another one elsewhere. */
export async function digestsOf(tx: SqlSession & { tenantId: string }, sealer: Sealer): Promise<Digests> {
  const { rows } = await tx.query("SELECT audit_key_sealed FROM tenants WHERE id = $1", [tx.tenantId]);
  const [{ audit_key_sealed: sealed }] = Key.parse(rows);
  const key = sealer.open(sealed, auditKeyPlace(tx.tenantId)).text;
  const digest = (kind: string, value: string) =>
    `${kind}:${createHmac("sha256", key).update(`feedback ${kind}\n${value}`).digest("hex")}`;
  return { person: (account) => digest("person", account), text: (text) => digest("text", text) };
}
