import { afterAll, beforeAll, expect, test } from "vitest";
import type { PanelView, PersonalDataRules } from "../../server/contract/index.ts";
import { RequestId } from "../../server/contract/index.ts";
import { createQuarantine } from "../../server/proposals/index.ts";
import { appCaller, type Caller } from "../../server/tenants/index.ts";
import { onSite } from "../builders/on-site.ts";
import { describeOnEachDatabase } from "../environment/database.ts";
import { startRunningApp, type RunningApp } from "../environment/running-app.ts";
import { readTenantTables } from "../walls/read-catalog.ts";

const IBAN = "DE89 3704 0044 0532 0130 00";
const CARD = "4111 1111 1111 1111";

describeOnEachDatabase("personal data in what people write", (open) => {
  let running: RunningApp;
  let acme: Caller;
  beforeAll(async () => {
    running = await startRunningApp(open().db);
    const tenant = await running.app.stores.tenants.findByOrigin(site().origin());
    if (tenant === undefined) throw new Error("No tenant");
    acme = appCaller(tenant.id, "test");
  });
  afterAll(() => running.stop());

  const site = () => running.sandbox.site("acme");
  const { acting, newIssue } = onSite(site);
  const layDown = (rules: PersonalDataRules) => running.app.stores.settings(acme).setPersonalData(rules);
  const quarantine = () => createQuarantine(running.app.stores);
  const requestIn = async (panel: { view(): Promise<PanelView> }, state: string) => {
    await expect.poll(async () => (await panel.view()).requests.map((one) => one.state)).toContain(state);
    const found = (await panel.view()).requests.find((one) => one.state === state);
    if (found === undefined) throw new Error(`No request is ${state}`);
    return { ...found, id: RequestId.parse(found.id) };
  };
  /** Every row of every table, as text. */
  const everything = async () => {
    const tables = await readTenantTables(open().db.apart);
    const all = await Promise.all(
      tables.map(
        async ({ name }) => (await open().db.apart.query(`SELECT to_jsonb(t) AS row FROM ${name} t`)).rows,
      ),
    );
    return JSON.stringify(all);
  };

  test("what is quarantined is nowhere in the open, and goes on when it is released", async () => {
    await layDown({ iban: "quarantine" });
    const key = newIssue("Sam Reporter", "Refund the customer");
    const panel = running.panelOf("Mia Krause", key);
    await panel.ask(`make it highest, the refund goes to ${IBAN}`);
    const held = await requestIn(panel, "held");
    expect(held).toMatchObject({ text: null });
    expect(held.said).toContain("a bank account number");
    expect(await everything()).not.toContain(IBAN);
    expect(running.lines.join("\n")).not.toContain(IBAN);

    expect((await quarantine().list(acme)).map(({ id, text }) => ({ id, text }))).toEqual([
      { id: held.id, text: null },
    ]);
    expect(await quarantine().show(acme, held.id)).toEqual({
      text: `make it highest, the refund goes to ${IBAN}`,
    });
    expect(await quarantine().release(acme, held.id)).toBe(true);
    const card = await panel.until((one) => one.origin === "sentence", "the plan");
    expect(card.steps[0]?.title).toContain("Highest");
    expect(card.notes.join()).toContain("1 bank account number");
    expect(await quarantine().release(acme, held.id)).toBe(false);
    expect(await quarantine().erase(acme, held.id)).toBe(false);
    const log = await running.app.stores.audit.list(acme, { limit: 50 });
    const changes = log.flatMap(({ entry }) =>
      entry.type === "quarantine-changed" && entry["request"] === held.id ? [entry["change"]] : [],
    );
    expect(changes).toEqual(["released", "shown", "held"]);
  });

  test("what an admin erases is gone for good, and whoever asked is told", async () => {
    const key = newIssue("Sam Reporter", "Charge the customer");
    const panel = running.panelOf("Mia Krause", key);
    await layDown({ card: "quarantine" });
    await panel.ask(`charge ${CARD} and make it highest`);
    const held = await requestIn(panel, "held");
    expect(await quarantine().erase(acme, held.id)).toBe(true);
    expect(await requestIn(panel, "nothing")).toMatchObject({ text: null });
    expect((await panel.view()).requests[0]?.said).toContain("An administrator erased");
    expect(await quarantine().show(acme, held.id)).toBeUndefined();
    // Nothing is left to try again.
    await panel.call("POST", `issues/${panel.issueId}/requests/${held.id}/retry`, {});
    expect((await panel.view()).requests.map(({ state }) => state)).toEqual(["nothing"]);
    expect(await everything()).not.toContain(CARD);
    const kept = await open().db.apart.query(
      "SELECT text_sealed FROM requests WHERE text_sealed IS NOT NULL",
    );
    expect(kept.rows).toEqual([]);
  });

  test("what is blocked is refused with the reason before anything is kept, typed or in a comment", async () => {
    await layDown({ card: "block" });
    const key = newIssue("Sam Reporter", "Pay the invoice");
    const panel = running.panelOf("Mia Krause", key);
    const refused = await panel.ask(`make it highest and charge ${CARD}`);
    expect(refused.status).toBe(403);
    expect(JSON.stringify(refused.body)).toContain("a card number");

    const text = `@TicketSmith make it highest, card ${CARD}`;
    const content = [{ type: "paragraph", content: [{ type: "text", text }] }];
    const said = site().addComment(acting("Mia Krause"), key, { type: "doc", version: 1, content });
    expect(said.ok).toBe(true);
    const told = await requestIn(panel, "nothing");
    expect(told.said).toContain("a card number");
    await expect.poll(everything).not.toContain(CARD);
    expect((await panel.view()).open.filter((one) => one.origin !== "opened")).toEqual([]);
  });

  test("what stands in the issue itself holds a request back too, and blocks it", async () => {
    await layDown({ iban: "quarantine" });
    const content = [{ type: "paragraph", content: [{ type: "text", text: `Pay to ${IBAN} today.` }] }];
    const key = newIssue("Sam Reporter", "Supplier", { description: { type: "doc", version: 1, content } });
    const panel = running.panelOf("Mia Krause", key);
    await panel.ask("make it highest");
    const held = await requestIn(panel, "held");
    expect(await quarantine().show(acme, held.id)).toBeDefined();
    await layDown({ iban: "block" });
    for (const { id } of await quarantine().list(acme)) await quarantine().release(acme, id);
    expect(await requestIn(panel, "failed")).toMatchObject({
      said: expect.stringContaining("a bank account number") as string,
    });
    expect((await panel.view()).open).toEqual([]);
  });

  test("what is found is counted by kind and treatment, without the data", async () => {
    await layDown({});
    const key = newIssue("Sam Reporter", "Call back");
    const panel = running.panelOf("Mia Krause", key);
    await panel.ask("make it highest, mail jo.miller@example.com or hanna@example.com");
    const card = await panel.until((one) => one.origin === "sentence", "the plan");
    expect(card.notes.join()).toContain("2 e-mail addresses");
    const metrics = await (await fetch(`${running.baseUrl}/metrics`)).text();
    expect(metrics).toMatch(/guardrail_findings_total\{kind="email",treatment="mask"\} [2-9]/);
    expect(metrics).not.toContain("miller");
  });
});
