import { TenantId, type Plan, type PolicyDocument } from "../server/contract/index.ts";
import { hashCanonical, newId } from "../server/kit/index.ts";
import { createPolicyDesk } from "../server/proposals/index.ts";
import { openEmbeddedForTest } from "../test/environment/database.ts";
import { someFacts, sentence } from "../test/builders/facts.ts";
import { mustPlan, planOffline } from "../test/builders/plans.ts";
import { callerOf, makeTenant, storeProposal, storesOver } from "../test/builders/records.ts";

/** A policy tried on five thousand past proposals, with the embedded database. */
const PAST = 5_000;
const RUNS = 7;
const WANTED_MS = 2_000;

const { db, close } = await openEmbeddedForTest();
const stores = storesOver(db);
const caller = callerOf(TenantId.parse(newId()));
await makeTenant(db, caller.tenantId, "https://acme.test");

const SENTENCES = [
  "make it high",
  "assign it to Mia Krause",
  "move it to In Progress and make it highest",
  "comment: We are looking into this, please send us the log of the payment page.",
];
for (const [at, text] of SENTENCES.entries()) {
  const made = mustPlan(planOffline(someFacts(), sentence(text)));
  const { id } = await storeProposal(stores, caller, { plan: made });
  await copyOf(id, made, Math.ceil(PAST / SENTENCES.length), at);
}

/** The same proposal over again, decided in turns. */
async function copyOf(model: string, plan: Plan, times: number, batch: number): Promise<void> {
  await db.withTenant(caller.tenantId, async (tx) => {
    await tx.query(
      `INSERT INTO requests (tenant_id, id, issue_id, issue_key, origin, dedupe_key, state, created_at, updated_at)
       SELECT $1, ('00000000-0000-400${batch}-8000-' || lpad(n::text, 12, '0'))::uuid, '10042', 'SHOP-42', 'webhook',
         'bench ${batch} ' || n, 'proposed', now(), now() FROM generate_series(1, $2::int) AS n`,
      [caller.tenantId, times],
    );
    await tx.query(
      `INSERT INTO proposals (tenant_id, id, request_id, issue_id, issue_key, issue_summary, project_id, project_key,
         headline, confidence, actions, asks, plan, plan_hash, status, state, revision, created_at, expires_at, updated_at)
       SELECT $1, ('00000000-0000-400${batch}-8001-' || lpad(n::text, 12, '0'))::uuid,
         ('00000000-0000-400${batch}-8000-' || lpad(n::text, 12, '0'))::uuid, '10042', 'SHOP-42', '', '10000', 'SHOP',
         m.headline, m.confidence, m.actions, false, m.plan, $4, s.state ->> 'status', s.state, 2,
         now() - n * interval '1 hour', now(), now()
       FROM generate_series(1, $2::int) AS n, proposals m, LATERAL (SELECT CASE WHEN n % 9 = 0
         THEN '{"status": "rejected", "by": "712020:mia", "at": "2026-11-22T09:00:00Z", "reason": "no"}'::jsonb
         ELSE '{"status": "done", "by": "712020:mia", "at": "2026-11-22T09:00:00Z", "steps": ["s1", "s2"],
           "finishedAt": "2026-11-22T09:00:00Z"}'::jsonb END AS state) AS s
       WHERE m.tenant_id = $1 AND m.id = $3`,
      [caller.tenantId, times, model, hashCanonical(plan)],
    );
    await tx.query(
      `INSERT INTO outcomes (tenant_id, proposal_id, step, field, action, raw, stood, at)
       SELECT $1, $2, 's' || n, 'x', a, 0.9, true, now() FROM generate_series(1, 100) n,
         (VALUES ('edit-fields'), ('set-assignee'), ('add-comment'), ('transition')) AS t(a) ON CONFLICT DO NOTHING`,
      [caller.tenantId, model],
    );
  });
}

const tried: PolicyDocument = {
  lines: [
    { action: "transition", project: "HR", verdict: "blocked" },
    { action: "edit-fields", issueType: "Bug", above: 0.9, verdict: "auto" },
    { origin: "person", verdict: "auto" },
    { verdict: "review" },
  ],
  approvers: [],
  quietHours: [{ timeZone: "Europe/Berlin", days: ["sat", "sun"], from: "00:00", to: "24:00" }],
  auto: { enabled: true, dailyCap: 50, minimumDecisions: 50 },
};
const desk = createPolicyDesk({ policies: stores.policies, settings: stores.settings });
const times: number[] = [];
for (let run = 0; run < RUNS; run += 1) {
  const began = performance.now();
  const { of, alone } = await desk.tryOn(caller, tried, PAST);
  times.push(performance.now() - began);
  if (of !== PAST || alone === 0) throw new Error(`Tried on ${of}, of which ${alone} went through alone`);
}
const slowest = Math.max(...times);
console.log(`${slowest.toFixed(0)} ms  a policy tried on ${PAST} past proposals, the slowest of ${RUNS}`);
console.log(`${(slowest / WANTED_MS).toFixed(2)}  of the ${WANTED_MS} ms that are wanted`);
await close();
if (slowest > WANTED_MS) process.exitCode = 1;
