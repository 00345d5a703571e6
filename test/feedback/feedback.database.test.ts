import { beforeEach, expect, test } from "vitest";
import * as z from "zod";
import { TenantId, type FieldValue, type Plan, type Proposal } from "../../server/contract/index.ts";
import { hashCanonical, newId } from "../../server/kit/index.ts";
import {
  weighApproval,
  weighEdit,
  weighExpiry,
  weighRejection,
  weighUndo,
  outcomesOf,
} from "../../server/planning/index.ts";
import {
  createCalibrator,
  createFeedbackExporter,
  createSuggester,
  createFeedbackViewer,
} from "../../server/proposals/index.ts";
import type { Stores } from "../../server/records/index.ts";
import type { Caller } from "../../server/tenants/index.ts";
import { aComment, aPlan, aStep, issueRef, MIA, stepId } from "../builders/proposals.ts";
import { callerOf, makeTenant, storeDecided, storeProposal, storesOver } from "../builders/records.ts";
import { describeOnEachDatabase } from "../environment/database.ts";

const option = (id: string, name: string): FieldValue => ({ kind: "option", option: { id, name } });
const HIGH = option("2", "High");
const LOW = option("4", "Low");

const makeIt = (to: FieldValue, confidence = 0.85): Plan => {
  const change = { field: "priority", name: "Priority", from: option("3", "Medium"), to };
  const quote = { kind: "span", source: "request", start: 0, end: 4, quote: "High" } as const;
  return aPlan(
    aStep(
      "s1",
      { type: "edit-fields", issue: issueRef(), changes: [change] },
      {
        ...{ confidence, evidence: [{ field: "priority", confidence, items: [quote] }] },
      },
    ),
  );
};
const approved = () => ({ status: "approved", by: MIA, at: new Date(), steps: [stepId("s1")] }) as const;

describeOnEachDatabase("what people decided", (open) => {
  let id: TenantId;
  let caller: Caller;
  let stores: Stores;
  beforeEach(async () => {
    id = TenantId.parse(newId());
    await makeTenant(open().db, id, `https://${id}.test`);
    caller = callerOf(id);
    stores = storesOver(open().db);
  });
  const clock = { now: () => new Date() };
  const view = (query = {}) => createFeedbackViewer({ feedback: stores.feedback, clock })(caller, query);
  const rowsOf = (table: string) => open().asTenant(id, `SELECT * FROM ${table}`);

  const approve = (plan = makeIt(HIGH), nanoUsd: number | null = 0) =>
    storeDecided(stores, caller, {
      ...{ plan, nanoUsd, state: approved(), feedback: weighApproval(plan, [stepId("s1")]) },
    });

  /** Changed by hand from one to the other, and then approved. */
  async function correct(from: FieldValue, to: FieldValue): Promise<Proposal> {
    const before = await storeProposal(stores, caller, { plan: makeIt(from) });
    const hand = [{ kind: "person", text: "Changed by hand" } as const];
    const plan = makeIt(to, 1);
    const steps = plan.steps.map((step) => ({
      ...step,
      evidence: [{ field: "priority", confidence: 1, items: hand }],
    }));
    const after = { ...plan, steps };
    const edited = await stores.proposals(caller).replace(
      before,
      {
        ...{ state: { status: "waiting" }, plan: after, planHash: hashCanonical(after) },
        feedback: weighEdit(before.plan, after),
      },
      [],
      [],
    );
    if (edited === undefined) throw new Error("Not edited");
    const feedback = weighApproval(after, [stepId("s1")]);
    const done = await stores.proposals(caller).replace(edited, { state: approved(), feedback }, [], []);
    if (done === undefined) throw new Error("Not approved");
    return done;
  }

  test("is kept with the decision or not at all", async () => {
    const proposal = await storeProposal(stores, caller);
    const change = { state: approved(), feedback: weighApproval(proposal.plan, [stepId("s1")]) };
    const late = { ...proposal, revision: 7 };
    expect(await stores.proposals(caller).replace(late, change, [], [])).toBeUndefined();
    expect(await rowsOf("feedback")).toEqual([]);
    await stores.proposals(caller).replace(proposal, change, [], []);
    expect(await rowsOf("feedback")).toMatchObject([{ kind: "approve", project_key: "SHOP", edited: false }]);
  });

  test("can be neither changed nor taken away by the application", async () => {
    await approve();
    for (const table of ["feedback", "feedback_fields"])
      for (const tried of [`UPDATE ${table} SET proposal_id = proposal_id`, `DELETE FROM ${table}`]) {
        const refused = await open()
          .asTenant(id, tried)
          .catch((error: unknown) => error);
        expect(z.object({ code: z.string() }).parse(refused).code, tried).toBe("42501");
      }
  });

  test("names nobody and quotes nobody, whatever stood in the plan", async () => {
    const secret = "token sk-live-9f8e7d6c5b4a39281706, ask mia.krause@acme.test";
    const plan = aPlan(aStep("s1"), aStep("s2", aComment(secret)));
    const steps = [stepId("s1"), stepId("s2")];
    await storeDecided(stores, caller, {
      ...{ plan, labels: ["mia.krause@acme.test"], state: { ...approved(), steps } },
      feedback: weighApproval(plan, steps),
    });
    const kept = JSON.stringify([await rowsOf("feedback"), await rowsOf("feedback_fields")]);
    expect(kept).toContain('"field":"assignee"');
    expect(kept).not.toMatch(/sk-live|krause|712020/);
  });

  test("counts a proposal once, by its last word", async () => {
    await approve();
    await approve();
    await correct(HIGH, LOW);
    await storeDecided(stores, caller);
    const expired = await storeProposal(stores, caller, { plan: makeIt(HIGH) });
    const at = new Date();
    await stores
      .proposals(caller)
      .replace(
        expired,
        { state: { status: "expired", at, why: "time" }, feedback: weighExpiry(expired.plan) },
        [],
        [],
      );
    const { total, byField, reasons, byProject, byEngine } = await view();
    expect(total).toMatchObject({ n: 5, asProposed: 2, edited: 1, rejected: 1, expired: 1, undone: 0 });
    expect([total.acceptance, total.few]).toEqual([0.75, true]);
    expect(byField.find(({ key }) => key === "priority")).toMatchObject({
      ...{ label: "Priority", n: 4, asProposed: 2, edited: 1, rejected: 0, expired: 1 },
    });
    expect(byProject).toMatchObject([{ key: "SHOP", n: 5 }]);
    expect(byEngine).toMatchObject([{ key: "offline", n: 5 }]);
    expect(reasons).toEqual([{ because: "not-needed", n: 1 }]);
  });

  test("a yes that was followed by a no is a no", async () => {
    const proposal = await approve();
    const stale = await stores
      .proposals(caller)
      .replace(proposal, { state: { status: "stale", since: new Date(), drift: [] } }, [], []);
    if (stale === undefined) throw new Error("Not stale");
    const state = { status: "rejected", by: MIA, at: new Date(), reason: "no" } as const;
    await stores
      .proposals(caller)
      .replace(stale, { state, feedback: weighRejection(stale.plan, "already-done") }, [], []);
    const { total, byField } = await view();
    expect(total).toMatchObject({ n: 1, rejected: 1, asProposed: 0 });
    expect(byField).toMatchObject([{ key: "priority", n: 1, rejected: 1 }]);
  });

  test("a step that was left out first and agreed to later stood", async () => {
    const plan = aPlan(aStep("s1"), ...makeIt(HIGH).steps.map((step) => ({ ...step, id: stepId("s2") })));
    const both = [stepId("s1"), stepId("s2")];
    const first = await storeDecided(stores, caller, {
      ...{ plan, state: approved(), feedback: weighApproval(plan, [stepId("s1")]) },
    });
    const proposals = stores.proposals(caller);
    const stale = { state: { status: "stale", since: new Date(), drift: [] } } as const;
    const again = await proposals.replace(first, stale, [], []);
    if (again === undefined) throw new Error("Not stale");
    const change = { state: { ...approved(), steps: both }, feedback: weighApproval(plan, both) };
    await proposals.replace(again, change, [], []);
    const { byField, total } = await view();
    expect(byField.map(({ key, asProposed, rejected }) => [key, asProposed, rejected])).toEqual([
      ["assignee", 1, 0],
      ["priority", 1, 0],
    ]);
    expect(total).toMatchObject({ n: 1, asProposed: 1 });
  });

  test("what is taken back is undone, in the numbers and in what confidence learns from", async () => {
    const before = await storeProposal(stores, caller, { plan: makeIt(HIGH) });
    const outcomes = outcomesOf(before.plan, [stepId("s1")]);
    const feedback = weighApproval(before.plan, [stepId("s1")]);
    const change = { state: approved(), outcomes, feedback };
    const proposal = await stores.proposals(caller).replace(before, change, [], []);
    if (proposal === undefined) throw new Error("Not approved");
    expect(await stores.feedback(caller).outcomes(10)).toMatchObject([{ stood: true }]);
    const steps = [stepId("s1")];
    await stores.ledgerStore(caller).open([], [], [], { proposal, steps });
    expect(weighUndo(proposal.plan, steps).fields).toHaveLength(1);
    expect(await stores.feedback(caller).outcomes(10)).toMatchObject([{ stood: false }]);
    expect((await view()).total).toMatchObject({ n: 1, undone: 1, acceptance: 0 });
  });

  test("says how long it took, and whether we were as right as we were sure", async () => {
    for (let n = 0; n < 3; n += 1) await approve(makeIt(HIGH, 0.85));
    await correct(HIGH, LOW);
    await correct(HIGH, LOW);
    const { reliability, timeToDecide } = await view();
    expect(reliability).toMatchObject({ n: 5, few: true });
    const bin = reliability.bins.find(({ n }) => n > 0);
    expect([bin?.from, bin?.n, bin?.stood]).toEqual([0.8, 5, 0.6]);
    expect(reliability.error).toBeCloseTo(0.25, 5);
    expect(timeToDecide.n).toBe(5);
    expect(timeToDecide.histogram.reduce((sum, { n }) => sum + n, 0)).toBe(5);
    expect(timeToDecide.p90Ms).toBeGreaterThanOrEqual(timeToDecide.p50Ms ?? Number.NaN);
  });

  test("says what an accepted proposal cost, with what the rejected ones cost, and what nobody knows", async () => {
    await approve(makeIt(HIGH), 300);
    await approve(makeIt(HIGH), 100);
    await storeDecided(stores, caller, { nanoUsd: 200 });
    await approve(makeIt(HIGH), null);
    expect((await view()).cost).toEqual({ nanoUsd: 600, accepted: 3, perAccepted: 200, unknown: 1 });
  });

  test("of nothing, nothing is divided", async () => {
    const empty = await view({ project: "NONE" });
    expect(empty.total).toMatchObject({ n: 0, acceptance: null, few: true });
    expect([empty.reliability.error, empty.timeToDecide.p50Ms, empty.cost.perAccepted]).toEqual([
      ...[null, null, null],
    ]);
    expect(JSON.stringify(empty)).not.toMatch(/NaN|Infinity/);
  });

  test("is asked of one project, and since a day", async () => {
    await approve();
    expect((await view({ project: "SHOP" })).total.n).toBe(1);
    expect((await view({ project: "OTHER" })).total.n).toBe(0);
    expect((await view({ since: new Date(Date.now() + 60_000) })).total.n).toBe(0);
  });

  test("teaches confidence once a night, and until then plans stay as they are", async () => {
    const plan = makeIt(HIGH, 0.9);
    for (let n = 0; n < 60; n += 1) {
      const before = await storeProposal(stores, caller, { plan });
      const outcomes = outcomesOf(plan, n % 3 === 0 ? [stepId("s1")] : []);
      await stores.proposals(caller).replace(before, { state: approved(), outcomes }, [], []);
    }
    const settings = () => stores.settings(caller).read();
    const calibrate = createCalibrator({ feedback: stores.feedback, clock });
    expect((await settings()).calibration).toEqual({});
    expect(await calibrate(caller)).toBe(true);
    const { calibration, decisions } = await settings();
    expect(calibration["edit-fields"]?.[0]?.value).toBeCloseTo(21 / 62, 5);
    expect(decisions).toEqual({ "edit-fields": 60 });
    expect(await calibrate(caller)).toBe(false);
    expect((await view()).calibration).toMatchObject([
      { action: "edit-fields", decisions: 60, fitted: true },
    ]);
  });

  test("becomes a rule when it is always the same correction, once an administrator says so", async () => {
    for (let n = 0; n < 5; n += 1) await correct(HIGH, LOW);
    await approve(makeIt(LOW));
    const suggester = createSuggester({ feedback: stores.feedback, settings: stores.settings, clock });
    const { suggestions } = await suggester.viewSuggestions(caller);
    expect(suggestions).toEqual([]);
    for (let n = 0; n < 4; n += 1) await correct(HIGH, LOW);
    const [one] = (await suggester.viewSuggestions(caller)).suggestions;
    expect(one).toMatchObject({
      cases: 10,
      corrected: 9,
      rule: { set: { field: "priority", value: "Low" } },
    });
    expect(one?.title).toBe("When the project is SHOP, then priority is Low.");
    expect(await suggester.dismissSuggestion(caller, "learned-nothing")).toBe(false);
    const id = one?.rule.id ?? "";
    expect((await suggester.acceptSuggestion(caller, id)).ok).toBe(true);
    expect((await stores.settings(caller).read()).rules.map((rule) => rule.id)).toEqual([id]);
    expect(await suggester.acceptSuggestion(caller, id)).toEqual({ ok: false, reason: "none" });
    await stores.settings(caller).setRules([]);
    expect(await suggester.dismissSuggestion(caller, id)).toBe(true);
    expect((await suggester.viewSuggestions(caller)).suggestions).toEqual([]);
  });

  test("says how often rules fired, and why one could not", async () => {
    const outcome = { rule: "r1", title: "When …", fired: true, words: "" };
    const plan = makeIt(HIGH);
    const failed = { ...outcome, fired: false, words: "Nobody here is called “Mia”." };
    await approve({ ...plan, trace: { ...plan.trace, rules: [outcome] } });
    await approve({ ...plan, trace: { ...plan.trace, rules: [outcome, failed] } });
    const suggester = createSuggester({ feedback: stores.feedback, settings: stores.settings, clock });
    expect((await suggester.ruleCounts(caller)).rules).toEqual([
      { rule: "r1", title: "When …", fired: 2, failed: 1, lastWords: failed.words },
    ]);
    expect((await suggester.ruleCounts(caller, new Date(Date.now() + 60_000))).rules).toEqual([]);
  });

  test("goes out as lines in which nobody can be found, and that is on the record", async () => {
    const plan = aPlan(aStep("s1"), aStep("s2", aComment("Write to mia.krause@acme.test\n=1+1")));
    await storeDecided(stores, caller, {
      ...{ plan, text: "Ask Mia Krause [~accountid:712020:mia] at mia.krause@acme.test", nanoUsd: 0 },
      state: {
        status: "rejected",
        by: MIA,
        at: new Date(),
        reason: "Wrong value: Mia Krause has left\u2028{",
      },
      feedback: weighRejection(plan, "wrong-field-value"),
    });
    await correct(HIGH, LOW);
    const exporter = createFeedbackExporter({
      ...{ feedback: stores.feedback, audit: stores.audit, clock: { now: () => new Date(Date.now() + 1) } },
      people: {
        people: async (_caller, accounts) =>
          accounts.map((accountId) => ({ accountId, name: "Mia Krause", avatarUrl: null, active: true })),
      },
    });
    const lines: string[] = [];
    for await (const line of exporter(caller)) lines.push(line);
    expect(lines).toHaveLength(2);
    expect(lines.join("")).not.toMatch(/krause|712020|\u2028|acme\.test/i);
    expect(lines.map((line) => line.indexOf("\n") === line.length - 1)).toEqual([true, true]);
    const Line = z.object({
      verdict: z.string(),
      because: z.string().nullable(),
      reason: z.string().nullable(),
      proposed: z.array(z.object({ fields: z.array(z.object({ field: z.string(), to: z.unknown() })) })),
      decided: z.array(z.object({ fields: z.array(z.object({ to: z.unknown() })) })).nullable(),
    });
    const [no, yes] = lines.map((line) => Line.parse(JSON.parse(line)));
    expect(no).toMatchObject({ verdict: "reject", because: "wrong-field-value", decided: null });
    expect(no?.proposed[0]?.fields[0]?.to).toMatch(/^person-[0-9a-f]{12}$/);
    expect(yes).toMatchObject({ verdict: "approve-edited", reason: null });
    expect([yes?.proposed[0]?.fields[0]?.to, yes?.decided?.[0]?.fields[0]?.to]).toEqual(["High", "Low"]);
    expect(await stores.audit.list(caller, { limit: 1 })).toMatchObject([
      { entry: { type: "feedback-exported", by: "app" } },
    ]);
  });
});
