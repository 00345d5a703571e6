import path from "node:path";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { TenantId } from "../server/contract/index.ts";
import { newId, systemClock as clock } from "../server/kit/index.ts";
import { weighApproval, weighRejection } from "../server/planning/index.ts";
import {
  createCalibrator,
  createFeedbackExporter,
  createFeedbackViewer,
  createSuggester,
} from "../server/proposals/index.ts";
import { openDatabase } from "../server/records/index.ts";
import { aPlan, aPriorityChange, aStep, MIA, stepId } from "../test/builders/proposals.ts";
import { callerOf, makeTenant, storeDecided, storesOver } from "../test/builders/records.ts";

/**
 * The numbers, suggestions, nightly fit and export of a site with many decisions, on the embedded database:
 * `node bench/feedback.ts [how many]`.
 */
const BUDGET = { numbers: 1_000, suggestions: 1_000, fit: 500, exportEach: 5 } as const;
const count = Number(process.argv[2] ?? 20_000);
const TIMES = 5;

const folder = await mkdtemp(path.join(tmpdir(), "ticketsmith-bench-"));
const db = await openDatabase(
  { kind: "embedded", folder: path.join(folder, "database") },
  { onError: console.error },
);
try {
  const tenantId = TenantId.parse(newId());
  const caller = callerOf(tenantId);
  await makeTenant(db, tenantId, "https://acme.test");
  const stores = storesOver(db);
  const { feedback, settings, audit } = stores;
  await fill();
  const view = createFeedbackViewer({ feedback, clock });
  const { viewSuggestions } = createSuggester({ feedback, settings, clock });
  const calibrate = createCalibrator({ feedback, clock });
  const exportFeedback = createFeedbackExporter({
    ...{ feedback, audit, clock },
    people: { people: async () => [] },
  });
  const first = await view(caller);
  if (first.total.n !== count) throw new Error(`Counted ${first.total.n} of ${count}`);
  const rows = [
    ["numbers, median", await median(() => view(caller)), BUDGET.numbers],
    ["suggestions, median", await median(() => viewSuggestions(caller)), BUDGET.suggestions],
    ["a nightly fit", await timed(() => calibrate(caller)), BUDGET.fit],
    ["a line of the export", (await timed(readExport)) / count, BUDGET.exportEach],
  ] as const;
  console.log(`${count} decisions`);
  for (const [name, ms, budget] of rows)
    console.log(`${name}  ${ms.toFixed(2)} ms  (${(ms / budget).toFixed(2)} of the budget of ${budget} ms)`);
  process.exitCode = rows.every(([, ms, budget]) => ms <= budget) ? 0 : 1;

  async function readExport(): Promise<void> {
    let lines = 0;
    for await (const line of exportFeedback(caller)) lines += Number(line.endsWith("\n"));
    if (lines !== count) throw new Error(`${lines} lines of ${count}`);
  }

  /** Two real decisions, a yes and a no, and copies of them over the last ninety days. */
  async function fill(): Promise<void> {
    const plan = aPlan(aStep("s1", aPriorityChange()), aStep("s2"));
    const steps = [stepId("s1"), stepId("s2")];
    const state = { status: "approved", by: MIA, at: new Date(), steps } as const;
    await storeDecided(stores, caller, { plan, state, feedback: weighApproval(plan, steps) });
    await storeDecided(stores, caller, { plan, feedback: weighRejection(plan, "wrong-field-value") });
    const copies = [tenantId, Math.ceil(count / 2) - 1];
    const id = (of: string) =>
      `overlay(overlay(md5(${of}::text || n) PLACING '4' FROM 13) PLACING '8' FROM 17)::uuid`;
    await db.withTenant(tenantId, async (tx) => {
      for (const statement of [
        `INSERT INTO requests SELECT (jsonb_populate_record(r, jsonb_build_object('id', ${id("r.id")}, 'dedupe_key', ${id("r.id")}))).*
         FROM requests r, generate_series(1, $2::int) AS n WHERE r.tenant_id = $1`,
        `INSERT INTO proposals SELECT (jsonb_populate_record(p, jsonb_build_object('id', ${id("p.id")}, 'request_id', ${id("p.request_id")}))).*
         FROM proposals p, generate_series(1, $2::int) AS n WHERE p.tenant_id = $1`,
        `INSERT INTO feedback SELECT (jsonb_populate_record(f, jsonb_build_object('id', ${id("f.id")}, 'proposal_id', ${id("f.proposal_id")},
           'at', f.at - n * interval '${Math.ceil((80 * 86_400) / count)} seconds'))).*
         FROM feedback f, generate_series(1, $2::int) AS n WHERE f.tenant_id = $1`,
        `INSERT INTO feedback_fields SELECT (jsonb_populate_record(f, jsonb_build_object('feedback_id', ${id("f.feedback_id")},
           'proposal_id', ${id("f.proposal_id")}))).*
         FROM feedback_fields f, generate_series(1, $2::int) AS n WHERE f.tenant_id = $1`,
      ])
        await tx.query(statement, copies);
      await tx.query(
        `INSERT INTO outcomes (tenant_id, proposal_id, step, field, action, raw, stood, at)
         SELECT tenant_id, proposal_id, step, field, action, raw, verdict = 'stood', now() FROM feedback_fields WHERE tenant_id = $1`,
        [tenantId],
      );
    });
    await db.apart.query("ANALYZE");
  }
} finally {
  await db.close();
  await rm(folder, { recursive: true });
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

async function median(work: () => Promise<unknown>): Promise<number> {
  const taken: number[] = [];
  for (let time = 0; time < TIMES; time += 1) taken.push(await timed(work));
  return taken.toSorted((a, b) => a - b)[Math.floor(TIMES / 2)] ?? Number.NaN;
}
