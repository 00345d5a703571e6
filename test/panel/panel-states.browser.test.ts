import { AxeBuilder } from "@axe-core/playwright";
import type { Browser, Page } from "playwright";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { openBrowser } from "../environment/open-browser.ts";
import { startPanelPreview, type PanelPreview } from "./panel-preview.ts";
import { PANEL_STATES } from "./panel-states.ts";

let preview: PanelPreview;
let browser: Browser;
let page: Page;
let faults: string[];

beforeAll(async () => {
  preview = await startPanelPreview();
  browser = await openBrowser();
});
afterAll(async () => {
  await browser.close();
  await preview.close();
});
beforeEach(async () => {
  const context = await browser.newContext({ viewport: { width: 300, height: 600 } });
  page = await context.newPage();
  faults = [];
  page.on("pageerror", (error) => faults.push(error.message));
  preview.violations.length = 0;
});
afterEach(async () => {
  await page.context().close();
  const found = [...faults, ...preview.violations];
  if (found.length > 0) throw new Error(`The page had faults or broke its policy: ${found.join("; ")}`);
});

const button = (name: string | RegExp) => page.getByRole("button", { name }).first();

const outcome = (said: RegExp) => page.locator(".ts-outcome-said", { hasText: said });

async function open(state: string, theme = "light"): Promise<void> {
  await page.goto(`${preview.url}/${state}?theme=${theme}`);
  await page
    .locator(state === "loading" ? ".ts-skeleton" : ".ts-message, .ts-ask")
    .first()
    .waitFor();
}

async function expectAccessible(): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).options({ preload: false }).analyze();
  const found = violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map((node) => String(node.target)).join(", ")}`,
  );
  expect(found).toEqual([]);
}

describe("every state", () => {
  const states = [...Object.keys(PANEL_STATES), "loading", "error", "session-expired", "no-host"];
  test.each(states)("%s fits 300 px and is accessible in light and in dark", async (state) => {
    for (const theme of ["light", "dark"]) {
      await open(state, theme);
      await expectAccessible();
      expect(await page.evaluate("document.documentElement.scrollWidth - innerWidth")).toBeLessThanOrEqual(0);
    }
  });

  test.each([
    ["empty", "Nothing waiting"],
    ["waiting", "Jira's hourly limit for apps is used up. Next try at"],
    ["retrying", "Jira's hourly limit for apps is used up. Next try at"],
    ["blocked", "The policy of this site does not allow: "],
    ["two-people", "It takes two people to approve this."],
    ["first-yes", "You said yes. It takes one more person."],
    ["stale", "SHOP-42 changed since this was proposed"],
    ["failed", "Mia Krause can no longer be given issues in this project."],
    ["done", "Shown in Jira as TicketSmith."],
    ["unsure", "Did this happen?"],
    ["no-permission", "You need the permission to edit issues in SHOP."],
    ["unlicensed", "TicketSmith has no licence on this site"],
    ["error", "TicketSmith has a problem of its own."],
    ["session-expired", "Your session has ended"],
    ["no-host", "Open TicketSmith from a Jira issue"],
  ])("%s says so in words", async (state, words) => {
    await open(state);
    await expect.poll(() => page.locator("main").textContent()).toContain(words);
  });

  test("draws a button as heavy as Atlaskit means it, which unsorted atomic CSS does not", async () => {
    await open("full");
    const weight = await button("Approve").evaluate((drawn) => getComputedStyle(drawn).fontWeight);
    expect(weight).toBe("500");
  });

  test("offers no decision to someone who may not decide, and none to press without a licence", async () => {
    await open("no-permission");
    expect(await button("Approve").count()).toBe(0);
    await open("unlicensed");
    expect(await button("Approve").isDisabled()).toBe(true);
  });
});

describe("the policy", () => {
  test("takes a blocked step out of what can be approved, and says why when asked", async () => {
    await open("blocked");
    expect(await page.getByRole("checkbox").first().isDisabled()).toBe(true);
    await button("Approve 1 of 2").waitFor();
    await button("Why?").click();
    const said = await page.locator(".ts-why").textContent();
    expect(said).toContain("There is no field team here.");
    expect(said).toContain("not allowed");
    await expectAccessible();
  });

  test("asks the first of two people for nothing more", async () => {
    await open("first-yes");
    expect(await button("Approve").isDisabled()).toBe(true);
    expect(await button("Reject").isDisabled()).toBe(false);
  });
});

describe("deciding", () => {
  test("a keyboard alone approves, sees Jira change, and takes it back", async () => {
    await open("plain");
    await button("Approve").focus();
    await page.keyboard.press("Enter");
    await outcome(/Done by you/).waitFor();
    expect(await page.evaluate("document.activeElement.closest('article') !== null")).toBe(true);

    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await button("Confirm undo").waitFor();
    await expectAccessible();
    await button("Confirm undo").press("Enter");
    await outcome(/Undone by you/).waitFor();
  });

  test("a keyboard alone edits every kind of field, and approves what was saved", async () => {
    await open("plain");
    await button("Edit").press("Enter");
    await page.getByLabel(/^Priority/).waitFor();
    await expectAccessible();
    expect(await page.evaluate("document.activeElement.tagName")).toBe("SELECT");

    await page.keyboard.press("ArrowUp");
    await page.getByLabel(/^Labels/).press("Backspace");
    await page.getByLabel(/^Labels/).pressSequentially("payment urgent ");
    await page.getByLabel(/^Story points/).fill("5,5");
    await page.getByLabel(/^Assignee/).press("ArrowDown");
    await page.getByLabel(/^Assignee/).pressSequentially("tom");
    await page.getByRole("option", { name: "Tom Becker" }).waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    expect(await page.getByLabel(/^Assignee/).inputValue()).toBe("Tom Becker");

    const saved = page.waitForRequest(/\/edit$/);
    const approved = page.waitForRequest(/\/approve$/);
    await button("Save and approve").press("Enter");
    expect((await saved).postDataJSON()).toEqual({
      planHash: "1".repeat(64),
      edits: [
        { step: "s1", field: "priority", value: { kind: "option", id: "1" } },
        { step: "s1", field: "labels", value: { kind: "labels", labels: ["payment", "urgent"] } },
        { step: "s1", field: "customfield_10010", value: { kind: "number", number: 5.5 } },
        { step: "s2", field: "assignee", value: { kind: "person", accountId: "tom-b" } },
      ],
    });
    expect((await approved).postDataJSON()).toEqual({ planHash: "f".repeat(64), steps: ["s1", "s2"] });
    await outcome(/Done by you/).waitFor();
  });

  test("a field that cannot be read is named, focused and not sent", async () => {
    await open("plain");
    await button("Edit").click();
    await page.getByLabel(/^Story points/).fill("many");
    await button("Save").click();
    await page.getByText("Enter a number").waitFor();
    expect(await page.evaluate("document.activeElement.value")).toBe("many");
  });

  test("a step left out is not in the approval", async () => {
    await open("plain");
    await page.getByRole("checkbox").first().uncheck();
    const approved = page.waitForRequest(/\/approve$/);
    await button("Approve 1 of 2").click();
    expect((await approved).postDataJSON()).toEqual({ planHash: "1".repeat(64), steps: ["s2"] });
  });

  test("a no needs its reason and then says whose it was", async () => {
    await open("plain");
    await button("Reject").click();
    expect(await button("Reject").isDisabled()).toBe(true);
    await expectAccessible();
    await page.getByLabel("Something else").check();
    expect(await button("Reject").isDisabled()).toBe(true);
    await expectAccessible();
    await page.getByLabel("Not needed").check();
    const rejected = page.waitForRequest(/\/reject$/);
    await button("Reject").click();
    expect((await rejected).postDataJSON()).toEqual({ planHash: "1".repeat(64), because: "not-needed" });
    await outcome(/Rejected by you/).waitFor();
  });

  test("a failure is told with its reason, in the card and beside the issue, with a way to try again", async () => {
    await open("fails");
    await button("Approve").click();
    await page.getByText("Jira refused the change.").waitFor();
    expect(await button("Retry").isEnabled()).toBe(true);
    expect(await page.evaluate("window.calls.filter(([name]) => name === 'flag').length")).toBe(1);
  });

  test("a second look says that it is under way until its result stands in the same card", async () => {
    await open("stale");
    await button("Look again").click();
    await button("Looking …").waitFor();
    await button("Approve").waitFor();
    expect(await page.getByRole("article").count()).toBe(1);
  });

  test("who comes second is told who was first, and the card shows how things stand", async () => {
    await open("someone-else");
    await button("Approve").click();
    await page.getByText("Mia Krause approved this 2 minutes ago.").waitFor();
    await outcome(/Done by Mia Krause/).waitFor();
    expect(await button("Approve").count()).toBe(0);
  });

  test("a refusal leaves the proposal as it was, with the reason beside it", async () => {
    await open("refused");
    await button("Approve").click();
    await page.getByText("Jira says that you may not edit this issue.").waitFor();
    expect(await button("Approve").isEnabled()).toBe(true);
  });

  test("what an undo cannot change back is shown as a conflict before anything happens", async () => {
    await open("failed");
    await button("Undo").click();
    await expect
      .poll(() => page.getByRole("group", { name: "Undo" }).textContent())
      .toContain("Tom Becker has set the priority to Low since.");
    expect(await page.getByRole("group", { name: "Undo" }).getByRole("checkbox").count()).toBe(1);
  });

  test("a created issue is closed unless its deletion is asked for", async () => {
    await open("done");
    await page.getByRole("button", { name: "Undo" }).last().click();
    await page.getByLabel("Close it with a comment").waitFor();
    const undone = page.waitForRequest((request) => request.method() === "POST");
    await button("Confirm undo").click();
    expect((await undone).postDataJSON()).toMatchObject({ deleteCreated: false });
  });
});

describe("live updates", () => {
  test("what arrives by itself comes below what is already there", async () => {
    await open("arriving");
    const first = page.getByRole("article").first();
    const before = await first.boundingBox();
    await page.getByText("Link it to SHOP-12").first().waitFor();
    expect(await first.boundingBox()).toEqual(before);
    expect(await page.getByRole("article").last().textContent()).toContain("Link it to SHOP-12");
  });

  test("nothing is redrawn while a pointer is on its way to a button", async () => {
    await open("arriving");
    await page.mouse.move(10, 10);
    await button("Approve").hover();
    await page.waitForTimeout(900);
    expect(await page.getByRole("article").count()).toBe(1);
    await expect.poll(() => page.getByRole("article").count(), { timeout: 5_000 }).toBe(2);
  });

  test("a token that ran out on the way is renewed without a word", async () => {
    await open("token-ran-out");
    await button("Approve").waitFor();
    expect(await page.locator(".ts-message").count()).toBe(0);
  });
});

describe("asking", () => {
  const box = () => page.getByLabel("Ask or tell TicketSmith");

  test("Enter sends, Shift+Enter starts a line, and the request appears where its answer will", async () => {
    await open("empty");
    await box().pressSequentially("assign this");
    await box().press("Shift+Enter");
    await box().pressSequentially("to Mia");
    await box().press("Enter");
    await page.locator(".ts-request-text").waitFor();
    expect(await page.locator(".ts-request-text").textContent()).toBe("assign this\nto Mia");
    expect(await box().inputValue()).toBe("");
  });

  test("what was typed is kept when it could not be sent", async () => {
    await open("ask-fails");
    await box().fill("assign this to Mia");
    await box().press("Enter");
    await page.getByText(/Your text is kept/).waitFor();
    expect(await box().inputValue()).toBe("assign this to Mia");
  });

  test("offline, the panel says so and holds back decisions until the network returns", async () => {
    await open("plain");
    await page.context().setOffline(true);
    await page.getByText("You are offline").waitFor();
    expect(await button("Approve").isDisabled()).toBe(true);
    await page.context().setOffline(false);
    await expect.poll(() => button("Approve").isEnabled()).toBe(true);
  });
});

describe("untrusted text", () => {
  test("a document's links lead only to the web, and what is unknown is labelled, not run", async () => {
    await open("long");
    await button("Show all").click();
    const links = await page
      .locator(".ts-adf a")
      .evaluateAll((all) => all.map((link) => link.getAttribute("href")));
    expect(links).toEqual(["https://logs.example/1"]);
    expect(await page.locator(".ts-adf-unknown").allTextContents()).toEqual(["[extension]"]);
  });
});
