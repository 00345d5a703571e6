import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { signModuleUrl } from "../../sandbox/apps/module-url.ts";
import { signContext } from "../../sandbox/apps/sign-for-app.ts";
import {
  IssueId,
  IssueKey,
  type PanelView,
  type ProposalView,
  type UndoView,
} from "../../server/contract/index.ts";
import { MOST_UNDECIDED } from "../../server/proposals/index.ts";
import { callerOf, storeProposal, storesOver } from "../builders/records.ts";
import { onSite } from "../builders/on-site.ts";
import { openEmbeddedForTest, type TestDatabase } from "../environment/database.ts";
import { startRunningApp, type RunningApp } from "../environment/running-app.ts";

let database: TestDatabase;
let running: RunningApp;
beforeAll(async () => {
  database = await openEmbeddedForTest();
  running = await startRunningApp(database.db);
});
afterAll(async () => {
  await running.stop();
  await database.close();
});

const site = () => running.sandbox.site("acme");
const { acting, named, newIssue: newIssueBy } = onSite(site);
const newIssue = (summary: string, project = "SHOP", by = "Mia Krause"): string =>
  newIssueBy(by, summary, { project: { key: project } });
const projectOf = (key: string) => {
  const found = site()
    .state()
    .projects.find((one) => one.key === key.split("-")[0]);
  if (found === undefined) throw new Error(`No project of ${key}`);
  return found;
};
/** Takes everything from everybody who only looks, and gives it back. */
const withoutViewers = async (key: string, work: () => Promise<void>) => {
  const viewers = projectOf(key).roles.filter((role) => role.everyone);
  for (const role of viewers) role.everyone = false;
  try {
    await work();
  } finally {
    for (const role of viewers) role.everyone = true;
  }
};

const bySentence = (one: ProposalView) => one.status === "waiting" && one.origin === "sentence";
const became = (id: string, status: string) => (one: ProposalView) => one.id === id && one.status === status;
const yes = ({ planHash, steps }: ProposalView) => ({ planHash, steps: steps.map((step) => step.id) });

async function proposedBy(name: string, key: string, sentence: string) {
  const panel = running.panelOf(name, key);
  expect((await panel.ask(sentence)).status).toBe(202);
  return { panel, proposal: await panel.until(bySentence, `a proposal for "${sentence}"`) };
}
async function doneBy(name: string, key: string, sentence: string) {
  const { panel, proposal } = await proposedBy(name, key, sentence);
  expect((await panel.do(proposal, "approve", yes(proposal))).status).toBe(200);
  return { panel, proposal: await panel.until(became(proposal.id, "done"), "it to be done") };
}
async function acmeInstallation() {
  const installed = site().installation("jira", "ticketsmith");
  const found = await running.app.installations.findByClientKey(installed?.clientKey ?? "");
  if (found === undefined) throw new Error("Not installed in acme");
  return found;
}
/** The end of what was asked, whatever it is. */
async function outcomeOf(panel: ReturnType<RunningApp["panelOf"]>): Promise<PanelView> {
  for (let tries = 0; tries < 100; tries += 1) {
    const view = await panel.view();
    const busy = view.requests.some(({ state }) => state === "working");
    if (!busy && view.open.length + view.requests.length > 0) return view;
    await wait(100);
  }
  throw new Error("What was asked never ended");
}

test("whoever may no longer see the issue reads nothing of it, by no address, with a token that still counts", async () => {
  const key = newIssue("Paint the shop");
  const { panel, proposal } = await doneBy("Mia Krause", key, "assign to Ana Ruiz");
  const noor = running.panelOf("Noor Outside", key);
  const token = running.tokenFor("Noor Outside", key);
  expect((await noor.call("GET", `proposals/${proposal.id}/undo`)).status).toBe(200);

  await withoutViewers(key, async () => {
    const tries: [string, string, unknown?][] = [
      ["GET", `issues/${panel.issueId}`],
      ["GET", `issues/${panel.issueId}/events`],
      ["GET", `issues/${panel.issueId}/people?query=a`],
      ["POST", `issues/${panel.issueId}/requests`, { text: "assign to Mia Krause" }],
      ["GET", `proposals/${proposal.id}/form`],
      ["GET", `proposals/${proposal.id}/undo`],
      ["POST", `proposals/${proposal.id}/approve`, yes(proposal)],
      ["POST", `proposals/${proposal.id}/reject`, { planHash: proposal.planHash, reason: "no" }],
      ["POST", `proposals/${proposal.id}/refresh`, { revision: proposal.revision }],
      ["POST", `proposals/${proposal.id}/retry`, { revision: proposal.revision }],
    ];
    for (const [method, rest, body] of tries) {
      const answer = await running.call(token, method, rest, body);
      expect({ rest, ...answer }).toMatchObject({ status: 404, body: { error: "not_found" } });
      expect(JSON.stringify(answer.body)).not.toContain("Ana Ruiz");
    }
  });
});

test("an issue that the asker may not see is not looked up for them", async () => {
  const secret = newIssue("Dismissal of a colleague", "HR", "Elena Petrova");
  const key = newIssue("Water the garden");
  const mia = running.panelOf("Mia Krause", key);
  expect((await mia.ask(`link to ${secret}`)).status).toBe(202);
  const view = await outcomeOf(mia);
  expect(JSON.stringify(view)).not.toContain("Dismissal of a colleague");
  expect(view.open.flatMap(({ steps }) => steps).filter(({ type }) => type === "link-issues")).toEqual([]);
});

test("an issue that the viewer may not see is shown without its words, and cannot be approved", async () => {
  const secret = newIssue("Salaries of the year", "HR", "Ada Admin");
  const key = newIssue("Order paper");
  const { proposal } = await proposedBy("Ada Admin", key, `link to ${secret}`);
  expect(JSON.stringify(proposal)).toContain("Salaries of the year");

  const mia = running.panelOf("Mia Krause", key);
  const [seen] = (await mia.view()).open;
  expect(seen?.id).toBe(proposal.id);
  expect(JSON.stringify(seen)).not.toContain("Salaries of the year");
  const answer = await mia.do(proposal, "approve", yes(proposal));
  expect(answer).toMatchObject({ status: 403, body: { error: "not-permitted" } });
  expect(JSON.stringify(answer.body)).not.toContain("Salaries of the year");
});

test("undoing what was created asks for the permission that the undo needs, also where the app acts", async () => {
  await running.control("acme", "POST", "settings", { impersonation: "off" });
  try {
    const key = newIssue("Plan the party");
    const { proposal } = await doneBy("Mia Krause", key, 'create a task "Buy balloons"');
    const created = proposal.steps[0]?.created?.key;
    const undo = async (name: string, deleteCreated: boolean) => {
      const panel = running.panelOf(name, key);
      const { undoHash, steps } = (await panel.call("GET", `proposals/${proposal.id}/undo`)).body as UndoView;
      return panel.do(proposal, "undo", { undoHash, steps: steps.map(({ step }) => step), deleteCreated });
    };
    // An agent may create and close, a reporter may create; neither may delete.
    for (const [name, deleting] of [
      ["Ana Ruiz", true],
      ["Sam Reporter", true],
      ["Sam Reporter", false],
    ] as const) {
      expect(await undo(name, deleting)).toMatchObject({ status: 403, body: { error: "not-permitted" } });
    }
    expect(
      site()
        .state()
        .issues.some((issue) => issue.key === created),
    ).toBe(true);
    expect((await undo("Mia Krause", true)).status).toBe(200);
    await running.panelOf("Mia Krause", key).until(became(proposal.id, "undone"), "it to be undone");
  } finally {
    await running.control("acme", "POST", "settings", { impersonation: "on" });
  }
});

test("somebody who may not decide does not put another plan in the place of one that others look at", async () => {
  const key = newIssue("Sort the shelves");
  const { proposal } = await proposedBy("Mia Krause", key, "set priority to High");
  const noor = running.panelOf("Noor Outside", key);
  expect(await noor.do(proposal, "refresh", { revision: proposal.revision })).toMatchObject({
    status: 403,
    body: { error: "not-permitted" },
  });
});

test("what somebody typed is shown back to them, and to others only once it is a proposal", async () => {
  const key = newIssue("Feed the cat");
  const mia = running.panelOf("Mia Krause", key);
  await mia.ask("my private musings about the weather");
  await outcomeOf(mia);
  expect(JSON.stringify((await mia.view()).requests)).toContain("musings");
  const ana = await running.panelOf("Ana Ruiz", key).view();
  expect(ana.requests.length).toBeGreaterThan(0);
  expect(JSON.stringify(ana.requests)).not.toContain("musings");
});

test("an issue takes only so many proposals that nobody decides on, whoever asks, and keeps the words", async () => {
  const key = newIssue("Fill the shelves");
  const ana = running.panelOf("Ana Ruiz", key);
  const issue = { id: IssueId.parse(ana.issueId), key: IssueKey.parse(key) };
  const { tenantId } = await acmeInstallation();
  const stores = storesOver(database.db);
  const caller = callerOf(tenantId);
  const open = async () => (await ana.view()).open.length;
  for (let count = await open(); count < MOST_UNDECIDED - 1; count += 1)
    await storeProposal(stores, caller, { issue });

  await proposedBy("Ana Ruiz", key, "assign to Tom Alvarez");
  expect(await open()).toBe(MOST_UNDECIDED);
  const refused = await ana.ask("assign to Mia Krause");
  expect(refused).toMatchObject({ status: 429, body: { said: expect.stringContaining("Decide on some") } });
  // What was asked in a comment is shown as failed, with its words, to be tried again.
  const said = "@TicketSmith set priority to Low";
  const content = [{ type: "paragraph", content: [{ type: "text", text: said }] }];
  const added = site().addComment(acting("Ana Ruiz"), key, { type: "doc", version: 1, content });
  expect(added.ok).toBe(true);
  await expect
    .poll(async () => (await ana.view()).requests, { timeout: 20_000 })
    .toContainEqual(expect.objectContaining({ state: "failed", said: expect.stringContaining("Decide on") }));
  expect(await open()).toBe(MOST_UNDECIDED);
});

test("a comment is taken back by whoever said yes to it, and by those who may delete what others wrote", async () => {
  const key = newIssue("Label the jars");
  const undo = async (name: string, { id }: Pick<ProposalView, "id">) => {
    const panel = running.panelOf(name, key);
    const { undoHash, steps } = (await panel.call("GET", `proposals/${id}/undo`)).body as UndoView;
    return panel.do({ id }, "undo", { undoHash, steps: steps.map(({ step }) => step) });
  };
  const { panel, proposal: first } = await doneBy("Ana Ruiz", key, "comment: Ask Tom for jars");
  const { proposal: second } = await doneBy("Ana Ruiz", key, "comment: Tom has none");
  expect(await undo("Tom Alvarez", first)).toMatchObject({
    status: 403,
    body: { error: "not-permitted", said: expect.stringContaining("comments of others") },
  });
  expect((await undo("Ana Ruiz", first)).status).toBe(200);
  expect((await undo("Mia Krause", second)).status).toBe(200);
  for (const { id } of [first, second]) await panel.until(became(id, "undone"), "it to be undone");
});

test("nobody fills an issue with more sentences than a person types", async () => {
  const key = newIssue("Flood the cellar");
  const tom = running.panelOf("Tom Alvarez", key);
  const answers = await Promise.all(Array.from({ length: 60 }, () => tom.ask("hello there")));
  const statuses = answers.map(({ status }) => status);
  expect(new Set(statuses)).toEqual(new Set([202, 429]));
  expect((await running.panelOf("Ana Ruiz", key).ask("assign to Ana Ruiz")).status).toBe(202);
});

test("streams that are given up early take nobody's place, and one person has only so many", async () => {
  const key = newIssue("Listen to the walls");
  const ana = running.panelOf("Ana Ruiz", key);
  const address = `${running.baseUrl}/api/panel/issues/${ana.issueId}/events`;
  const headers = { authorization: `JWT ${running.tokenFor("Ana Ruiz", key)}` };
  const check = { method: "POST", pathPattern: "/permissions/check$" };
  await running.control("acme", "POST", "faults", { match: check, times: 50, effect: { delayMs: 300 } });
  const givenUp = Array.from({ length: 50 }, () =>
    fetch(address, { headers, signal: AbortSignal.timeout(100) }).then(
      () => "answered",
      () => "given up",
    ),
  );
  expect(new Set(await Promise.all(givenUp))).toEqual(new Set(["given up"]));
  await wait(600);

  const leave = new AbortController();
  const open = async () => (await fetch(address, { headers, signal: leave.signal })).status;
  expect(await open()).toBe(200);
  const many = await Promise.all(Array.from({ length: 50 }, open));
  expect(new Set(many)).toEqual(new Set([200, 429]));
  leave.abort();
  await wait(200);
  const again = new AbortController();
  expect((await fetch(address, { headers, signal: again.signal })).status).toBe(200);
  again.abort();
});

const jiraOf = (tenant: "acme" | "globex") => {
  const found = running.sandbox.site(tenant).installation("jira", "ticketsmith");
  if (found === undefined) throw new Error(`Not installed in ${tenant}`);
  return found;
};

test("a token opens only the door it was made for, for as long as it lasts", async () => {
  const key = newIssue("Guard the doors");
  const { issueId } = running.panelOf("Mia Krause", key);
  const viewer = site()
    .people()
    .find((one) => one.displayName === "Mia Krause");
  if (viewer === undefined) throw new Error("Mia is gone");
  const shown = signModuleUrl(site(), {
    appKey: "ticketsmith",
    moduleKey: "ticketsmith-panel",
    viewer,
    issueKey: key,
    pageId: null,
  });
  if (!shown.ok) throw new Error("No panel");
  const page = new URL(shown.value.url);
  const iframeToken = page.searchParams.get("jwt") ?? "";
  const contextToken = running.tokenFor("Mia Krause", key);
  expect((await fetch(page)).status).toBe(200);

  const claims = { sub: viewer.accountId, context: { jira: { issue: { id: issueId, key } } } };
  const hourAgo = new Date(Date.now() - 3_600_000);
  const now = new Date();
  const [head = "", , signature = ""] = contextToken.split(".");
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const body = { iss: jiraOf("acme").clientKey, iat: 1, exp: 9_999_999_999, qsh: "context-qsh", ...claims };
  const bad: Record<string, string> = {
    "the page's": iframeToken,
    expired: signContext(jiraOf("acme"), hourAgo, claims, 900),
    "of a year": signContext(jiraOf("acme"), now, claims, 365 * 86_400),
    "by another site": signContext(
      { ...jiraOf("globex"), clientKey: jiraOf("acme").clientKey },
      now,
      claims,
      900,
    ),
    "of another person": [head, encode(body), signature].join("."),
    unsigned: [encode({ alg: "none", typ: "JWT" }), encode(body), ""].join("."),
    "of nobody": signContext(jiraOf("acme"), now, { context: claims.context }, 900),
  };
  for (const [name, token] of Object.entries(bad)) {
    expect({ name, ...(await running.call(token, "GET", `issues/${issueId}`)) }).toMatchObject({
      status: 401,
      body: { error: "not_authenticated" },
    });
  }

  page.searchParams.set("jwt", contextToken);
  expect((await fetch(page)).status).toBe(401);
  page.searchParams.set("jwt", iframeToken);
  page.searchParams.set("issueId", "1");
  expect((await fetch(page)).status).toBe(401);
  for (const token of [contextToken, iframeToken]) {
    const hook = await fetch(`${running.baseUrl}/webhooks/jira`, {
      method: "POST",
      headers: { authorization: `JWT ${token}`, "content-type": "application/json" },
      body: JSON.stringify({ webhookEvent: "jira:issue_created", issue: { id: issueId, key } }),
    });
    expect(hook.status).toBe(401);
  }
});

test("no body names who decides, another issue, or a field that the step does not hold", async () => {
  const key = newIssue("Count the boxes");
  const { panel, proposal } = await proposedBy("Mia Krause", key, "set priority to High");
  const [step] = proposal.steps;
  if (step === undefined) throw new Error("No step");
  const noor = running.panelOf("Noor Outside", key);
  for (const more of [{ by: named("Mia Krause") }, { accountId: named("Mia Krause") }, { actor: "app" }]) {
    expect((await noor.do(proposal, "approve", { ...yes(proposal), ...more })).status).toBe(400);
  }
  const edit = (one: object) => panel.do(proposal, "edit", { planHash: proposal.planHash, edits: [one] });
  const text = { kind: "text", text: "Mine now" };
  for (const [field, value, more] of [
    ["summary", text, {}],
    ["__proto__", text, {}],
    ["priority", { kind: "option", id: "99999" }, {}],
    ["priority", text, {}],
    ["priority", { kind: "option", id: "1", name: "Highest" }, {}],
    ["priority", { kind: "option", id: "1" }, { issue: { id: "1", key: "HR-1" } }],
  ] as const) {
    expect((await edit({ step: step.id, field, value, ...more })).status).toBe(400);
  }
  for (const id of ["..", "%2e%2e", "1", `${proposal.id}%00`, "__proto__"]) {
    expect((await panel.call("GET", `proposals/${id}/form`)).status).toBe(404);
  }
  const other = running.panelOf("Mia Krause", newIssue("Another place"));
  expect((await other.do(proposal, "approve", yes(proposal))).status).toBe(404);
  expect((await panel.view()).open).toMatchObject([{ id: proposal.id, status: "waiting", revision: 1 }]);
});
