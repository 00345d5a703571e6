import { setTimeout as wait } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
  NO_POLICY,
  type ApiProblem,
  type PolicyDocument,
  type ProposalView,
} from "../../server/contract/index.ts";
import { createLogger, loadConfig, systemClock } from "../../server/kit/index.ts";
import { compose } from "../../server/main/compose.ts";
import { openDatabase, type Stores } from "../../server/records/index.ts";
import { createCalibrator, createStopSwitch } from "../../server/proposals/index.ts";
import { appCaller, type Caller } from "../../server/tenants/index.ts";
import { onSite } from "../builders/on-site.ts";
import { aPolicy } from "../builders/policies.ts";
import { layDownPolicy, testSealer } from "../builders/records.ts";
import { describeOnEachDatabase } from "../environment/database.ts";
import { startRunningApp, type RunningApp } from "../environment/running-app.ts";

const yes = (proposal: ProposalView) => ({
  planHash: proposal.planHash,
  steps: proposal.steps.map(({ id }) => id),
});
const HIGHEST = "1";
const LOW = "4";
const isAsked = (one: ProposalView) => one.origin === "sentence";

describeOnEachDatabase("what goes through by policy, and what stops it", (open) => {
  let running: RunningApp;
  let caller: Caller;
  let stores: Stores;
  beforeAll(async () => {
    running = await startRunningApp(open().db);
    stores = running.app.stores;
    const tenant = await stores.tenants.findByOrigin(site().origin());
    if (tenant === undefined) throw new Error("No tenant");
    caller = appCaller(tenant.id, "test");
    await teach();
  });
  afterAll(() => running.stop());
  beforeEach(async () => {
    await layDown(NO_POLICY);
  });
  afterEach(async () => {
    await running.control("acme", "DELETE", "faults");
    await stores.stops(caller).go();
  });

  const site = () => running.sandbox.site("acme");
  const { issueNow, newIssue, named } = onSite(site);
  const layDown = (document: PolicyDocument) => layDownPolicy(stores, caller, document);
  const sql = (text: string) => open().asTenant(caller.tenantId, text);
  const audit = async () => (await stores.audit.list(caller, { limit: 500 })).map(({ entry }) => entry);

  /** People have said yes a hundred times to such changes. */
  async function teach() {
    const panel = running.panelOf("Mia Krause", newIssue("Sam Reporter", "To learn from"));
    await panel.ask("make it highest");
    const { id } = await panel.until(isAsked, "something to learn from");
    await sql(`INSERT INTO outcomes (tenant_id, proposal_id, step, field, action, raw, stood, at)
      SELECT '${caller.tenantId}', '${id}', 's' || n, 'priority', action, 0.97, true, now() - interval '1 day'
      FROM generate_series(1, 100) n, (VALUES ('edit-fields'), ('transition')) AS a(action)
      WHERE (n % 2 = 0) = (action = 'edit-fields')`);
    // As every night.
    await createCalibrator({ feedback: stores.feedback, clock: systemClock })(caller);
  }

  const ask = async (
    sentence: string,
    by = "Mia Krause",
    key = newIssue("Sam Reporter", "Sweep the yard"),
  ) => {
    const panel = running.panelOf(by, key);
    await panel.ask(sentence);
    return { key, panel };
  };

  describe("alone", () => {
    test("it is done as the app, by a version of the policy and by no person, on the record, and it teaches nothing", async () => {
      const { version } = await layDown(aPolicy([{ field: "priority", verdict: "auto" }]));
      const { key, panel } = await ask("make it highest");
      const done = await panel.until((one) => isAsked(one) && one.status === "done", "it to go through");

      expect(done).toMatchObject({ decidedBy: null, decidedByPolicy: version });
      expect(done.steps[0]?.progress).toMatchObject({ state: "done", actedAs: "app" });
      expect(issueNow(key).values["priority"]).toBe(HIGHEST);
      const entries = (await audit()).filter((one) => "proposal" in one && one.proposal === done.id);
      expect(entries.map(({ type, by }) => `${type} by ${by}`).toReversed()).toEqual([
        "proposal-created by app",
        "proposal-auto-approved by app",
        "step-performed by app",
      ]);
      expect(entries.find(({ type }) => type === "proposal-auto-approved")).toMatchObject({
        policy: version,
        policyHash: (await stores.policies(caller).current())?.hash,
        planHash: done.planHash,
      });
      expect(await sql(`SELECT 1 FROM outcomes WHERE proposal_id = '${done.id}'`)).toEqual([]);
    });

    test("a person takes it back, and that says that it was wrong", async () => {
      await layDown(aPolicy([{ field: "priority", verdict: "auto" }]));
      const key = newIssue("Sam Reporter", "Sweep the attic", { priority: { name: "Low" } });
      const { panel } = await ask("make it highest", "Mia Krause", key);
      const done = await panel.until((one) => isAsked(one) && one.status === "done", "it to go through");
      const undo = (await panel.call("GET", `proposals/${done.id}/undo`)).body as { undoHash: string };
      await panel.do(done, "undo", { undoHash: undo.undoHash, steps: ["s1"] });
      const undone = await panel.until((one) => one.id === done.id && one.status === "undone", "the undo");
      expect(undone.undoneBy?.name).toBe("Mia Krause");
      expect(issueNow(key).values["priority"]).toBe(LOW);
      const learned = `SELECT field, stood FROM outcomes WHERE proposal_id = '${done.id}'`;
      expect(await sql(learned)).toEqual([{ field: "priority", stood: false }]);
    });

    test.for<[string, () => PolicyDocument, string, string?]>([
      ["that is switched off", () => aPolicy(undefined, { auto: { enabled: false } }), "switched that on"],
      ["too few have decided", () => aPolicy(undefined, { auto: { minimumDecisions: 500 } }), "takes 500"],
      ["the day is full", () => aPolicy(undefined, { auto: { dailyCap: 0 } }), "as many as may"],
      [
        "whoever asked may not do it themselves",
        () => aPolicy(),
        "does not let the person who asked",
        "Sam Reporter",
      ],
      [
        "these are quiet hours",
        () =>
          aPolicy(undefined, {
            quietHours: [
              {
                timeZone: "UTC",
                days: ["sun", "mon", "tue", "wed", "thu", "fri", "sat"],
                from: "00:00",
                to: "24:00",
              },
            ],
          }),
        "quiet hours",
      ],
    ])("it waits for a person with the reason where %s", async ([, policy, words, by = "Mia Krause"]) => {
      await layDown(policy());
      const { key, panel } = await ask("make it highest", by);
      const kept = await panel.until(isAsked, "a proposal");
      expect(kept.status).toBe("waiting");
      expect(kept.steps[0]?.verdict).toEqual({ is: "review", because: expect.stringContaining(words) });
      expect(issueNow(key).values["priority"]).not.toBe(HIGHEST);
    });

    test("it waits where this site has Jira changed as people only", async () => {
      await layDown(aPolicy());
      await stores.tenants.setActAs(caller.tenantId, "person-only");
      const { panel } = await ask("make it highest");
      const kept = await panel.until(isAsked, "a proposal");
      await stores.tenants.setActAs(caller.tenantId, null);
      expect(kept.steps[0]?.verdict.because).toContain("as people only");
    });

    test("a move goes through alone only where Jira shows a way back", async () => {
      await layDown(aPolicy());
      const { panel } = await ask("move it to In Progress");
      await panel.until((one) => isAsked(one) && one.status === "done", "the move there");
      // What is done can be opened again, and is not in progress then.
      await panel.ask("move it to Done");
      const kept = await panel.until((one) => one.summary.includes("Done"), "a proposal");
      expect([kept.status, kept.steps[0]?.verdict.because]).toEqual([
        "waiting",
        "Jira shows no way back from this move.",
      ]);
    });
  });

  describe("who may approve", () => {
    const lines = (anyOf: PolicyDocument["approvers"][number]["anyOf"]): PolicyDocument => ({
      ...NO_POLICY,
      approvers: [{ project: "SHOP", anyOf }],
    });
    test.for<[string, PolicyDocument["approvers"][number]["anyOf"], string, RegExp]>([
      ["the project's lead", [{ is: "project-lead" }], "Mia Krause", /^yes$/],
      ["the project's lead", [{ is: "project-lead" }], "Ana Ruiz", /leaves this to the project's lead\./],
      ["a group, in any case", [{ is: "group", name: "Operations" }], "Ana Ruiz", /^yes$/],
      [
        "a group",
        [{ is: "group", name: "operations" }],
        "Mia Krause",
        /to members of the group “operations”/,
      ],
      ["a role, by a group in it", [{ is: "role", name: "agents" }], "Ana Ruiz", /^yes$/],
      [
        "a role",
        [{ is: "role", name: "Administrators" }],
        "Ana Ruiz",
        /to whoever has the role “Administrators”/,
      ],
      ["a role that is none", [{ is: "role", name: "Kings" }], "Mia Krause", /the role “Kings”/],
      ["one of several", [{ is: "project-lead" }, { is: "group", name: "operations" }], "Ana Ruiz", /^yes$/],
      // What Jira does not let them do, no policy does.
      [
        "a group whose people may not edit",
        [{ is: "group", name: "support" }],
        "Sam Reporter",
        /Jira does not let you edit/,
      ],
    ])("%s %j: %s", async ([, anyOf, who, wanted]) => {
      await layDown(lines(anyOf));
      const { key, panel } = await ask("make it highest");
      const proposal = await panel.until(isAsked, "a proposal");
      const answer = await running.panelOf(who, key).do(proposal, "approve", yes(proposal));
      expect(answer.status === 200 ? "yes" : (answer.body as ApiProblem).said).toMatch(wanted);
    });
  });

  test("a policy that became stricter counts for what waits already", async () => {
    const { panel, key } = await ask("make it highest");
    const proposal = await panel.until(isAsked, "a proposal");
    await layDown({ ...NO_POLICY, lines: [{ field: "priority", verdict: "blocked" }] });
    const refused = await panel.do(proposal, "approve", yes(proposal));
    expect([refused.status, (refused.body as ApiProblem).error]).toEqual([403, "blocked"]);
    await layDown({ ...NO_POLICY, lines: [{ field: "priority", verdict: "four-eyes" }] });
    const first = await panel.do(proposal, "approve", yes(proposal));
    expect(first.body).toMatchObject({ status: "waiting", firstYes: { by: { name: "Mia Krause" } } });
    const again = await panel.do(proposal, "approve", yes(proposal));
    expect((again.body as ApiProblem).error).toBe("needs-another");
    const ana = await running.panelOf("Ana Ruiz", key).do(proposal, "approve", yes(proposal));
    expect(ana.status).toBe(200);
  });

  describe("the switch", () => {
    /** Another process over the same database, where it allows one. */
    async function elsewhere<T>(act: (there: Stores) => Promise<T>): Promise<T> {
      const { config } = open();
      if (config?.kind !== "server") return act(stores);
      const db = await openDatabase(config, { onError: () => {} });
      const other = await compose({
        config: { ...loadConfig({ BASE_URL: running.baseUrl }), jobs: "elsewhere" },
        ...{
          db,
          sealer: testSealer,
          panelsDir: import.meta.dirname,
          logger: createLogger({ level: "silent" }),
        },
      });
      await other.startJobs();
      try {
        return await act(other.stores);
      } finally {
        await other.stop(1_000);
        await db.close();
      }
    }
    const throwIt = (to: "stop" | "go") =>
      elsewhere(async ({ stops }) => {
        const { stop, go } = createStopSwitch({ stops });
        const done = await (to === "stop" ? stop(caller, "Too fast") : go(caller));
        if (!done.ok) throw new Error(done.reason);
      });

    test("refuses every yes with a sentence, shows itself on the panel, and lets people say no", async () => {
      const { panel } = await ask("make it highest");
      const proposal = await panel.until(isAsked, "a proposal");
      await throwIt("stop");
      const refused = await panel.do(proposal, "approve", yes(proposal));
      expect([refused.status, refused.body]).toMatchObject([
        403,
        { error: "stopped", said: expect.stringContaining("An administrator stopped TicketSmith") },
      ]);
      expect((await panel.view()).stop).toMatchObject({ stopped: true, reason: "Too fast" });
      const no = { planHash: proposal.planHash, reason: "Not today" };
      expect((await panel.do(proposal, "reject", no)).status).toBe(200);
      await throwIt("go");
      expect((await panel.view()).stop).toEqual({ stopped: false });
      const types = (await audit()).slice(0, 5).map(({ type, words }) => [type, words ?? null]);
      expect(types).toContainEqual(["stopped", "Too fast"]);
      expect(types).toContainEqual(["resumed", null]);
    });

    test("lets nothing through alone", async () => {
      await layDown(aPolicy());
      await throwIt("stop");
      const { panel } = await ask("make it highest");
      const kept = await panel.until(isAsked, "a proposal");
      expect([kept.status, kept.steps[0]?.verdict.because]).toEqual([
        "waiting",
        "An administrator stopped TicketSmith on this site.",
      ]);
    });

    test("between two steps: the first is done, the second waits with the reason, and both are done after go", async () => {
      const { panel, key } = await ask("make it highest and assign it to Ana Ruiz");
      const proposal = await panel.until((one) => isAsked(one) && one.steps.length === 2, "two steps");
      await running.control("acme", "POST", "faults", {
        match: { method: "PUT", pathPattern: `/issue/${issueNow(key).id}$` },
        times: 1,
        effect: { delayMs: 1_500 },
      });
      await panel.do(proposal, "approve", yes(proposal));
      await panel.until(
        (one) => one.id === proposal.id && one.steps[0]?.progress?.state === "intended",
        "the first step to be under way",
      );
      await throwIt("stop");
      const held = await panel.until(
        (one) =>
          one.id === proposal.id &&
          one.steps[1]?.progress?.reason !== null &&
          one.steps[1]?.progress !== null,
        "the second step to be held",
      );
      expect(held.status).toBe("executing");
      expect(held.steps.map(({ progress }) => [progress?.state, progress?.reason])).toEqual([
        ["done", null],
        ["waiting", "Stopped by an administrator."],
      ]);
      await wait(1_000);
      expect(issueNow(key).values["assignee"] ?? null).toBeNull();

      await throwIt("go");
      const done = await panel.until((one) => one.id === proposal.id && one.status === "done", "the rest");
      expect(done.steps.map(({ progress }) => progress?.state)).toEqual(["done", "done"]);
      expect(issueNow(key).values["assignee"]).toBe(named("Ana Ruiz"));
    });

    test("what changed while it was stopped is not overwritten afterwards", async () => {
      const { panel, key } = await ask("make it highest");
      const proposal = await panel.until(isAsked, "a proposal");
      await running.control("acme", "POST", "faults", {
        match: { method: "GET", pathPattern: `/issue/${issueNow(key).id}$` },
        times: 1,
        effect: { delayMs: 1_000 },
      });
      const said = panel.do(proposal, "approve", yes(proposal));
      await wait(300);
      await throwIt("stop");
      expect((await said).status).toBe(200);
      await panel.until(
        (one) => one.id === proposal.id && one.steps[0]?.progress?.reason === "Stopped by an administrator.",
        "it to be held",
      );
      issueNow(key).values["priority"] = issueNow("SHOP-42").values["priority"] ?? null;
      const theirs = issueNow(key).values["priority"];
      await throwIt("go");
      const over = await panel.until(
        (one) => one.id === proposal.id && (one.status === "failed" || one.status === "stale"),
        "it to stop before somebody's change",
      );
      expect(JSON.stringify(over)).toContain("Priority");
      expect(issueNow(key).values["priority"]).toEqual(theirs);
    });
  });
});
