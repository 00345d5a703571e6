import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { answerCase, readCases, readFacts, scorePlans } from "../../server/evaluation/index.ts";
import { createOfflineEngine } from "../../server/planning/index.ts";

const SETS = path.resolve(import.meta.dirname, "../../evaluation/requests");
const mustRead = <T>(read: { ok: true; value: T } | { ok: false; reason: string }): T => {
  if (!read.ok) throw new Error(read.reason);
  return read.value;
};
const read = (file: string) => readFileSync(path.join(SETS, file), "utf8");
const facts = mustRead(readFacts(read("facts.json")));
const engine = createOfflineEngine();
const answers = (lines: string, around = facts) =>
  Promise.all(mustRead(readCases(lines)).map((one) => answerCase(one, around, engine, () => 0)));

describe("The offline engine", () => {
  test.each(["dev", "test"])("does what was asked in the %s half, and little else", async (half) => {
    const report = scorePlans(await answers(read(`${half}.jsonl`)));
    expect(report.coverage).toBeGreaterThan(0.85);
    expect(report.fieldAccuracy).toBeGreaterThan(0.95);
    expect(report.wrongActionRate).toBeLessThan(0.03);
  });

  test.each(["dev-2", "dev-3"])("does so on another site as well: %s", async (set) => {
    const report = scorePlans(await answers(read(`${set}.jsonl`), mustRead(readFacts(read("facts-2.json")))));
    expect(report.coverage).toBeGreaterThan(0.95);
    expect(report.fieldAccuracy).toBeGreaterThan(0.98);
    expect(report.wrongActionRate).toBeLessThan(0.01);
    expect(report.shouldHaveAbstainedRate).toBeLessThan(0.01);
  });

  test.each([
    ["en", "Could we get Benoît on this please", { type: "set-assignee" }],
    [
      "en",
      "Priority: High\nComponents: Checkout, Payments",
      { type: "edit-fields", priority: "High", components: ["Checkout", "Payments"] },
    ],
    ["de", "auf In Progress setzen, Jürgen macht das", { type: "transition", to: "In Progress" }],
    [
      "fr",
      "ajoute l'étiquette seo et passe la priorité à Low",
      { type: "edit-fields", labels: ["seo"], priority: "Low" },
    ],
    ["es", "vence el viernes", { type: "edit-fields", dueDate: "2026-05-15" }],
    ["pt", "manda pro Thiago", { type: "set-assignee" }],
    [
      "ja",
      "優先度をHighに上げて、期限は5月20日でお願いします",
      { type: "edit-fields", priority: "High", dueDate: "2026-05-20" },
    ],
    ["en", "start working on this", { type: "transition", to: "In Progress" }],
    [
      "de",
      "Kommentiere: Wir warten auf den Anbieter.",
      { type: "add-comment", comment: "Wir warten auf den Anbieter." },
    ],
  ])("reads %s: %s", async (lang, text, expected) => {
    const line = {
      id: "x",
      lang,
      text,
      project: "SHOP",
      subject: "SHOP-101",
      expect: { actions: [expected] },
    };
    const report = scorePlans(await answers(JSON.stringify(line)));
    expect(report.coverage).toBe(1);
    expect(report.fieldAccuracy).toBe(1);
  });

  const hall = {
    name: "Hall",
    type: "option-with-child",
    options: [
      { name: "Frankfurt", children: ["Hall A", "Hall B"] },
      { name: "Dublin", children: ["Hall 1"] },
    ],
  };
  test.each([
    ["hall: Frankfurt / Hall B", "Frankfurt - Hall B"],
    ["set the hall to hall 1", "Dublin - Hall 1"],
    ["please set Hall to Dublin", "Dublin"],
  ])("reads a choice in a cascading select: %s", async (text, Hall) => {
    const line = {
      id: "x",
      text,
      subject: "SHOP-101",
      facts: { projects: [{ key: "SHOP", issueTypes: [{ name: "Bug", fields: [hall] }] }] },
      expect: { actions: [{ type: "edit-fields", Hall }] },
    };
    const report = scorePlans(await answers(JSON.stringify(line)));
    expect(report.failures).toEqual([]);
  });

  test.each([
    ["create a bug: power loss", { summary: "power loss" }],
    ["create a bug: power loss. Priority high", { summary: "power loss", priority: "High" }],
    ["create a bug: v2.1 loses drafts", { summary: "v2.1 loses drafts" }],
  ])("calls a new issue by what is said of it: %s", async (text, expected) => {
    const line = {
      id: "x",
      text,
      project: "SHOP",
      expect: { actions: [{ type: "create-issue", project: "SHOP", issueType: "Bug", ...expected }] },
    };
    const report = scorePlans(await answers(JSON.stringify(line)));
    expect(report.failures).toEqual([]);
  });

  test.each([
    "Do not assign this to Priya.",
    "Should I assign this to Priya?",
    "If Priya has time she can take it.",
    "I gave it to Priya yesterday.",
    "Assign SHOP-102 to Priya",
    "The due date on the contract is 30 June.",
    "Jonas ist bis Montag im Urlaub.",
    "Wenn Priya Zeit hat, kann sie es übernehmen.",
    "Ne changez pas la priorité.",
    "El cliente dijo que la fecha límite era el 3 de junio.",
    "Já está com a Luiza.",
    "優先度は変えないでください。",
    "> assign this to Priya",
    "Thanks, Priya!",
  ])("leaves alone: %s", async (text) => {
    const line = { id: "x", text, project: "SHOP", subject: "SHOP-101", expect: { none: true } };
    expect((await answers(JSON.stringify(line))).flatMap(({ actions }) => actions)).toEqual([]);
  });

  test.each([
    ["assignee", "give it to Anna"],
    ["assignee", "bitte Herrn Schmidt zuweisen"],
    ["assignee", "鈴木さんに割り当ててください"],
    ["assignee", "assign to me"],
    ["priority", "set priority to Super High"],
    ["components", "mets le composant Facturation"],
    ["to", "mark it as resolved"],
    ["dueDate", "due 30 February"],
    ["dueDate", "set the due date to 03/04/2026"],
    ["target", "link it to that other ticket"],
  ])("asks for %s: %s", async (field, text) => {
    const line = { id: "x", text, project: "SHOP", subject: "SHOP-101", expect: { asks: [field] } };
    const [answer] = await answers(JSON.stringify(line));
    expect(answer?.asks).toContain(field);
    expect(answer?.actions).toEqual([]);
  });

  test("each quote of its evidence stands in the request, where it says it does", async () => {
    const cases = read("dev.jsonl");
    const quotes = (await answers(cases)).flatMap(({ case: one, plan }) =>
      (plan?.steps ?? []).flatMap(({ evidence }) =>
        evidence.flatMap(({ items }) =>
          items.flatMap((item) =>
            item.kind === "span" ? [{ said: item.quote, stands: one.text.slice(item.start, item.end) }] : [],
          ),
        ),
      ),
    );
    expect(quotes.length).toBeGreaterThan(100);
    expect(quotes.filter(({ said, stands }) => said !== stands)).toEqual([]);
  });

  test("makes a new issue of a project, and never changes one that is not there", async () => {
    const line = {
      id: "x",
      text: "Create a task “Renew the certificate”, assign it to Pablo Quiroga and close it",
      project: "SHOP",
      expect: {},
    };
    const [answer] = await answers(JSON.stringify(line));
    expect(answer?.actions.map(({ type, target }) => [type, target])).toEqual([["create-issue", "SHOP"]]);
    expect(answer?.plan?.subject).toEqual({ project: { id: "SHOP", key: "SHOP", name: "Web Shop" } });
  });
});
