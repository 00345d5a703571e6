import { AxeBuilder } from "@axe-core/playwright";
import type { Browser, Page } from "playwright";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { installApp } from "../../sandbox/apps/install-app.ts";
import { createSandbox, type Sandbox } from "../../sandbox/create-sandbox.ts";
import { openBrowser } from "../environment/open-browser.ts";
import { callAsApp } from "./jira-client.ts";
import { startTestApp, type TestApp } from "./test-app.ts";

let sandbox: Sandbox;
let app: TestApp;
let browser: Browser;
let origin: string;
let page: Page;
let wrong: string[];

beforeAll(async () => {
  app = await startTestApp();
  sandbox = createSandbox({ port: 0 });
  origin = (await sandbox.start()).origins.acme;
  const installed = await installApp(sandbox.site("acme"), app.descriptorUrl, ["jira"]);
  if (!installed.ok) throw new Error(installed.refusal.errorMessages.join(" "));
  browser = await openBrowser();
});
afterAll(async () => {
  await browser.close();
  await sandbox.stop();
  await app.stop();
});
beforeEach(async () => {
  const context = await browser.newContext({ viewport: { width: 1360, height: 860 } });
  page = await context.newPage();
  wrong = [];
  page.on("pageerror", (error) => wrong.push(error.message));
  page.on("console", (said) => {
    if (said.type() === "error" && !said.text().includes("Failed to load resource")) wrong.push(said.text());
  });
});
afterEach(async () => {
  sandbox.faults.clear();
  await page.context().close();
  if (wrong.length > 0) throw new Error(`The page had faults: ${wrong.join("; ")}`);
});

const jira = () =>
  callAsApp(origin, () => {
    const found = sandbox.site("acme").installation("jira", "probe-app");
    if (found === undefined) throw new Error("the app is not installed");
    return found;
  });

async function open(tab: string | RegExp): Promise<void> {
  await page.goto(`${origin}/projects`);
  await page.getByRole("button", { name: "Drawer" }).click();
  await page.getByRole("tab", { name: tab }).click();
}

test("every fault that is offered can be planted, and says what it does", async () => {
  await open(/Faults/);
  const kinds = await page
    .locator("#fault-form option[value]")
    .evaluateAll((all) =>
      all.flatMap((one) => (one.closest("optgroup") === null ? [] : [one.getAttribute("value") ?? ""])),
    );
  expect(kinds.length).toBeGreaterThan(20);
  for (const kind of kinds) {
    await page.getByLabel("What happens").selectOption(kind);
    await page.getByRole("button", { name: "Plant fault" }).click();
    await expect.poll(() => sandbox.faults.list()).toHaveLength(kinds.indexOf(kind) + 1);
  }
  const planted = sandbox.faults.list();
  expect(new Set(planted.map(({ match }) => match.on))).toEqual(
    new Set(["rest", "token", "keys", "webhook"]),
  );
  await expect.poll(() => page.locator("#fault-list .entry").count()).toBe(kinds.length);
  const words = await page.locator("#fault-list .entry .strong").allTextContents();
  expect(new Set(words).size).toBe(kinds.length);
  expect(words.join()).not.toContain("undefined");
  expect(await page.locator("#fault-words").textContent()).toBe("");
  await page.getByRole("button", { name: "Clear all" }).click();
  await expect.poll(() => page.locator("#fault-list").textContent()).toContain("the site behaves");
});

test("a fault for this site alone is planted with its method and path", async () => {
  await open(/Faults/);
  await page.getByLabel("What happens").selectOption("half");
  await page.locator("#fault-form [name=tenant]").selectOption("acme");
  await page.getByLabel("To which calls").selectOption("PUT");
  await page.getByLabel("Whose path fits (pattern)").fill("/issue/SHOP-42$");
  await page.getByLabel("How often").fill("");
  await page.getByRole("button", { name: "Plant fault" }).click();
  await expect.poll(() => sandbox.faults.list()).toHaveLength(1);
  expect(sandbox.faults.list()[0]).toMatchObject({
    match: { on: "rest", method: "PUT", pathPattern: "/issue/SHOP-42$", tenant: "acme" },
    timesLeft: null,
    effect: { kind: "half" },
  });
  await page.getByLabel("What happens").selectOption("token-503");
  expect(await page.getByLabel("To which calls").isVisible()).toBe(false);
});

test("the limits show what an app has used as it uses it, and take other numbers", async () => {
  sandbox.limits.reset();
  await open("Limits");
  const shown = page.locator("#limit-use");
  await expect.poll(() => shown.textContent()).toContain("No app has called this hour");
  await jira()("PUT", "/rest/api/3/issue/SHOP-42", { fields: { labels: ["a"] } });
  await expect.poll(() => shown.textContent()).toContain("probe-app in Jira: 1 of 65,000 points");
  expect(await shown.textContent()).toContain("SHOP-42 on acme");
  await page.getByLabel("Points an hour", { exact: true }).fill("1");
  await page.getByRole("button", { name: "Set", exact: true }).click();
  await expect.poll(() => shown.textContent()).toContain("1 of 1 points");
  expect((await jira()("GET", "/rest/api/3/serverInfo")).status).toBe(429);
  await page.getByRole("button", { name: "Usual numbers" }).click();
  await expect.poll(() => sandbox.limits.settings().pointsPerHour).toBe(65_000);
  expect((await jira()("GET", "/rest/api/3/serverInfo")).status).toBe(200);
});

test("a permission is taken from a person and given back", async () => {
  await open("Permissions");
  const site = sandbox.site("acme");
  const mia = site.people().find((one) => one.displayName === "Mia Krause");
  const shop = site.state().projects.find((one) => one.key === "SHOP");
  if (mia === undefined || shop === undefined) throw new Error("Mia or SHOP is missing");
  const may = () =>
    site.may({ kind: "person", accountId: mia.accountId, throughApp: null }, "EDIT_ISSUES", shop);
  expect(may()).toBe(true);
  await page.getByLabel("Person").selectOption(mia.accountId);
  await page.locator("#permission-form [name=project]").selectOption("SHOP");
  await page.getByRole("button", { name: "Take away" }).click();
  const words = page.locator("#permission-words");
  await expect.poll(() => words.textContent()).toBe("Mia Krause may no longer edit issues in SHOP.");
  expect(may()).toBe(false);
  await page.getByRole("button", { name: "Give" }).click();
  await expect.poll(() => words.textContent()).toBe("Mia Krause may edit issues in SHOP.");
  expect(may()).toBe(true);
});

/** Each tab with something that is there once it is filled. */
const SHOWN: Record<string, string> = {
  Webhooks: ".entry",
  Tokens: "p",
  "REST calls": ".entry",
  Faults: ".entry",
  Limits: "meter",
  Permissions: "select",
  Reset: "button",
};

test.each([
  ["light", 1360],
  ["dark", 400],
] as const)("every tab of the drawer is accessible in %s at %i pixels", async (theme, width) => {
  await page.setViewportSize({ width, height: 860 });
  await page.goto(`${origin}/projects`);
  await page.evaluate(`localStorage.setItem("sandbox-theme", "${theme}")`);
  await jira()("GET", "/rest/api/3/issue/SHOP-42");
  await jira()("PUT", "/rest/api/3/issue/SHOP-42", { fields: { labels: [`${theme}-${width}`] } });
  sandbox.faults.add({ match: {}, timesLeft: 1, effect: { kind: "half" } });
  await page.reload();
  await page.getByRole("button", { name: "Drawer" }).click();
  const found: string[] = [];
  for (const tab of Object.keys(SHOWN)) {
    await page.getByRole("tab", { name: tab }).click();
    await page.locator(`[role=tabpanel]:not([hidden]) ${SHOWN[tab]}`).first().waitFor();
    const { violations } = await new AxeBuilder({ page })
      .include("#drawer")
      .options({ preload: false })
      .analyze();
    found.push(
      ...violations.flatMap(({ id, nodes }) => nodes.map((node) => `${tab} ${id} ${String(node.target)}`)),
    );
    const over = await page.evaluate(
      "(() => { const it = document.querySelector('[role=tabpanel]:not([hidden])'); return it.scrollWidth - it.clientWidth; })()",
    );
    if (over !== 0) found.push(`${tab} is ${String(over)} px too wide`);
  }
  expect(found).toEqual([]);
});
