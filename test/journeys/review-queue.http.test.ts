import { afterAll, beforeAll, expect, test } from "vitest";
import type { ProposalView, QueuedProposalView, QueueRows } from "../../server/contract/index.ts";
import { onSite } from "../builders/on-site.ts";
import { describeOnEachDatabase } from "../environment/database.ts";
import { startRunningApp, type RunningApp } from "../environment/running-app.ts";

const SECURITY_TEAM = "10712";
const yes = (proposal: ProposalView) => ({
  planHash: proposal.planHash,
  steps: proposal.steps.map((step) => step.id),
});
const keysIn = ({ rows }: QueueRows) => rows.map(({ issue }) => issue?.key);

describeOnEachDatabase("the review queue", (open) => {
  let running: RunningApp;
  beforeAll(async () => {
    running = await startRunningApp(open().db);
  });
  afterAll(() => running.stop());

  const site = () => running.sandbox.site("acme");
  const { acting, issueNow, newIssue } = onSite(site);
  const hide = (key: string) => {
    const fields = { security: { id: SECURITY_TEAM } };
    const hidden = site().editIssue(acting("Mia Krause"), key, { fields });
    if (!hidden.ok) throw new Error(JSON.stringify(hidden.refusal));
  };
  /** A proposal on an issue of its own. */
  const proposed = async (summary: string, sentence: string) => {
    const key = newIssue("Mia Krause", summary);
    const panel = running.panelOf("Mia Krause", key);
    expect((await panel.ask(sentence)).status).toBe(202);
    const wanted = (one: ProposalView) => one.status === "waiting" && one.origin === "sentence";
    return { key, proposal: await panel.until(wanted, `a proposal for "${sentence}"`) };
  };
  const searchFor = (words: string, more = "") => `search=${encodeURIComponent(words)}${more}`;

  test("lists what waits on all issues, grouped by what it does, and finds it by its words", async () => {
    const first = await proposed("Parcels from Ghent arrive late", "add label ghent");
    const second = await proposed("Parcels from Ghent get lost", "add label ghent");
    const third = await proposed("Parcels from Ghent smell", "due tomorrow");
    const mia = running.queueOf("Mia Krause");
    const { groups } = await mia.view(searchFor("from Ghent"));
    expect(groups).toContainEqual(expect.objectContaining({ headline: "Add label ghent", count: 2 }));
    expect(groups).toContainEqual(expect.objectContaining({ headline: "Change Due date", count: 1 }));
    // The rows of the first group come along.
    const found = await mia.view(searchFor("label ghent"));
    expect(found.groups).toHaveLength(1);
    expect(keysIn(found)).toEqual([first.key, second.key]);
    expect(found.rows[0]).toMatchObject({
      issue: { summary: "Parcels from Ghent arrive late" },
      ...{ headline: "Add label ghent", project: "SHOP", status: "waiting" },
    });
    const due = await mia.rows(
      searchFor("from Ghent", "&headline=Change+Due+date&action=edit-fields&project=SHOP"),
    );
    expect(keysIn(due)).toEqual([third.key]);
    expect((await mia.view(searchFor("label ghent", "&project=OPS"))).rows).toEqual([]);
    expect((await mia.view(searchFor("label ghent", "&action=transition"))).rows).toEqual([]);
    // What people type is words, not a pattern.
    expect((await mia.view(searchFor("%"))).rows).toEqual([]);
    expect((await mia.call("GET", "?sure=much")).body).toMatchObject({ error: "invalid_input" });
  });

  test("a person sees, counts and opens only what Jira shows them", async () => {
    const { key, proposal } = await proposed("Sealed envelopes of Utrecht", "add label sealed");
    const before = await running.queueOf("Tom Becker").view(searchFor("label sealed"));
    expect(keysIn(before)).toEqual([key]);
    const secret = await proposed("Sealed envelopes of Breda", "add label sealed");
    hide(secret.key);
    const sam = running.queueOf("Sam Reporter");
    const after = await sam.view(searchFor("label sealed"));
    expect(keysIn(after)).toEqual([key]);
    expect(after.groups).toMatchObject([{ count: 1 }]);
    expect(JSON.stringify(await sam.view())).not.toContain("Breda");
    for (const [method, rest, body] of [
      ["GET", `/proposals/${secret.proposal.id}`, undefined],
      ["GET", `/proposals/${secret.proposal.id}/form`, undefined],
      ["GET", `/proposals/${secret.proposal.id}/people`, undefined],
      ["POST", `/proposals/${secret.proposal.id}/approve`, yes(secret.proposal)],
    ] as const)
      expect((await sam.call(method, rest, body)).status, rest).toBe(404);
    expect((await sam.call("GET", `/proposals/${proposal.id}`)).status).toBe(200);
  });

  test("another site's queue has nothing of it", async () => {
    const { proposal } = await proposed("Carts of Namur squeak", "make it high");
    const other = running.queueOf("Hana Sato", "globex");
    expect(JSON.stringify(await other.view(searchFor("Namur")))).not.toContain("Namur");
    expect((await other.call("GET", `/proposals/${proposal.id}`)).status).toBe(404);
  });

  test("what is decided here is done, moves to what is over, and can be taken back from there", async () => {
    const { key, proposal } = await proposed("Boxes of Bruges are blue", "make it highest");
    const mia = running.queueOf("Mia Krause");
    const opened = (await mia.call("GET", `/proposals/${proposal.id}`)).body as QueuedProposalView;
    expect(opened).toMatchObject({ issueKey: key, mayDecide: true, proposal: { id: proposal.id } });
    expect((await mia.call("POST", `/proposals/${proposal.id}/approve`, yes(opened.proposal))).status).toBe(
      200,
    );
    await running.panelOf("Mia Krause", key).until((one) => one.status === "done", "it to be done");
    expect((await mia.view(searchFor("Bruges"))).rows).toEqual([]);
    expect((await mia.view(searchFor("Bruges", "&tab=done"))).rows).toMatchObject([
      { status: "done", canUndo: true, decidedBy: { name: "Mia Krause" } },
    ]);
    expect(issueNow(key).changelog.at(-1)?.author).toBeDefined();
  });

  test("whoever may look and not edit is told so before they try", async () => {
    const { proposal } = await proposed("Wagons of Liège rattle", "make it high");
    const sam = await running.queueOf("Sam Reporter").call("GET", `/proposals/${proposal.id}`);
    expect(sam.body).toMatchObject({ mayDecide: false });
    expect(
      (await running.queueOf("Sam Reporter").call("POST", `/proposals/${proposal.id}/approve`, yes(proposal)))
        .status,
    ).toBe(403);
  });

  test("a token that was given for an issue does not open the queue, nor the queue's token a panel", async () => {
    const key = newIssue("Mia Krause", "Tokens of Mons");
    const panelToken = running.tokenFor("Mia Krause", key);
    const queueToken = running.tokenFor("Mia Krause", null);
    expect((await running.send(panelToken, "GET", "queue")).status).toBe(403);
    expect((await running.send(queueToken, "GET", `panel/issues/${issueNow(key).id}`)).status).toBe(403);
  });
});
