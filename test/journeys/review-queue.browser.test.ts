import { AxeBuilder } from "@axe-core/playwright";
import type { Browser, BrowserContext, FrameLocator, Page } from "playwright";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import type { ProposalView } from "../../server/contract/index.ts";
import { onSite } from "../builders/on-site.ts";
import { openEmbeddedForTest, type TestDatabase } from "../environment/database.ts";
import { openBrowser } from "../environment/open-browser.ts";
import { startRunningApp, type RunningApp } from "../environment/running-app.ts";

let database: TestDatabase;
let running: RunningApp;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let faults: string[];

beforeAll(async () => {
  database = await openEmbeddedForTest();
  running = await startRunningApp(database.db);
  browser = await openBrowser();
});
afterAll(async () => {
  await browser.close();
  await running.stop();
  await database.close();
});
beforeEach(async () => {
  faults = [];
  context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  await context.addCookies([
    { name: "sandbox-person", value: named("Mia Krause"), url: running.origins.acme },
  ]);
  page = await context.newPage();
  page.on("pageerror", (error) => faults.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error" && message.text().includes("Content Security Policy"))
      faults.push(message.text());
  });
});
afterEach(async () => {
  await context.close();
  if (faults.length > 0) throw new Error(`The page had faults or broke its policy: ${faults.join("; ")}`);
});

const { named, newIssue, issueNow } = onSite(() => running.sandbox.site("acme"));

async function proposed(summary: string, sentence: string): Promise<string> {
  const key = newIssue("Mia Krause", summary);
  const panel = running.panelOf("Mia Krause", key);
  await panel.ask(sentence);
  const wanted = (one: ProposalView) => one.status === "waiting" && one.origin === "sentence";
  await panel.until(wanted, `a proposal for "${sentence}"`);
  return key;
}

/** Where somebody asked for pictures. */
async function shoot(name: string): Promise<void> {
  const folder = process.env["PICTURES"];
  if (folder !== undefined) await page.screenshot({ path: `${folder}/${name}.png` });
}

async function openQueue(): Promise<FrameLocator> {
  await page.goto(`${running.origins.acme}/plugins/servlet/ac/ticketsmith/ticketsmith-queue`);
  const queue = page.frameLocator("iframe").first();
  await queue.getByRole("heading", { name: "Review queue" }).waitFor();
  return queue;
}

const searchFor = (queue: FrameLocator, words: string) => queue.getByLabel("Search").fill(words);
const rowOf = (queue: FrameLocator, key: string) =>
  queue.getByRole("button", { name: new RegExp(`^${key} `) });

test("by keyboard alone: find, open, approve, and see it done and undone", async () => {
  const key = await proposed("Ferries of Ostend are late", "add label ferry");
  const queue = await openQueue();
  await queue.getByRole("heading", { name: "Review queue" }).click();
  await page.keyboard.press("/");
  await page.keyboard.type("label ferry");
  await rowOf(queue, key).waitFor();
  await rowOf(queue, key).focus();
  await page.keyboard.press("j");
  const card = queue.getByRole("complementary", { name: "Review" });
  await card.getByRole("button", { name: "Approve" }).waitFor();
  await page.keyboard.press("a");
  await card.getByText(/^Done by you/).waitFor();
  expect(issueNow(key).values["labels"]).toContain("ferry");

  // It left the list, and its review stays in front of whoever decided.
  await rowOf(queue, key).waitFor({ state: "detached" });
  await page.keyboard.press("z");
  await card.getByRole("button", { name: /Confirm undo/ }).click();
  await card.getByText(/Undone by you/).waitFor();
  expect(issueNow(key).values["labels"] ?? []).not.toContain("ferry");
  await page.keyboard.press("Escape");
  await card.waitFor({ state: "detached" });
  await queue.getByRole("button", { name: /^Done/ }).click();
  await rowOf(queue, key).getByText("Undone").waitFor();
});

test("what is proposed elsewhere appears by itself, and a filter that nothing fits can be cleared", async () => {
  const queue = await openQueue();
  await searchFor(queue, "label barge");
  await queue.getByText("Nothing fits these filters.").waitFor();
  const key = await proposed("Barges of Ghent", "add label barge");
  await rowOf(queue, key).waitFor();
  await queue.getByLabel("Action").selectOption({ label: "Moves" });
  await queue.getByRole("button", { name: "Clear filters" }).click();
  await queue.getByRole("button", { name: /Add label barge/ }).waitFor();
  expect(await rowOf(queue, key).count()).toBe(1);
});

test("groups open one at a time, and a question is answered in place", async () => {
  const key = await proposed("Trams of Antwerp", "assign to Tom");
  const queue = await openQueue();
  await queue.getByRole("button", { name: /^Questions/ }).click();
  await searchFor(queue, key);
  await rowOf(queue, key).click();
  const card = queue.getByRole("complementary", { name: "Review" });
  await card
    .getByText(/Which Tom do you mean/)
    .first()
    .waitFor();
  await card.getByRole("button", { name: /Tom Becker/ }).click();
  await card.getByText("Assign to Tom Becker").first().waitFor();
  await queue.getByRole("button", { name: /^Waiting/ }).click();
  await searchFor(queue, key);
  const group = queue.getByRole("button", { name: /^▾ ?Assign|Assign/ }).first();
  await group.waitFor();
  expect(await rowOf(queue, key).innerText()).not.toContain("Which Tom");
});

test("a whole group is approved after a last look, without the one that was left out", async () => {
  const [first, second, third] = [
    await proposed("Pedals of Delft squeak", "add label pedal"),
    await proposed("Pedals of Breda squeak", "add label pedal"),
    await proposed("Pedals of Tilburg squeak", "add label pedal"),
  ];
  const queue = await openQueue();
  await searchFor(queue, "label pedal");
  await queue.getByRole("button", { name: "Approve 3…" }).click();
  const look = queue.getByRole("complementary", { name: "Last look" });
  await look.getByText("3 issues will change, in SHOP.").waitFor();
  await look.getByRole("checkbox", { name: new RegExp(second) }).uncheck();
  await shoot("last-look");
  const { violations } = await new AxeBuilder({ page }).options({ preload: false }).analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
  await look.getByRole("button", { name: "Approve 2" }).click();
  await queue.getByText("2 of 2 done.").waitFor();
  expect([first, second, third].map((key) => issueNow(key).values["labels"])).toEqual([
    ["pedal"],
    [],
    ["pedal"],
  ]);
  // Whoever comes back later still finds how it went, until they have seen it.
  const again = await openQueue();
  await again.getByText("2 of 2 done.").waitFor();
  await again.getByRole("button", { name: "Dismiss" }).click();
  await again.getByText("2 of 2 done.").waitFor({ state: "detached" });
});

test("of what was approved together, whatever did not go through says why", async () => {
  await proposed("Saddles of Delft wobble", "add label saddle");
  const gone = await proposed("Saddles of Breda wobble", "add label saddle");
  const queue = await openQueue();
  await searchFor(queue, "label saddle");
  await queue.getByRole("button", { name: "Approve 2…" }).click();
  const look = queue.getByRole("complementary", { name: "Last look" });
  await look.getByRole("button", { name: "Approve 2" }).waitFor();
  const panel = running.panelOf("Mia Krause", gone);
  const { id, planHash } = await panel.until(({ summary }) => /label saddle/.test(summary), "it");
  await panel.do({ id }, "reject", { planHash, reason: "no" });
  await look.getByRole("button", { name: "Approve 2" }).click();
  await queue.getByText("1 of 2 done, 1 not done.").waitFor();
  await queue.getByRole("button", { name: "Show reasons" }).click();
  await queue.getByText("Somebody else decided it before.").waitFor();
  await shoot("batch-over");
  await queue.getByRole("region", { name: "Approved together" }).getByRole("button", { name: gone }).click();
  const card = queue.getByRole("complementary", { name: "Review" });
  await card
    .getByText(/Rejected/)
    .first()
    .waitFor();
  expect(issueNow(gone).values["labels"]).toEqual([]);
});

test.each([
  ["light", 1280],
  ["dark", 1280],
  ["light", 340],
] as const)("is free of what axe finds: %s, %i px", async (theme, width) => {
  await proposed(`Bicycles of Leuven in ${theme} at ${width}`, "add label bicycle");
  await page.setViewportSize({ width, height: 800 });
  const queue = await openQueue();
  if (theme === "dark") await page.getByRole("button", { name: "Dark" }).click();
  await searchFor(queue, "label bicycle");
  await queue.locator(".ts-queue-row").first().click();
  await queue
    .getByRole("complementary", { name: "Review" })
    .getByRole("button", { name: "Approve" })
    .waitFor();
  const { violations } = await new AxeBuilder({ page }).options({ preload: false }).analyze();
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(", ")}`);
  expect(found).toEqual([]);
});
