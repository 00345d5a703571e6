import { AxeBuilder } from "@axe-core/playwright";
import type { Browser, Page } from "playwright";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { openBrowser } from "../environment/open-browser.ts";
import { startWikiSite, type WikiSite } from "./wiki-site.ts";

let wiki: WikiSite;
let browser: Browser;
let page: Page;
let origin: string;

beforeAll(async () => {
  wiki = await startWikiSite();
  origin = wiki.sandbox.site("acme").origin();
  browser = await openBrowser();
});
afterAll(async () => {
  await browser.close();
  await wiki.stop();
});
beforeEach(async () => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  page = await context.newPage();
});
afterEach(() => page.context().close());

async function be(name: string): Promise<void> {
  await page.context().addCookies([{ name: "sandbox-person", value: wiki.accountOf(name), url: origin }]);
}

const addressOf = (title: string) => `${origin}/wiki/spaces/OPS/pages/${wiki.page(title).id}`;

async function violations(): Promise<string[]> {
  const found = await new AxeBuilder({ page }).options({ preload: false }).analyze();
  return found.violations.map((one) => `${one.id} ${one.nodes.map((node) => String(node.target)).join()}`);
}

test("a page is written, commented and changed, and its history shows it", async () => {
  await be("Jonas Weber");
  await page.goto(`${origin}/wiki/spaces/OPS/create`);
  await page.getByLabel("Title").fill("Runbook: clocks are wrong");
  await page.getByLabel("Body").fill("## How it shows\n\nLogs from 1970.\n\n- Ask the time server");
  await page.getByRole("button", { name: "Publish" }).click();
  await page.getByRole("heading", { level: 1, name: "Runbook: clocks are wrong" }).waitFor();
  await page.getByRole("heading", { level: 2, name: "How it shows" }).waitFor();
  await page.getByLabel("Add a comment").fill("Happened again today.");
  await page.getByRole("button", { name: "Comment", exact: true }).click();
  await page.locator(".comments", { hasText: "Happened again today." }).waitFor();
  await page.getByRole("link", { name: "Edit" }).click();
  await page.getByLabel("Body in storage format").fill("<p>Set them right.</p>");
  await page.getByLabel("What changed (optional)").fill("Shorter");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("Set them right.").waitFor();
  await page.getByRole("link", { name: "History" }).click();
  await page.getByRole("cell", { name: "Shorter" }).waitFor();
  await page.getByRole("link", { name: "Version 1" }).click();
  await page.getByText("Logs from 1970.").waitFor();
  await page.getByText("This is an old version.").waitFor();
  expect(wiki.page("Runbook: clocks are wrong").storage).toBe("<p>Set them right.</p>");
});

test("markup that is not well-formed is told beside the button, and what was typed stays", async () => {
  await be("Jonas Weber");
  await page.goto(`${addressOf("On-call rota")}/edit`);
  const body = page.getByLabel("Body in storage format");
  await body.fill("<p>Half a page");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByRole("alert").filter({ hasText: "Error parsing xhtml" }).waitFor();
  expect(await body.inputValue()).toBe("<p>Half a page");
  expect(await violations()).toEqual([]);
});

test("who saves over somebody else's version is told so, and overwrites nothing", async () => {
  await be("Grace Okafor");
  const { id } = wiki.page("What wakes somebody up");
  await page.goto(`${addressOf("What wakes somebody up")}/edit`);
  await wiki.asPerson("Jonas Weber")("PUT", `/wiki/api/v2/pages/${id}`, {
    id,
    status: "current",
    title: "What wakes somebody up",
    body: { representation: "storage", value: "<p>By Jonas</p>" },
    version: { number: 2 },
  });
  await page.getByLabel("Body in storage format").fill("<p>By Grace</p>");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByRole("alert").filter({ hasText: "Somebody else saved this page" }).waitFor();
  expect(wiki.page("What wakes somebody up").storage).toBe("<p>By Jonas</p>");
});

test("a restricted page says so to its readers and is not there for others", async () => {
  await be("Jonas Weber");
  await page.goto(addressOf("Post-mortem: token in a log"));
  await page.locator("summary", { hasText: "Restricted" }).click();
  await page.getByText('because of "Security incidents" above it').waitFor();
  expect(await violations()).toEqual([]);
  await be("Mia Krause");
  const answer = await page.goto(addressOf("Post-mortem: token in a log"));
  expect(answer?.status()).toBe(404);
  await page.goto(addressOf("On-call rota"));
  expect(await page.getByRole("navigation", { name: "Pages of Operations" }).textContent()).not.toContain(
    "Security incidents",
  );
});

test("who may only read finds nothing to write with", async () => {
  await be("Sam Reporter");
  await page.goto(addressOf("On-call rota"));
  await page.getByText("You may not comment here.").waitFor();
  expect(await page.getByRole("link", { name: "Edit" }).count()).toBe(0);
  expect(await page.getByRole("button", { name: "Delete" }).count()).toBe(0);
});

test("an open page shows what an app changes in it", async () => {
  await be("Grace Okafor");
  const { id, title } = wiki.page("Backups and how to restore");
  const listening = page.waitForResponse((response) => response.url().endsWith("/_sandbox/live"));
  await page.goto(addressOf(title));
  await listening;
  await wiki.asApp()("POST", "/wiki/api/v2/footer-comments", {
    pageId: id,
    body: { representation: "storage", value: "<p>From the app</p>" },
  });
  const shown = page.locator(".comments", { hasText: "From the app" });
  await shown.waitFor();
  expect(await shown.textContent()).toContain("Probe (app)");
});

test.each(["light", "dark"] as const)(
  "every page is accessible and fits a narrow screen in %s",
  async (theme) => {
    await be("Jonas Weber");
    await page.setViewportSize({ width: 390, height: 800 });
    await page.goto(`${origin}/wiki/spaces`);
    await page.evaluate(`localStorage.setItem("sandbox-theme", "${theme}")`);
    const postMortem = addressOf("Post-mortem: white page after paying");
    const paths = ["/wiki/spaces", "/wiki/spaces/OPS", "/wiki/spaces/OPS/create"].map(
      (path) => origin + path,
    );
    const found: string[] = [];
    for (const path of [...paths, postMortem, `${postMortem}/history`, `${postMortem}/edit`]) {
      await page.goto(path);
      found.push(...(await violations()).map((one) => `${path} ${one}`));
      const over = await page.evaluate("document.documentElement.scrollWidth - innerWidth");
      if (over !== 0) found.push(`${path} is ${String(over)} px too wide`);
    }
    expect(found).toEqual([]);
  },
);
