import { AxeBuilder } from "@axe-core/playwright";
import jwt from "jsonwebtoken";
import type { Browser, Frame, Page } from "playwright";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createSandbox, type Sandbox } from "../../sandbox/create-sandbox.ts";
import { installApp } from "../../sandbox/apps/install-app.ts";
import type { Acting, Json } from "../../sandbox/state.ts";
import { openBrowser } from "../environment/open-browser.ts";
import { startFrameApp, type FrameApp } from "./frame-app.ts";

const BADGE = "com.atlassian.jira.issue:frame-probe:probe-panel:status";

let sandbox: Sandbox;
let app: FrameApp;
let browser: Browser;
let origin: string;
let page: Page;
let faults: string[];

beforeAll(async () => {
  app = await startFrameApp();
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
  const context = await browser.newContext({ viewport: { width: 1360, height: 860 }, colorScheme: "light" });
  page = await context.newPage();
  faults = [];
  page.on("pageerror", (error) => faults.push(error.message));
  page.on("console", (said) => {
    if (said.type() === "error" && !said.text().includes("Failed to load resource")) faults.push(said.text());
  });
});
afterEach(async () => {
  await page.context().close();
  if (faults.length > 0) throw new Error(`The page had faults: ${faults.join("; ")}`);
});

function idOf(name: string): string {
  const person = sandbox
    .site("acme")
    .people()
    .find((one) => one.displayName === name);
  if (person === undefined) throw new Error(`${name} is not among the people`);
  return person.accountId;
}

function acting(name: string): Acting {
  return { as: { kind: "person", accountId: idOf(name), throughApp: null } };
}

async function be(name: string): Promise<void> {
  await page.context().addCookies([{ name: "sandbox-person", value: idOf(name), url: origin }]);
}

/** The frame of the app once its script has been answered by the bridge. */
async function openPanel(): Promise<Frame> {
  await page.goto(`${origin}/browse/SHOP-42`);
  const handle = await page.locator(".app-frame iframe").elementHandle();
  const frame = await handle?.contentFrame();
  if (frame === null || frame === undefined) throw new Error("the panel has no frame");
  await frame.locator("#said", { hasText: "ready" }).waitFor();
  return frame;
}

const height = () =>
  page.locator(".app-frame iframe").evaluate((frame) => frame.getBoundingClientRect().height);

describe("an app's panel beside an issue", () => {
  test("gets a context token for who looks and at which issue, signed with the app's secret", async () => {
    await be("Ana Ruiz");
    const frame = await openPanel();
    const token = String(await frame.evaluate("window.token"));
    const claims = jwt.verify(token, app.secrets.get(origin) ?? "", { algorithms: ["HS256"] });
    expect(claims).toMatchObject({
      sub: idOf("Ana Ruiz"),
      qsh: "context-qsh",
      context: { jira: { issue: { key: "SHOP-42" }, project: { key: "SHOP" } } },
    });
  });

  test("grows with what is in it, and keeps the width the page gives", async () => {
    const frame = await openPanel();
    const before = await height();
    await frame.locator("#grow").click();
    await expect.poll(height).toBeGreaterThan(before + 300);
    await page.getByRole("button", { name: "Change the width of the panel" }).click();
    expect(await page.locator(".app-frame").evaluate((box) => box.getBoundingClientRect().width)).toBeCloseTo(
      398,
      0,
    );
  });

  test("follows the page into the dark and back", async () => {
    const frame = await openPanel();
    const colour = () => frame.evaluate("getComputedStyle(document.body).backgroundColor");
    const light = await colour();
    await page.getByRole("button", { name: "Dark" }).click();
    await expect.poll(colour).not.toBe(light);
    expect(await frame.evaluate("document.documentElement.dataset.colorMode")).toBe("dark");
    await page.getByRole("button", { name: "Dark" }).click();
    await expect.poll(colour).toBe(light);
  });

  test("shows a flag whose words stay words and whose actions come back to it", async () => {
    const frame = await openPanel();
    await frame.locator("#tell").click();
    const flag = page.locator(".flag");
    await expect.poll(() => flag.textContent()).toContain("<b>SHOP-42</b> is High");
    await flag.getByRole("button", { name: "Undo" }).click();
    await expect.poll(() => frame.evaluate("window.heard")).toEqual(["undo"]);
    await flag.getByRole("button", { name: "Close message" }).click();
    await expect.poll(() => flag.count()).toBe(0);
  });

  test("opens a dialog with its data and hears what the dialog closed with", async () => {
    const frame = await openPanel();
    await frame.locator("#ask").click();
    const inner = page.frameLocator("dialog iframe");
    await expect.poll(() => inner.locator("#given").textContent()).toBe('{"plan":7}');
    await inner.locator("#yes").click();
    await expect.poll(() => frame.evaluate("window.heard")).toEqual([{ answer: "yes" }]);
    expect(await page.locator("dialog").count()).toBe(0);
  });

  test("may call the site's REST as the person, and nothing beyond the site", async () => {
    await be("Noor Outside");
    const frame = await openPanel();
    const ask = (what: string) =>
      frame.evaluate(`AP.request(${what}).then((r) => r.xhr.status, (r) => r.xhr.status)`);
    expect(await ask('"/rest/api/3/issue/SHOP-42?fields=summary"')).toBe(200);
    expect(
      await ask('{ url: "/rest/api/3/issue/SHOP-42", type: "PUT", data: \'{"fields":{"summary":"Mine"}}\' }'),
    ).toBe(403);
    expect(await ask('"http://127.0.0.1:1/x"')).toBe(0);
    expect(await ask('"//127.0.0.1:1/x"')).toBe(0);
    expect(await frame.evaluate("new Promise((done) => AP.user.getCurrentUser(done))")).toEqual({
      atlassianAccountId: idOf("Noor Outside"),
    });
  });

  test("stays as it is while the issue changes around it, badge and all", async () => {
    const frame = await openPanel();
    await frame.evaluate("window.mark = 1");
    const site = sandbox.site("acme");
    const badge: Json = { type: "badge", value: { label: "3" } };
    site.setProperty(acting("Mia Krause"), "SHOP-42", BADGE, badge);
    await expect.poll(() => page.locator(".app-panel .badge").textContent()).toBe("3");
    site.editIssue(acting("Mia Krause"), "SHOP-42", { fields: { priority: { name: "Highest" } } });
    await expect.poll(() => page.locator('[data-live="field-priority"]').textContent()).toContain("Highest");
    await expect.poll(() => page.locator('[data-live="history"]').textContent()).toContain("Highest");
    expect(await frame.evaluate("window.mark")).toBe(1);
  });
});

describe("the site's own pages", () => {
  test("a keyboard alone changes the assignee, through the same operation as REST", async () => {
    await be("Mia Krause");
    await page.goto(`${origin}/browse/SHOP-42`);
    await page.locator("#open-assignee").focus();
    await page.keyboard.press("Enter");
    await page.getByLabel("Assignee", { exact: true }).selectOption({ label: "Tom Becker" });
    await page.getByRole("button", { name: "Save" }).locator("visible=true").press("Enter");
    await expect.poll(() => page.locator("#open-assignee").textContent()).toContain("Tom Becker");
    const issue = sandbox.site("acme").view(acting("Mia Krause"), "SHOP-42");
    expect(issue.ok && issue.value.assignee?.displayName).toBe("Tom Becker");
  });

  test("the person switch comes back to the same page with other eyes", async () => {
    await be("Mia Krause");
    await page.goto(`${origin}/browse/SHOP-42`);
    await page.getByLabel("You are").selectOption({ label: "Noor Outside, someone without access" });
    await expect.poll(() => page.locator("details.edit").count()).toBe(0);
    expect(page.url()).toBe(`${origin}/browse/SHOP-42`);
    expect(await page.locator("body").getAttribute("data-person")).toBe(idOf("Noor Outside"));
  });

  test("an editor that is open is not taken away by a change from elsewhere", async () => {
    await be("Mia Krause");
    await page.goto(`${origin}/browse/SHOP-42`);
    await page.locator("#open-labels").click();
    await page.locator("#edit-labels").fill("half-typed");
    sandbox
      .site("acme")
      .editIssue(acting("Mia Krause"), "SHOP-42", { fields: { labels: ["theirs"], duedate: "2027-01-02" } });
    await expect
      .poll(() => page.locator('[data-live="field-duedate"]').textContent())
      .toContain("2027-01-02");
    expect(await page.locator("#edit-labels").inputValue()).toBe("half-typed");
    await page.keyboard.press("Escape");
    await expect.poll(() => page.locator("#open-labels").textContent()).toContain("theirs");
  });

  test("creating an issue says which field is missing, and leads to the new issue", async () => {
    await be("Sam Reporter");
    await page.goto(`${origin}/projects/SHOP/create`);
    await page.getByLabel(/^Summary/).fill("Voucher <script>alert(1)</script> is not taken");
    await page.locator("form[data-send]").evaluate((form) => form.setAttribute("novalidate", ""));
    await page.getByRole("button", { name: "Create" }).click();
    await expect.poll(() => page.locator("form .wrong").textContent()).toContain("Severity is required");
    await page.getByLabel(/^Severity/).selectOption({ label: "Minor" });
    await page.getByRole("button", { name: "Create" }).click();
    await page.waitForURL(/\/browse\/SHOP-\d+$/);
    expect(await page.locator("h1").textContent()).toBe("Voucher <script>alert(1)</script> is not taken");
  });

  test("someone without access is told so, and sees neither fields to edit nor hidden projects", async () => {
    await be("Noor Outside");
    await page.goto(`${origin}/browse/SHOP-42`);
    expect(await page.locator("details.edit").count()).toBe(0);
    await page.goto(`${origin}/projects`);
    expect(await page.locator("table").textContent()).not.toContain("People team");
    const answer = await page.goto(`${origin}/projects/HR`);
    expect(answer?.status()).toBe(404);
    await page.goto(`${origin}/admin/apps`);
    expect(await page.locator("main").textContent()).toContain("Only for admins");
  });

  test("the drawer shows REST calls as they come, and plants a fault that strikes once", async () => {
    await be("Mia Krause");
    await page.goto(`${origin}/projects`);
    await page.getByRole("button", { name: "Drawer" }).click();
    await page.getByRole("tab", { name: /Faults/ }).click();
    await page.getByLabel("What happens").selectOption("429-burst");
    await page.getByRole("button", { name: "Plant fault" }).click();
    await expect.poll(() => page.locator("#fault-list").textContent()).toContain("429 jira-burst-based");
    const call = () => page.evaluate("fetch('/rest/api/3/myself').then((answer) => answer.status)");
    expect([await call(), await call()]).toEqual([429, 200]);
    await page.getByRole("tab", { name: /REST calls/ }).click();
    await expect.poll(() => page.locator("#call-list").textContent()).toContain("/rest/api/3/myself");
    await expect.poll(() => page.locator("#call-list").textContent()).toContain("planted fault");
  });

  test("a page of another origin can neither change the site nor frame it", async () => {
    const body = new URLSearchParams({ body: "from elsewhere" });
    const sent = await fetch(`${origin}/browse/SHOP-42/comments`, {
      method: "POST",
      body,
      headers: { origin: "http://evil.example" },
    });
    expect(sent.status).toBe(403);
    const read = await fetch(`${origin}/browse/SHOP-42`);
    expect(read.headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
  });

  test.each(["light", "dark"] as const)("every page is accessible in %s", async (theme) => {
    const pageAt = (title: string) => {
      const found = sandbox
        .site("acme")
        .state()
        .pages.find((one) => one.title === title);
      return `/wiki/spaces/OPS/pages/${found?.id}`;
    };
    const postMortem = pageAt("Post-mortem: white page after paying");
    await be("Ada Admin");
    await page.goto(`${origin}/projects`);
    await page.evaluate(
      `localStorage.setItem("sandbox-theme", "${theme}"); sessionStorage.setItem("sandbox-drawer", "open")`,
    );
    const paths = [
      "/projects",
      "/projects/SHOP",
      "/browse/SHOP-42",
      "/browse/SHOP-31",
      "/projects/SHOP/create",
      "/browse/NONE-1",
    ];
    const rest = [
      "/wiki/spaces",
      "/wiki/spaces/OPS",
      "/wiki/spaces/PEOPLE/create",
      postMortem,
      `${postMortem}/history`,
      `${pageAt("Hiring plan")}/edit`,
      `${pageAt("Runbook: white page in the checkout")}?version=1`,
      pageAt("Post-mortem: token in a log"),
      "/admin/apps",
      "/admin/people",
      "/admin/settings",
    ];
    const found: string[] = [];
    for (const path of [...paths, ...rest]) {
      await page.goto(`${origin}${path}`);
      const { violations } = await new AxeBuilder({ page })
        .exclude(".app-frame")
        .options({ preload: false })
        .analyze();
      found.push(
        ...violations.flatMap(({ id, nodes }) => nodes.map((node) => `${path} ${id} ${String(node.target)}`)),
      );
      const over = await page.evaluate("document.documentElement.scrollWidth - innerWidth");
      if (over !== 0) found.push(`${path} is ${String(over)} px too wide`);
    }
    expect(found).toEqual([]);
  });
});
