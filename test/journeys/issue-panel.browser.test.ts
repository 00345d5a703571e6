import { AxeBuilder } from "@axe-core/playwright";
import type { Browser, BrowserContext, FrameLocator, Locator, Page } from "playwright";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
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
  page = await openAs("Mia Krause");
});
afterEach(async () => {
  await context.close();
  if (faults.length > 0) throw new Error(`The page had faults or broke its policy: ${faults.join("; ")}`);
});

const site = () => running.sandbox.site("acme");
const { named: accountOf, issueNow, newIssue: newIssueBy } = onSite(site);

const priorityCalled = (name: string) =>
  site()
    .state()
    .priorities.find((priority) => priority.name === name)?.id;

async function openAs(name: string, within = context): Promise<Page> {
  await within.addCookies([{ name: "sandbox-person", value: accountOf(name), url: running.origins.acme }]);
  const opened = await within.newPage();
  opened.on("pageerror", (error) => faults.push(error.message));
  opened.on("console", (message) => {
    if (message.type() === "error" && message.text().includes("Content Security Policy"))
      faults.push(message.text());
  });
  return opened;
}

/** An issue of its own for each test, as a reporter would make it. */
const newIssue = (summary: string): string => newIssueBy("Sam Reporter", summary);

const panelIn = (at: Page): FrameLocator => at.frameLocator("iframe").first();

async function openIssue(key: string, at = page): Promise<FrameLocator> {
  await at.goto(`${running.origins.acme}/browse/${key}`);
  const panel = panelIn(at);
  await panel.getByPlaceholder("Ask or tell TicketSmith").waitFor();
  return panel;
}

async function tell(panel: FrameLocator, sentence: string): Promise<void> {
  await panel.getByPlaceholder("Ask or tell TicketSmith").fill(sentence);
  await panel.getByPlaceholder("Ask or tell TicketSmith").press("Enter");
}

/** Waits for words in the panel; where they never come, says which ones did. */
const shows = (panel: FrameLocator, words: string | RegExp): Promise<void> =>
  panel
    .getByText(words)
    .first()
    .waitFor()
    .catch(async () => {
      throw new Error(`"${words}" is not in: ${await panel.locator("body").innerText()}`);
    });

/** What Jira tells meanwhile draws the preview anew, and a click can fall between the two: then a person clicks again. */
async function confirmUndo(panel: FrameLocator): Promise<void> {
  const button = panel.getByRole("button", { name: "Confirm undo" });
  for (let clicks = 0; clicks < 3; clicks += 1) {
    await button.click();
    const gone = await button.waitFor({ state: "hidden", timeout: 5_000 }).then(
      () => true,
      () => false,
    );
    if (gone) return;
  }
}

/** The card that a sentence leads to, among whatever else waits there. */
async function propose(key: string, sentence: string, title: RegExp, at = page): Promise<Locator> {
  const panel = await openIssue(key, at);
  await tell(panel, sentence);
  const card = panel.getByRole("article", { name: title });
  await card.getByRole("button", { name: "Approve" }).waitFor();
  return card;
}

const valueOf = (key: string, field: string) => issueNow(key).values[field] ?? null;

test("a stranger opens the showcase, reads why, approves, sees Jira change, and undoes it", async () => {
  const panel = await openIssue("SHOP-42");
  await panel.getByText("Make it High").first().waitFor();
  await panel.getByRole("button", { name: "Why?" }).first().click();
  await panel.getByText("nobody can pay").first().waitFor();
  await panel.getByRole("button", { name: "Approve" }).first().click();
  await shows(panel, "Done by you");
  expect(valueOf("SHOP-42", "components")).not.toEqual([]);
  // The host page shows it without having been reloaded.
  await page.getByText("High", { exact: true }).first().waitFor();

  await panel.getByRole("button", { name: "Undo" }).first().click();
  await confirmUndo(panel);
  await shows(panel, /Undone by you/);
  expect(valueOf("SHOP-42", "components") ?? []).toEqual([]);
});

test("one field is edited, then saved and approved", async () => {
  const key = newIssue("Translate the imprint");
  const card = await propose(key, "set priority to High", /Make it High/);
  await card.getByRole("button", { name: "Edit" }).click();
  const panel = panelIn(page);
  await panel.getByLabel("Priority").selectOption({ label: "Lowest" });
  await panel.getByRole("button", { name: "Save and approve" }).click();
  await shows(panel, "Done by you");
  expect(valueOf(key, "priority")).toBe(priorityCalled("Lowest"));
});

test("a person is picked by name when the sentence left it open", async () => {
  const key = newIssue("Check the fire doors");
  const panel = await openIssue(key);
  await tell(panel, "assign this to Tom");
  await panel.getByRole("button", { name: "Tom Alvarez" }).click();
  const card = panel.getByRole("article", { name: /Assign to Tom Alvarez/ });
  await card.getByRole("button", { name: "Approve" }).click();
  await shows(panel, "Done by you");
  expect(valueOf(key, "assignee")).toBe(accountOf("Tom Alvarez"));
});

test("a rejection needs a reason, changes nothing, and is kept", async () => {
  const key = newIssue("Paint the wall");
  const card = await propose(key, "assign to Ana Ruiz", /Assign to Ana Ruiz/);
  await card.getByRole("button", { name: "Reject" }).click();
  await card.getByRole("textbox").fill("Not this week");
  await card.getByRole("button", { name: "Reject" }).last().click();
  await panelIn(page)
    .getByText(/Rejected by you/)
    .first()
    .waitFor();
  expect(valueOf(key, "assignee")).toBeNull();
});

test("a change underneath shows as a comparison, and one click looks again", async () => {
  const key = newIssue("Count the chairs");
  const card = await propose(key, "set priority to High", /Make it High/);
  site().editIssue({ as: { kind: "person", accountId: accountOf("Ana Ruiz"), throughApp: null } }, key, {
    fields: { priority: { name: "Low" } },
  });
  await card.getByText(/changed since this was proposed/).waitFor();
  await card.getByRole("button", { name: "Look again" }).click();
  await card.getByRole("button", { name: "Approve" }).click();
  await card.getByText("Done by you").waitFor();
  expect(valueOf(key, "priority")).toBe(priorityCalled("High"));
});

test("of two reviewers the second is told who was first, without reloading", async () => {
  const key = newIssue("Order new signs");
  const mia = await propose(key, "assign to Priya Nair", /Assign to Priya Nair/);
  const other = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const ana = await openIssue(key, await openAs("Ana Ruiz", other));
  const seen = ana.getByRole("article", { name: /Assign to Priya Nair/ });
  await seen.getByRole("button", { name: "Approve" }).waitFor();
  await mia.getByRole("button", { name: "Approve" }).click();
  await ana
    .getByText(/Done by Mia Krause/)
    .first()
    .waitFor();
  expect(await ana.getByRole("button", { name: "Approve" }).count()).toBe(0);
  await other.close();
});

test("somebody without the permission reads, and is told why there is no button", async () => {
  const key = newIssue("Move the plants");
  await propose(key, "assign to Ana Ruiz", /Assign to Ana Ruiz/);
  const other = await browser.newContext();
  const noor = await openIssue(key, await openAs("Noor Outside", other));
  await noor
    .getByText(/Jira does not let you/)
    .first()
    .waitFor();
  expect(await noor.getByRole("button", { name: "Approve" }).count()).toBe(0);
  await other.close();
});

test("everything works by keyboard alone", async () => {
  const key = newIssue("Tidy the archive");
  const card = await propose(key, "set priority to High", /Make it High/);
  const approve = card.getByRole("button", { name: "Approve" });
  for (let presses = 0; presses < 80; presses += 1) {
    if (await approve.evaluate((element) => element === element.ownerDocument.activeElement)) break;
    await page.keyboard.press("Tab");
  }
  await page.keyboard.press("Enter");
  await card.getByText("Done by you").waitFor();
  expect(valueOf(key, "priority")).toBe(priorityCalled("High"));
});

test("the dark theme of the site reaches the panel, and both are accessible in either theme", async () => {
  const card = await propose(newIssue("Dim the lights"), "set priority to High", /Make it High/);
  await card.getByRole("button", { name: "Why?" }).click();
  for (const theme of ["light", "dark"]) {
    if (theme === "dark") await page.getByRole("button", { name: "Dark" }).click();
    const mode = () => panelIn(page).locator("html").getAttribute("data-color-mode");
    await expect.poll(mode, { timeout: 5_000 }).toBe(theme);
    const { violations } = await new AxeBuilder({ page }).options({ preload: false }).analyze();
    const found = violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map((node) => String(node.target)).join(", ")}`,
    );
    expect(found).toEqual([]);
  }
});
