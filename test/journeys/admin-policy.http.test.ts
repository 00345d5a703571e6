import { createPublicKey } from "node:crypto";
import { Readable } from "node:stream";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  NO_POLICY,
  type ApiProblem,
  type AuditPageView,
  type FeedbackView,
  type PolicyPageView,
  type PolicyTryView,
  type StopView,
} from "../../server/contract/index.ts";
import { verifyExport } from "../../server/audit/index.ts";
import { onSite } from "../builders/on-site.ts";
import { describeOnEachDatabase } from "../environment/database.ts";
import type { Answer } from "../environment/panel-client.ts";
import { startRunningApp, type RunningApp } from "../environment/running-app.ts";

describeOnEachDatabase("what an administrator lays down", (open) => {
  let running: RunningApp;
  beforeAll(async () => {
    running = await startRunningApp(open().db);
  });
  afterAll(() => running.stop());

  const { issueNow, newIssue } = onSite(() => running.sandbox.site("acme"));
  const ada = (method: string, rest: string, body?: unknown): Promise<Answer> =>
    running.adminOf("Ada Admin").call(method, rest, body);
  const bodyOf = async <T>(answer: Promise<Answer>): Promise<T> => (await answer).body as T;
  const asked = async (summary: string, sentence: string) => {
    const key = newIssue("Mia Krause", summary);
    const panel = running.panelOf("Mia Krause", key);
    await panel.ask(sentence);
    const proposal = await panel.until((one) => one.origin === "sentence", "a proposal");
    const yes = { planHash: proposal.planHash, steps: proposal.steps.map(({ id }) => id) };
    return { key, panel, proposal, yes };
  };

  test("a policy is said in words, holds at once, is tried on the past, and never undoes another's", async () => {
    const before = await bodyOf<PolicyPageView>(ada("GET", "/policy"));
    expect(before.current.version).toBe(0);
    const { panel, proposal, yes } = await asked("Cranes of Emden rust", "make it high");
    const document = { ...NO_POLICY, lines: [{ field: "priority", verdict: "blocked" }] };
    const tried = await bodyOf<PolicyTryView>(ada("POST", "/policy/try", { document, last: 100 }));
    expect(tried.changes).toContainEqual(expect.objectContaining({ from: "review", to: "blocked" }));
    const save = { document, expectedVersion: 0, note: "no priorities" };
    const saved = await bodyOf<PolicyPageView>(ada("PUT", "/policy", save));
    expect(saved.current).toMatchObject({ version: 1, note: "no priorities" });
    expect(saved.current.said.join(" ")).toMatch(/set priority are not allowed/);
    expect(saved.versions[0]?.by?.name).toBe("Ada Admin");
    const late = await ada("PUT", "/policy", { ...save, document: NO_POLICY });
    expect([late.status, (late.body as ApiProblem).error]).toEqual([409, "conflict"]);
    // What was proposed before is judged as the policy is now.
    expect((await panel.do(proposal, "approve", yes)).status).toBe(403);
    const restored = await ada("POST", "/policy/restore", { version: 7, expectedVersion: 1, note: null });
    expect(restored.status).toBe(409);
    const back = { document: NO_POLICY, expectedVersion: 1, note: null };
    expect((await bodyOf<PolicyPageView>(ada("PUT", "/policy", back))).current.version).toBe(2);
    const odd = { ...back, document: { lines: [{ verdict: "auto", origin: "untrusted" }] } };
    expect((await bodyOf<ApiProblem>(ada("PUT", "/policy", odd))).said).toMatch(/never goes through alone/);
  });

  test("a stopped site decides nothing, says why, and goes on where it was", async () => {
    const { key, panel, proposal, yes } = await asked("Cranes of Leer rust", "make it high");
    const stopped = await bodyOf<StopView>(ada("POST", "/stop", { reason: "audit week" }));
    expect(stopped).toMatchObject({ stopped: true, reason: "audit week" });
    expect((await ada("POST", "/stop", { reason: null })).status).toBe(409);
    const refused = await panel.do(proposal, "approve", yes);
    expect((refused.body as ApiProblem).error).toBe("stopped");
    // Nor by a yes to many.
    const items = [{ proposal: proposal.id, ...yes }];
    const mia = running.queueOf("Mia Krause");
    await mia.call("POST", "/batches", { id: "01890000-0000-7000-8000-0000000570b0", items });
    await expect
      .poll(async () => JSON.stringify((await mia.call("GET", "/batches")).body))
      .toMatch(/stopped/i);
    expect(issueNow(key).values["priority"]).not.toBe("2");
    expect(await bodyOf<StopView>(ada("POST", "/go", {}))).toEqual({ stopped: false });
    expect((await panel.do(proposal, "approve", yes)).status).toBe(200);
    await panel.until((one) => one.id === proposal.id && one.status === "done", "it to be done");
  });

  test("the log is read by names, page by page, and its export proves itself", async () => {
    const { key, panel, proposal } = await asked("Cranes of Norden rust", "make it low");
    await panel.do(proposal, "reject", { planHash: proposal.planHash, reason: "Not this month" });
    const page = await bodyOf<AuditPageView>(ada("GET", `/audit?issue=${key}&limit=2`));
    expect(page.lines).toMatchObject([
      { type: "proposal-rejected", by: "Mia Krause", words: expect.stringContaining("Not this month") },
      { type: "proposal-created", by: "TicketSmith" },
    ]);
    const older = await bodyOf<AuditPageView>(ada("GET", `/audit?issue=${key}&before=${page.next ?? 0}`));
    expect(older.lines.map(({ type }) => type)).toContain("request-received");
    expect(older.lines.every(({ seq }) => seq < (page.next ?? 0))).toBe(true);
    expect((await ada("GET", "/audit?issue=x%27%20OR%201=1")).status).toBe(400);
    const exported = await ada("GET", "/audit/export/jsonl");
    const text = String(exported.body);
    const verify = (file: string) =>
      verifyExport(Readable.from([Buffer.from(file)]), createPublicKey(page.key.publicPem));
    const check = await verify(text);
    expect(check).toMatchObject({ whole: true });
    const cut = text.split("\n").toSpliced(3, 1).join("\n");
    expect(await verify(cut)).toMatchObject({ whole: false });
    const table = String((await ada("GET", "/audit/export/csv")).body);
    expect(table.split("\n")[0]).toContain("on behalf of");
    const last = await bodyOf<AuditPageView>(ada("GET", "/audit?type=audit-exported"));
    expect(last.lines).toMatchObject([{ by: "Ada Admin" }, { by: "Ada Admin" }]);
  });

  test("feedback counts what people made of it, and goes out without their words or names", async () => {
    const { panel, proposal } = await asked("Cranes of Jever rust, mail jo@example.com", "make it lowest");
    await panel.do(proposal, "reject", {
      planHash: proposal.planHash,
      because: "wrong-field-value",
      reason: "ask jo@example.com first",
    });
    const view = await bodyOf<FeedbackView>(ada("GET", "/feedback?days=7"));
    expect(view.total.n).toBeGreaterThan(1);
    expect(view.reasons).toContainEqual(expect.objectContaining({ because: "wrong-field-value" }));
    expect(view.byField.map(({ key }) => key)).toContain("priority");
    expect((await ada("GET", "/feedback?days=-1")).status).toBe(400);
    const lines = String((await ada("GET", "/feedback/export?days=7")).body);
    expect(lines).toContain('"verdict":"reject"');
    expect(lines).not.toMatch(/jo@example|Mia Krause/);
  });
});
