import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as z from "zod";
import {
  InstallationId,
  IssueId,
  ProposalId,
  RequestId,
  type ProposalView,
} from "../../server/contract/index.ts";
import {
  createQueue,
  checkIssue,
  execute,
  propose,
  undo,
  verifyInstallation,
} from "../../server/jobs/index.ts";
import { proposeBySentence, SITES, startTwoSites, yesTo, type TwoSites } from "./two-sites.ts";

let sites: TwoSites;
beforeAll(async () => {
  sites = await startTwoSites();
});
afterAll(() => sites.stop());

/** Listens like a browser does, and gives what came until it is left. */
async function listen(name: (typeof SITES)[number], issue: { id: string; key: string }) {
  const leave = new AbortController();
  const response = await fetch(`${sites.baseUrl}/api/panel/issues/${issue.id}/events`, {
    headers: { authorization: `JWT ${sites.tokenFor(sites.leadOf(name), issue.key, name)}` },
    signal: leave.signal,
  });
  const heard: string[] = [];
  const reading = (async () => {
    for await (const chunk of response.body ?? []) heard.push(new TextDecoder().decode(chunk));
  })().catch(() => {});
  const events = () =>
    heard
      .join("")
      .split("\n")
      .filter((line) => line.startsWith("data: "))
      .map((line): unknown => JSON.parse(line.slice(6)));
  await until(() => events().length > 0);
  return { events, leave: () => (leave.abort(), reading) };
}

async function until(condition: () => boolean | Promise<boolean>) {
  for (let tries = 0; tries < 400; tries += 1) {
    if (await condition()) return;
    await wait(50);
  }
  throw new Error("Waited in vain");
}

const quiet = async () => {
  for (let before = -1; before !== sites.exchanges.length; ) {
    before = sites.exchanges.length;
    await wait(700);
  }
};

/** What its own webhook sets off is over: nothing of ours will touch the issue now. */
async function untilThoughtOf(name: (typeof SITES)[number], { id }: { id: string }) {
  const open = `SELECT state FROM requests WHERE issue_id = '${id}'`;
  await until(async () => {
    const rows = await sites.database.asTenant(sites.tenants[name], open);
    return rows.length > 0 && !/queued|working/.test(JSON.stringify(rows));
  });
  await quiet();
}

describe("streams", () => {
  test("tell of the tenant's own issue alone, though another's has the same id, and of nothing in it", async () => {
    const issues = sites.newIssues((name) => `Sweep the yard of ${name}`);
    for (const name of SITES) await untilThoughtOf(name, issues[name]);
    const acme = await listen("acme", issues.acme);
    const globex = await listen("globex", issues.globex);
    await proposeBySentence(sites.panelOfLead("globex", issues.globex.key), "set priority to Hoch");
    await until(() => globex.events().length > 1);
    await quiet();
    expect(acme.events()).toEqual([{ type: "hello" }]);
    expect(new Set(globex.events().map((event) => JSON.stringify(event)))).toEqual(
      new Set(['{"type":"hello"}', '{"type":"changed"}']),
    );
    await Promise.all([acme.leave(), globex.leave()]);
  });

  test("are woken by no forged notice for anybody but the tenant and issue it names whole", async () => {
    const issues = sites.newIssues((name) => `Mow the lawn of ${name}`);
    await untilThoughtOf("acme", issues.acme);
    const acme = await listen("acme", issues.acme);
    const { acme: mine, globex: theirs } = sites.tenants;
    const notify = (payload: unknown) =>
      sites.database.db.apart.query("SELECT pg_notify('ticketsmith_changes', $1)", [
        typeof payload === "string" ? payload : JSON.stringify(payload),
      ]);
    for (const forged of [
      "",
      "null",
      "[]",
      "{",
      { tenant: theirs, issue: issues.acme.id },
      { tenant: mine },
      { issue: issues.acme.id },
      { tenant: [mine], issue: issues.acme.id },
      { tenant: mine, issue: Number(issues.acme.id) },
      { tenant: mine, issue: `${issues.acme.id}/` },
      { tenant: mine.toUpperCase(), issue: issues.acme.id },
      { tenant: "__proto__", issue: "constructor" },
      { tenant: `${theirs}/${issues.acme.id}`, issue: mine },
    ])
      await notify(forged);
    await wait(300);
    expect(acme.events()).toEqual([{ type: "hello" }]);
    // It was listening all along.
    await notify({ tenant: mine, issue: issues.acme.id, words: "not passed on" });
    await until(() => acme.events().length > 1);
    expect(acme.events()).toEqual([{ type: "hello" }, { type: "changed" }]);
    await acme.leave();
  });
});

describe("a job that names one tenant and another's ids", () => {
  test("does nothing to either, in the database or in Jira", async () => {
    const issues = sites.newIssues((name) => `Wash the car of ${name}`);
    const panel = sites.panelOfLead("globex", issues.globex.key);
    const waiting = await proposeBySentence(panel, "set priority to Hoch");
    const approved = await proposeBySentence(panel, "set priority to Niedrig");
    expect((await panel.do(approved, "approve", yesTo(approved))).status).toBe(200);
    await panel.until((one) => one.id === approved.id && one.status === "done", "it to be done");
    await quiet();
    const rows = () =>
      sites.database.asTenant(
        sites.tenants.globex,
        "SELECT to_jsonb(p) AS p FROM proposals p ORDER BY id; SELECT to_jsonb(l) AS l FROM ledger l ORDER BY mark; SELECT to_jsonb(r) AS r FROM requests r ORDER BY id; SELECT to_jsonb(i) AS i FROM installations i ORDER BY id",
      );
    const before = JSON.stringify(await rows());
    const [request] = z
      .array(z.object({ id: RequestId }))
      .parse(await sites.database.asTenant(sites.tenants.globex, "SELECT id FROM requests LIMIT 1"));
    const [installation] = z
      .array(z.object({ id: InstallationId }))
      .parse(await sites.database.asTenant(sites.tenants.globex, "SELECT id FROM installations LIMIT 1"));
    if (request === undefined || installation === undefined) throw new Error("Globex has no rows");

    const queue = createQueue({
      db: sites.database.db,
      works: false,
      onDead: async () => {},
      onError: () => {},
    });
    await queue.start();
    const tenantId = sites.tenants.acme;
    const asked = sites.exchanges.length;
    for (const id of [waiting.id, approved.id]) {
      const proposalId = ProposalId.parse(id);
      await queue.send(execute, { tenantId, proposalId });
      await queue.send(undo, { tenantId, proposalId });
    }
    await queue.send(propose, { tenantId, requestId: request.id });
    await queue.send(verifyInstallation, { tenantId, installationId: installation.id });
    await queue.send(checkIssue, { tenantId, issueId: IssueId.parse(issues.globex.id) });
    await until(async () => (await queue.stats()).every(({ ready, active }) => ready + active === 0));
    await quiet();
    await queue.stop(1_000);
    expect(JSON.stringify(await rows())).toBe(before);
    expect(sites.exchanges.slice(asked).filter(({ tenant }) => tenant === "globex")).toEqual([]);
    const mine = await sites.database.asTenant(
      tenantId,
      `SELECT 1 FROM ledger WHERE proposal_id IN ('${waiting.id}', '${approved.id}')`,
    );
    expect(mine).toEqual([]);
  });
});

describe("after an hour of two tenants and somebody hostile", () => {
  const SUMMARY = { acme: "Acme buys Initech in March", globex: "Globex recalls the smoke sensor" };
  const TYPED = { acme: "add label zebra-acme", globex: "add label zebra-globex" };
  const HOSTILE = "Marigold-Passphrase-77";
  const used: string[] = [];
  let proposals: ProposalView[];
  let issues: ReturnType<TwoSites["newIssues"]>;

  beforeAll(async () => {
    issues = sites.newIssues((name) => SUMMARY[name]);
    proposals = [];
    for (const name of SITES) {
      const panel = sites.panelOfLead(name, issues[name].key);
      const proposal = await proposeBySentence(panel, TYPED[name]);
      await panel.do(proposal, "approve", yesTo(proposal));
      await panel.until((one) => one.id === proposal.id && one.status === "done", "it to be done");
      proposals.push(proposal);
    }
    await beHostile(issues.acme);
    await quiet();
  });

  async function beHostile(issue: { id: string; key: string }) {
    const token = sites.tokenFor(sites.leadOf("acme"), issue.key);
    used.push(token);
    const panel = `${sites.baseUrl}/api/panel`;
    const headers = { authorization: `JWT ${token}`, "content-type": "application/json" };
    const bodies = [
      `{"text": ${HOSTILE}`,
      JSON.stringify({ [HOSTILE]: HOSTILE }),
      HOSTILE,
      `{"text":"${HOSTILE}"`.repeat(20_000),
    ];
    for (const body of bodies) {
      await fetch(`${panel}/issues/${issue.id}/requests`, { method: "POST", headers, body });
      await fetch(`${panel}/proposals/${HOSTILE}/approve`, { method: "POST", headers, body });
      for (const where of ["webhooks/jira", "connect/installed", "connect/uninstalled", "connect/enabled"])
        await fetch(`${sites.baseUrl}/${where}?jwt=${token}&q=${HOSTILE}`, {
          method: "POST",
          headers: { "content-type": "application/json", "x-atlassian-webhook-identifier": HOSTILE },
          body,
        });
    }
    for (const where of [
      `panel/issue?jwt=${token}&issueKey=${HOSTILE}`,
      `${HOSTILE}/${HOSTILE}`,
      `API/Panel/issues/${issue.id}?${HOSTILE}`,
      `aPi/pAnEl/${HOSTILE}`,
      `api/panel/proposals/${HOSTILE}/form`,
      `ASSETS/${HOSTILE}.js`,
      `assets/%2e%2e/${HOSTILE}`,
    ])
      await fetch(`${sites.baseUrl}/${where}`, { headers });
    await fetch(`${panel}/issues/${issue.id}`, { headers: { authorization: `JWT ${token}${HOSTILE}` } });
    // Jira answers with words where the app expects a shape.
    const match = { method: "POST", pathPattern: "/permissions/check$" };
    for (const effect of [
      { status: 500, body: { errorMessages: [HOSTILE] } },
      { status: 200, body: { [HOSTILE]: HOSTILE } },
    ]) {
      await sites.control("acme", "POST", "faults", { match, times: 1, effect });
      await fetch(`${panel}/issues/${issue.id}`, { headers });
    }
    await signedWebhooks(issue);
  }

  /** Genuine by its address, whatever is in it. */
  async function signedWebhooks(issue: { id: string; key: string }) {
    const fields = { summary: HOSTILE, description: `${HOSTILE} mia@acme.example` };
    for (const body of [
      {
        webhookEvent: "jira:issue_updated",
        issue: { ...issue, fields },
        changelog: { items: [{ field: "summary", toString: HOSTILE }] },
      },
      {
        webhookEvent: "comment_created",
        issue,
        comment: { id: "1", body: `TicketSmith, ${HOSTILE}`, author: { accountId: HOSTILE } },
      },
      { webhookEvent: "jira:issue_updated", issue: { id: HOSTILE, key: HOSTILE } },
    ])
      expect(await sites.deliver("acme", body, `${HOSTILE}-${used.push(HOSTILE)}`)).toBe(204);
  }

  const secretsOfAll = () =>
    SITES.flatMap((name) => {
      const site = sites.sandbox.site(name);
      return [
        ...site.people().flatMap(({ accountId, email, displayName }) => [accountId, email, displayName]),
        ...site.state().installations.flatMap(({ sharedSecret, clientKey }) => [sharedSecret, clientKey]),
        ...[SUMMARY[name], TYPED[name], `zebra-${name}`],
      ];
    });

  test("the log at its most talkative holds no secret, token, query, person or word of anybody's", () => {
    const log = sites.lines.join("");
    expect(log).toContain('"msg":"A request was refused"');
    for (const secret of [
      ...secretsOfAll(),
      ...used,
      HOSTILE,
      "jwt=",
      "Initech",
      "smoke sensor",
      "@acme.example",
    ])
      expect(log.includes(secret), secret).toBe(false);
  });

  test("the metrics have the labels they may have, and each only so many values", async () => {
    const text = await (await fetch(`${sites.baseUrl}/metrics`)).text();
    const seen = new Map<string, Set<string>>();
    for (const [, name = "", value = ""] of text.matchAll(/(\w+)="([^"]*)"/g))
      seen.set(name, (seen.get(name) ?? new Set()).add(value));
    const WORD = /^[a-z][a-z-]*$/;
    const PATH = /^\/[\w./-]*(?:\{\w+\}[\w./-]*)*$/;
    const allowed: Record<string, RegExp> = {
      method: /^(?:GET|POST|PUT|DELETE|HEAD|OPTIONS|PATCH|OTHER)$/,
      route: /^(?:\(none\)|(?:\/[a-z.-]+|\/:[a-zA-Z]+)+|\/)$/,
      status: /^(?:\d{1,3}|[a-z]+)$/,
      product: /^(?:jira|confluence)$/,
      endpoint: PATH,
      ...{ from: /^(?:memory|database)$/, urgency: /^(?:live|background)$/, reason: WORD },
      ...{
        verdict: WORD,
        action: WORD,
        outcome: WORD,
        direction: /^(?:do|undo)$/,
        queue: WORD,
        engine: WORD,
      },
      // Node's own.
      ...{ le: /^(?:[\d.]+|\+Inf)$/, version: /^v[\d.]+$/, major: /^\d+$/, minor: /^\d+$/, patch: /^\d+$/ },
      ...{ type: /^[A-Za-z]+$/, kind: WORD, space: /^[a-z_]+$/ },
    };
    for (const [name, values] of seen)
      for (const value of values)
        expect(value, name).toMatch(allowed[name] ?? /^a label nobody has allowed$/);
    expect(seen.get("route")?.size).toBeLessThan(30);
    for (const secret of [
      ...secretsOfAll(),
      HOSTILE,
      ...Object.values(sites.tenants),
      ...proposals.map(({ id }) => id),
      ...SITES.map((name) => issues[name].key),
    ])
      expect(text.includes(secret), secret).toBe(false);
  });

  test("the queue holds ids and no word, also of what failed", async () => {
    const { rows } = await sites.database.db.apart.query(
      "SELECT data, output, singleton_key, group_id FROM jobs.job",
    );
    expect(rows.length).toBeGreaterThan(5);
    const held = JSON.stringify(rows);
    for (const secret of [...secretsOfAll(), HOSTILE]) expect(held.includes(secret), secret).toBe(false);
  });

  test("what one tenant was shown names nothing of the other", async () => {
    for (const [name, other] of [
      ["acme", "globex"],
      ["globex", "acme"],
    ] as const) {
      const shown = JSON.stringify(await sites.panelOfLead(name, issues[name].key).view());
      expect(shown).toContain(`zebra-${name}`);
      expect(shown).not.toContain(`zebra-${other}`);
      expect(shown).not.toContain(sites.tenants[other]);
    }
  });
});
