import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type {
  ApiProblem,
  PanelView,
  ProposalView,
  RequestView,
  UndoView,
} from "../../server/contract/index.ts";
import { describeOnEachDatabase } from "../environment/database.ts";
import { startRunningApp, type RunningApp } from "../environment/running-app.ts";
import { IN_WORDS } from "./effects.ts";

const BUSY = { status: 429, headers: { "retry-after": "4", "ratelimit-reason": "jira-burst-based" } };

vi.setConfig({ testTimeout: 120_000 });

describeOnEachDatabase("a fault elsewhere than in an execution", (open) => {
  let running: RunningApp;
  beforeAll(async () => {
    running = await startRunningApp(open().db, { settleMs: 1_000 });
  });
  afterAll(() => running.stop());

  const site = () => running.sandbox.site("acme");
  const named = (name: string) => {
    const person = site()
      .people()
      .find((one) => one.displayName === name);
    if (person === undefined) throw new Error(`Nobody is called ${name}`);
    return person.accountId;
  };
  const issueNow = (key: string) => {
    const found = site()
      .state()
      .issues.find((one) => one.key === key);
    if (found === undefined) throw new Error(`No issue ${key}`);
    return found;
  };
  const plant = (match: Record<string, unknown>, effect: Record<string, unknown>, times?: number) =>
    running.control("acme", "POST", "faults", {
      match,
      ...(times === undefined ? {} : { times }),
      effect,
    });
  const until = async <T>(look: () => Promise<T | undefined>, what: string): Promise<T> => {
    for (let tries = 0; tries < 300; tries += 1) {
      const found = await look();
      if (found !== undefined) return found;
      await wait(50);
    }
    throw new Error(`Waited in vain for ${what}`);
  };

  type Panel = ReturnType<RunningApp["panelOf"]>;
  /** An issue of its own, once TicketSmith has had its first look at it. */
  const newPanel = async (name = "Mia Krause"): Promise<{ key: string; panel: Panel }> => {
    const as = { kind: "person" as const, accountId: named("Sam Reporter"), throughApp: null };
    const fields = { project: { key: "SHOP" }, issuetype: { name: "Task" }, summary: "Sweep the stairs" };
    const made = site().createIssue({ as }, { fields });
    if (!made.ok) throw new Error(JSON.stringify(made.refusal));
    const panel = running.panelOf(name, made.value.key);
    const delivered = () =>
      site()
        .state()
        .deliveries.some(
          (one) => one.state === "delivered" && JSON.stringify(one.body).includes(made.value.key),
        );
    await until(async () => (delivered() ? true : undefined), "the webhook");
    await until(
      async () => ((await panel.view()).requests.length === 0 ? true : undefined),
      "the first look",
    );
    return { key: made.value.key, panel };
  };
  const bySentence = (one: ProposalView) => one.status === "waiting" && one.origin === "sentence";
  const proposed = async (sentence: string, name?: string) => {
    const { key, panel } = await newPanel(name);
    await panel.ask(sentence);
    const proposal = await panel.until(bySentence, `a proposal for "${sentence}"`);
    const yes = { planHash: proposal.planHash, steps: proposal.steps.map(({ id }) => id) };
    return { key, panel, proposal, approve: () => panel.do(proposal, "approve", yes) };
  };
  const became = (id: string, status: string) => (one: ProposalView) =>
    one.id === id && one.status === status;
  const waitingStep = (id: string) => (one: ProposalView) =>
    one.id === id && one.steps.some(({ progress }) => progress !== null && progress.nextTryAt !== null);

  test.each([
    ["500", { status: 500 }],
    ["429", BUSY],
    ["a dropped connection", { drop: true }],
    ["HTML", { html: "<h1>Soon</h1>" }],
  ])("%s at the permission check of a decision: nothing is decided, in words", async (_name, effect) => {
    const { panel, proposal, approve } = await proposed("set priority to High");
    // The first check is whether this person may look at all.
    await plant({ method: "POST", pathPattern: "/permissions/check$" }, { delayMs: 0 }, 1);
    // A lost connection is tried again once by itself.
    await plant({ method: "POST", pathPattern: "/permissions/check$" }, effect, "drop" in effect ? 2 : 1);
    const refused = await approve();
    expect(refused.status).toBeGreaterThanOrEqual(502);
    expect((refused.body as ApiProblem).said).toMatch(IN_WORDS);
    expect((refused.body as ApiProblem).said).toContain("Nothing was changed.");
    await until(async () => {
      const again = await approve();
      return again.status === 200 ? true : undefined;
    }, "the second yes");
    await panel.until(became(proposal.id, "done"), "it to be done");
  });

  test("a panel that cannot ask Jira who may look says why and for how long, and speaks of no change", async () => {
    const { panel } = await newPanel();
    const busy = { limit: "jira-quota-tenant-based", retryAfterS: 1 };
    await plant({ method: "POST", pathPattern: "/permissions/check$" }, busy, 1);
    const refused = await panel.call("GET", `issues/${panel.issueId}`);
    expect(refused.status).toBe(503);
    expect((refused.body as ApiProblem).said).toBe(
      "Jira's hourly limit for apps is used up. Try again in a moment.",
    );
    await until(
      async () => ((await panel.call("GET", `issues/${panel.issueId}`)).status === 200 ? true : undefined),
      "the panel",
    );
  });

  const sayWhy = async (method: string, path: (id: string) => string) => {
    const { panel } = await newPanel();
    const busy = { status: 503, headers: { "retry-after": "4" } };
    await plant({ method, pathPattern: path(panel.issueId) }, busy, 1);
    await panel.ask("set priority to High");
    const waiting = await until(async () => {
      const { requests }: PanelView = await panel.view();
      return requests.find((one: RequestView) => one.waiting !== null)?.waiting ?? undefined;
    }, "a waiting request");
    expect(Date.parse(waiting.nextTryAt)).toBeGreaterThan(Date.now() - 5_000);
    await panel.until(bySentence, "the proposal");
    return waiting.reason;
  };

  test.concurrent.each([
    ["the issue", "GET", (id: string) => `/issue/${id}$`],
    ["what can be edited", "GET", (id: string) => `/issue/${id}/editmeta$`],
    ["the moves", "GET", (id: string) => `/issue/${id}/transitions$`],
  ])(
    "%s cannot be read for a proposal: the panel says why it waits, and then proposes",
    async (_name, method, path) => expect(await sayWhy(method, path)).toMatch(IN_WORDS),
  );

  // These are asked of the whole site, so one case at a time.
  test.each([
    ["the people", "GET", "/user/assignable/search$"],
    ["similar issues", "POST", "/search/jql$"],
  ])(
    "%s cannot be looked up for a proposal: the panel says why it waits, and then proposes",
    async (_name, method, path) => expect(await sayWhy(method, () => path)).toMatch(IN_WORDS),
  );

  test("a request that failed says why until somebody has it tried again", async () => {
    const { panel } = await newPanel();
    await plant({ method: "POST", pathPattern: "/search/jql$" }, { status: 400 }, 1);
    await panel.ask("set priority to High");
    const failed = await until(
      async () => (await panel.view()).requests.find(({ state }) => state === "failed"),
      "a failed request",
    );
    expect(failed.said).toContain("Jira says: A planted fault");
    const answer = await panel.call("POST", `issues/${panel.issueId}/requests/${failed.id}/retry`, {});
    expect(answer.status).toBe(200);
    await panel.until(bySentence, "the proposal");
    const stranger = await running
      .panelOf("Mia Krause", "SHOP-42")
      .call("POST", `issues/${panel.issueId}/requests/${failed.id}/retry`, {});
    expect(stranger.status).toBe(404);
  });

  test.each([
    ["500", { status: 500 }, "Ana Ruiz"],
    ["a gateway's page", { html: "<h1>Soon</h1>" }, "Tom Becker"],
    ["an answer that is no token", { status: 200, body: { ok: true } }, "Tom Alvarez"],
  ])(
    "the token endpoint answers %s: the step waits, and is done as the person",
    async (_name, effect, name) => {
      const { panel, proposal, approve } = await proposed("comment: Still here", name);
      await plant({ on: "token", pathPattern: "oauth2/token" }, effect, 1);
      expect((await approve()).status).toBe(200);
      const held = await panel.until(waitingStep(proposal.id), "a step that waits");
      expect(held.steps[0]?.progress?.reason).toMatch(IN_WORDS);
      const done = await panel.until(became(proposal.id, "done"), "it to be done");
      expect(done.steps[0]?.progress?.actedAs).toBe("person");
    },
  );

  const policy = async (to: "person-only" | "app-when-unreachable" | null) => {
    const { tenants } = running.app.stores;
    const tenant = await tenants.findByOrigin(site().origin());
    if (tenant === undefined) throw new Error("No tenant");
    await tenants.setActAs(tenant.id, to);
  };

  test("the app acts while the token endpoint is down only where the policy says so, and it says so", async () => {
    await policy("app-when-unreachable");
    const { key, panel, proposal, approve } = await proposed("comment: From the app", "Priya Nair");
    await plant({ on: "token", pathPattern: "oauth2/token" }, { status: 503 });
    await approve();
    const done = await panel.until(became(proposal.id, "done"), "it to be done");
    await policy(null);
    running.sandbox.faults.clear();
    expect(done.steps[0]?.progress?.actedAs).toBe("app");
    expect(issueNow(key).comments).toHaveLength(1);
  });

  test("a site that lets nobody act for people, and whose policy wants nobody else, gets a failure in words", async () => {
    await policy("person-only");
    await running.control("acme", "POST", "settings", { impersonation: "off" });
    const { key, panel, proposal, approve } = await proposed("comment: Nobody", "Daniel Kim");
    await approve();
    const failed = await panel.until(became(proposal.id, "failed"), "it to fail");
    await running.control("acme", "POST", "settings", { impersonation: "on" });
    await policy(null);
    expect(failed.reason).toMatch(IN_WORDS);
    expect(issueNow(key).comments).toHaveLength(0);
    await panel.do(failed, "retry", { revision: failed.revision });
    const done = await panel.until(became(proposal.id, "done"), "the retry");
    expect(done.steps[0]?.progress?.actedAs).toBe("person");
  });

  test("a permission that was revoked after the yes fails in words, and Retry works once it is back", async () => {
    const { key, panel, proposal, approve } = await proposed("set priority to Highest");
    const before = issueNow(key).values["priority"];
    // The execution's first look is sent away, so that there is time in between.
    await plant({ method: "GET", pathPattern: `/issue/${panel.issueId}$` }, { delayMs: 0 }, 1);
    await plant({ method: "GET", pathPattern: `/issue/${panel.issueId}$` }, BUSY, 1);
    await approve();
    await panel.until(waitingStep(proposal.id), "a step that waits");
    const roles = site()
      .state()
      .projects.flatMap((project) => (project.key === "SHOP" ? project.roles : []));
    const had = roles.map((role) => [...role.permissions]);
    for (const role of roles) role.permissions = role.permissions.filter((one) => one !== "EDIT_ISSUES");
    const failed = await panel.until(became(proposal.id, "failed"), "it to fail");
    expect(failed.reason).toBe("Jira does not let the person who approved this edit this issue.");
    expect(issueNow(key).values["priority"]).toEqual(before);
    roles.forEach((role, at) => (role.permissions = had[at] ?? []));
    await panel.do(failed, "retry", { revision: failed.revision });
    await panel.until(became(proposal.id, "done"), "the retry");
  });

  test.concurrent.each([
    ["a limit", "DELETE", "/comment/[0-9]+$", BUSY, "comment: To be taken back"],
    ["a broken Jira", "DELETE", "/comment/[0-9]+$", { status: 500 }, "comment: To be taken back"],
    ["a lost answer", "PUT", "$", { drop: true }, "set priority to Highest"],
    ["a yes without effect", "PUT", "$", { noEffect: true }, "set priority to Highest"],
  ])(
    "%s in the way of an undo is waited out where people see it",
    async (_name, method, rest, effect, sentence) => {
      const { key, panel, proposal, approve } = await proposed(sentence);
      const before = { comments: issueNow(key).comments.length, priority: issueNow(key).values["priority"] };
      await approve();
      await panel.until(became(proposal.id, "done"), "it to be done");
      await plant({ method, pathPattern: `/issue/${panel.issueId}${rest}` }, effect, 1);
      const { undoHash, steps } = (await panel.call("GET", `proposals/${proposal.id}/undo`)).body as UndoView;
      await panel.do(proposal, "undo", { undoHash, steps: steps.map(({ step }) => step) });
      const held = await panel.until(waitingStep(proposal.id), "an undo that waits");
      expect(held.steps[0]?.progress).toMatchObject({
        direction: "undo",
        reason: expect.stringMatching(IN_WORDS),
      });
      await panel.until(became(proposal.id, "undone"), "it to be undone");
      expect(issueNow(key).comments).toHaveLength(before.comments);
      expect(issueNow(key).values["priority"] ?? null).toEqual(before.priority ?? null);
    },
  );
});
