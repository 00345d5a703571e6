import { afterAll, beforeAll, expect, test } from "vitest";
import {
  NO_POLICY,
  type ApiProblem,
  type PolicyLine,
  type ProposalView,
  type Rules,
} from "../../server/contract/index.ts";
import { appCaller } from "../../server/tenants/index.ts";
import { onSite } from "../builders/on-site.ts";
import { layDownPolicy } from "../builders/records.ts";
import { describeOnEachDatabase } from "../environment/database.ts";
import { startRunningApp, type RunningApp } from "../environment/running-app.ts";

const yes = (proposal: ProposalView) => ({
  planHash: proposal.planHash,
  steps: proposal.steps.map(({ id }) => id),
});

describeOnEachDatabase("what a site's admins lay down", (open) => {
  let running: RunningApp;
  beforeAll(async () => {
    running = await startRunningApp(open().db);
  });
  afterAll(() => running.stop());

  const site = () => running.sandbox.site("acme");
  const { issueNow, newIssue } = onSite(site);
  const caller = async () => {
    const tenant = await running.app.stores.tenants.findByOrigin(site().origin());
    if (tenant === undefined) throw new Error("No tenant");
    return appCaller(tenant.id, "test");
  };
  const settings = async () => running.app.stores.settings(await caller());
  const layDown = async ({ rules = [], policy = [] }: { rules?: Rules; policy?: PolicyLine[] }) => {
    await (await settings()).setRules(rules);
    await layDownPolicy(running.app.stores, await caller(), { ...NO_POLICY, lines: policy });
  };
  const proposed = async (key: string, sentence: string) => {
    const panel = running.panelOf("Mia Krause", key);
    await panel.ask(sentence);
    const wanted = (one: ProposalView) => one.status === "waiting" && one.origin === "sentence";
    return { panel, proposal: await panel.until(wanted, sentence) };
  };

  test("four eyes: the first yes changes nothing, the same person's second is refused, another one's counts", async () => {
    await layDown({ policy: [{ field: "priority", verdict: "four-eyes" }] });
    const key = newIssue("Sam Reporter", "Sweep the stairs");
    const { panel, proposal } = await proposed(key, "make it highest");
    expect(proposal.steps[0]?.verdict.is).toBe("four-eyes");
    const before = issueNow(key).values["priority"];

    const first = await panel.do(proposal, "approve", yes(proposal));
    expect(first.body).toMatchObject({ status: "waiting", firstYes: { by: { name: "Mia Krause" } } });
    const again = await panel.do(proposal, "approve", yes(proposal));
    expect([again.status, (again.body as ApiProblem).error]).toEqual([409, "needs-another"]);
    expect(issueNow(key).values["priority"]).toEqual(before);

    const ana = running.panelOf("Ana Ruiz", key);
    await ana.do(proposal, "approve", yes(proposal));
    const done = await ana.until((one) => one.id === proposal.id && one.status === "done", "it to be done");
    expect(done.decidedBy?.name).toBe("Ana Ruiz");
    expect(issueNow(key).values["priority"]).not.toEqual(before);
  });

  test("a blocked step cannot be approved by any body, and the rest can", async () => {
    await layDown({ policy: [{ action: "set-assignee", verdict: "blocked" }] });
    const key = newIssue("Sam Reporter", "Sweep the yard");
    const { panel, proposal } = await proposed(key, "make it highest and assign it to Ana Ruiz");
    const all = await panel.do(proposal, "approve", yes(proposal));
    expect([all.status, (all.body as ApiProblem).error]).toEqual([403, "blocked"]);
    const free = proposal.steps.filter(({ verdict }) => verdict.is !== "blocked").map(({ id }) => id);
    await panel.do(proposal, "approve", { planHash: proposal.planHash, steps: free });
    await panel.until((one) => one.id === proposal.id && one.status === "done", "the rest to be done");
    expect(issueNow(key).values["assignee"] ?? null).toBeNull();
  });

  test("a rule fills a new issue that nobody asked about, and the card says which rule it was", async () => {
    const rules: Rules = [
      {
        id: "stairs",
        enabled: true,
        when: [{ if: "text", words: ["stairwell"] }],
        set: { field: "labels", value: "facility" },
      },
    ];
    await layDown({ rules });
    const key = newIssue("Sam Reporter", "The stairwell is dark");
    const panel = running.panelOf("Mia Krause", key);
    const card = await panel.until((one) => one.rules.length > 0, "a card with a rule");
    expect(card.rules).toEqual([
      { title: "When the text has “stairwell”, then labels is facility.", fired: true, words: "" },
    ]);
  });

  test("what people approve and reject is what our confidence learns from", async () => {
    await layDown({});
    const outcomes = async () => (await (await settings()).read()).calibration["edit-fields"] ?? [];
    expect(await outcomes()).toEqual([]);
    const tenant = await running.app.stores.tenants.findByOrigin(site().origin());
    if (tenant === undefined) throw new Error("No tenant");
    const all = "SELECT action, stood FROM outcomes ORDER BY at, step";
    expect(await open().asTenant(tenant.id, all)).toEqual([
      { action: "edit-fields", stood: true },
      { action: "edit-fields", stood: true },
      { action: "set-assignee", stood: false },
    ]);
  });
});
