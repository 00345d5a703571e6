import { AxeBuilder } from "@axe-core/playwright";
import type { Browser, BrowserContext, FrameLocator, Page } from "playwright";
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
  await beAt("Ada Admin");
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

const { named, newIssue } = onSite(() => running.sandbox.site("acme"));
const beAt = (name: string) =>
  context.addCookies([{ name: "sandbox-person", value: named(name), url: running.origins.acme }]);
const ADDRESS = "/plugins/servlet/ac/ticketsmith/ticketsmith-configure";

/** Where somebody asked for pictures. */
async function shoot(name: string): Promise<void> {
  const folder = process.env["PICTURES"];
  if (folder !== undefined) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
}

async function openAdmin(): Promise<FrameLocator> {
  await page.goto(`${running.origins.acme}${ADDRESS}`);
  const admin = page.frameLocator("iframe").first();
  await admin.getByRole("heading", { name: "Engine" }).waitFor();
  return admin;
}
const section = (admin: FrameLocator, name: string) =>
  admin.getByRole("navigation", { name: "Sections" }).getByRole("button", { name: new RegExp(`^${name}`) });

test("from the site's list of apps to a saved setting, and nothing unsaved is lost without a word", async () => {
  await page.goto(`${running.origins.acme}/admin/apps`);
  await page.getByRole("link", { name: "Configure" }).click();
  const admin = page.frameLocator("iframe").first();
  await admin.getByLabel("Engine", { exact: true }).selectOption("openai");
  await admin.getByLabel("Model", { exact: true }).fill("gpt-4o");
  await admin.getByText("Changed: engine, model.").waitFor();
  await section(admin, "Rules").click();
  await admin.getByText("Your changes are not saved").waitFor();
  await admin.getByRole("button", { name: "Stay" }).click();
  expect(await admin.getByLabel("Model", { exact: true }).inputValue()).toBe("gpt-4o");
  await admin.getByLabel("Server", { exact: true }).fill("http://10.0.0.1/v1");
  await admin.getByRole("button", { name: "Save" }).click();
  await admin.getByText("It must begin with https://.").first().waitFor();
  await admin.getByRole("button", { name: "Discard" }).click();
  await admin.getByLabel("Engine", { exact: true }).selectOption("offline");
  await admin.getByRole("button", { name: "Save" }).click();
  await admin.getByText(/Changed:/).waitFor({ state: "detached" });
  await admin.getByRole("button", { name: "Test" }).click();
  await admin.getByText(/TicketSmith answers by itself/).waitFor();
});

test("a rule is written, tried, saved and switched off", async () => {
  const key = newIssue("Mia Krause", "The elevator is stuck");
  const panel = running.panelOf("Mia Krause", key);
  await panel.ask("make it high");
  await panel.until(({ origin }) => origin === "sentence", "a request to try on");
  const admin = await openAdmin();
  await section(admin, "Rules").click();
  await admin.getByRole("button", { name: "Add a rule" }).click();
  await admin.getByLabel("Condition").selectOption("text");
  await admin.getByLabel("Words").fill("elevator, lift");
  await admin.getByLabel("Field").fill("labels");
  await admin.getByLabel("Value").fill("facility");
  const sentence = "When the text has “elevator” or “lift”, then labels is facility.";
  await admin.getByText(sentence).waitFor();
  await admin.getByRole("button", { name: "Try on the last requests" }).click();
  await admin.getByText(/requests?, \d+ of them planned differently/).waitFor();
  await admin.getByRole("button", { name: "Save" }).click();
  await section(admin, "Rules").getByText("1 on").waitFor();
  await admin.getByRole("checkbox", { name: new RegExp("elevator") }).uncheck();
  await admin.getByRole("button", { name: "Save" }).click();
  await section(admin, "Rules").getByText("None").waitFor();
  expect((await running.adminOf("Ada Admin").call("GET", "/rules")).body).toMatchObject({
    rules: [{ enabled: false, when: [{ words: ["elevator", "lift"] }] }],
  });
});

test("a policy is written as a table, tried on the past, saved, and an older one made to hold again", async () => {
  const admin = await openAdmin();
  await section(admin, "Policy").click();
  await admin.getByText("Nothing is laid down yet").waitFor();
  await admin.getByRole("button", { name: "Add a line" }).click();
  await admin.getByLabel("Project of line 1").fill("shop");
  await admin.getByLabel("Verdict of line 1").selectOption("blocked");
  await admin.getByRole("button", { name: /Try on the last/ }).click();
  await admin.getByText(/Of the last \d+ proposals 0 would go through alone/).waitFor();
  await shoot("policy");
  await admin.getByRole("button", { name: "Save" }).click();
  await admin.getByText("Version 1, in words").waitFor();
  await admin.getByRole("button", { name: "Remove line 1" }).click();
  await admin.getByRole("button", { name: "Save" }).click();
  await admin.getByText("Version 2, in words").waitFor();
  await admin.getByRole("button", { name: "Restore version 1" }).click();
  await admin.getByRole("button", { name: "Make it hold again" }).click();
  await admin.getByText("Version 3, in words").waitFor();
  expect(await admin.getByLabel("Project of line 1").inputValue()).toBe("SHOP");
  await admin.getByRole("button", { name: "Remove line 1" }).click();
  await admin.getByRole("button", { name: "Save" }).click();
  await section(admin, "Policy").getByText("Version 4").waitFor();
});

test("the site is stopped, and the queue says so until it goes on", async () => {
  const admin = await openAdmin();
  await section(admin, "Stop switch").click();
  await admin.getByLabel("Reason").fill("Year-end freeze");
  await admin.getByRole("button", { name: "Stop TicketSmith on this site" }).click();
  await admin.getByText("TicketSmith is stopped on this site").waitFor();
  await section(admin, "Stop switch").getByText("Stopped").waitFor();
  await page.goto(`${running.origins.acme}/plugins/servlet/ac/ticketsmith/ticketsmith-queue`);
  await page
    .frameLocator("iframe")
    .first()
    .getByText(/Year-end freeze/)
    .waitFor();
  const again = await openAdmin();
  await section(again, "Stop switch").click();
  await again.getByRole("button", { name: "Let it go on" }).click();
  await section(again, "Stop switch").getByText("Running").waitFor();
  expect((await running.adminOf("Ada Admin").call("GET", "/stop")).body).toEqual({ stopped: false });
});

test("the log is looked through and exported as a file", async () => {
  const admin = await openAdmin();
  await section(admin, "Audit").click();
  await admin.getByLabel("Show").selectOption({ label: "Settings" });
  await admin.getByText("Resumed").first().waitFor();
  await shoot("audit");
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    admin.getByRole("button", { name: "Export, with proof" }).click(),
  ]);
  expect(download.suggestedFilename()).toBe("audit.jsonl");
});

test("a token is shown once, and revoking it asks first", async () => {
  const admin = await openAdmin();
  await section(admin, "API tokens").click();
  await admin.getByLabel("Name").fill("nightly import");
  await admin.getByRole("button", { name: "Make a token" }).click();
  const secret = await admin.locator("code").innerText();
  expect(secret).toMatch(/^ts_/);
  await admin.getByRole("button", { name: "Revoke nightly import" }).click();
  await admin.getByRole("button", { name: "Revoke nightly import now" }).click();
  await admin.locator(".ts-lozenge", { hasText: "Revoked" }).waitFor();
  await section(admin, "Health").click();
  await section(admin, "API tokens").click();
  await admin.getByRole("rowheader", { name: "nightly import" }).waitFor();
  expect(await admin.locator("body").innerText()).not.toContain(secret);
});

test("whoever does not administer the site is not shown the page", async () => {
  await beAt("Mia Krause");
  await page.goto(`${running.origins.acme}${ADDRESS}`);
  await page.getByText("Only for admins").waitFor();
  expect(await page.locator("iframe").count()).toBe(0);
});

test.each([
  ["light", 1280],
  ["dark", 1280],
  ["light", 340],
] as const)("every section is free of what axe finds: %s, %i px", async (theme, width) => {
  await page.setViewportSize({ width, height: 800 });
  const admin = await openAdmin();
  if (theme === "dark") await page.getByRole("button", { name: "Dark" }).click();
  const names = await admin.getByRole("navigation", { name: "Sections" }).getByRole("button").allInnerTexts();
  expect(names.length).toBeGreaterThan(5);
  for (const name of names.map((text) => text.split("\n")[0] ?? "")) {
    await section(admin, name).click();
    await admin.getByRole("heading", { name, exact: true }).waitFor();
    await admin.locator(".ts-skeleton").waitFor({ state: "detached" });
    const { violations } = await new AxeBuilder({ page }).options({ preload: false }).analyze();
    const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(", ")}`);
    expect([name, found]).toEqual([name, []]);
    await shoot(`admin-${name}-${theme}-${width}`.replaceAll(" ", "-"));
  }
});
