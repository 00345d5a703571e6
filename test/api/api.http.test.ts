import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as z from "zod";
import type { ApiScope, IssueRef, ProposalView } from "../../server/contract/index.ts";
import { AccountId, ProposalId } from "../../server/contract/index.ts";
import { newId } from "../../server/kit/index.ts";
import { appCaller, createTokenIssuer, type NewApiToken } from "../../server/tenants/index.ts";
import { onSite } from "../builders/on-site.ts";
import { describeOnEachDatabase } from "../environment/database.ts";
import { startRunningApp, type RunningApp } from "../environment/running-app.ts";
import { listRoutes } from "../doors/list-routes.ts";
import { createApiClient, type ApiAnswer, type ApiClient } from "./api-client.ts";

/** A security level of the sandbox that Sam Reporter is not in. */
const AGENTS = "10710";

type Shown = ProposalView & { issue: IssueRef };
const proposalIn = ({ status, body }: ApiAnswer): Shown => {
  if (status !== 200 && status !== 201) throw new Error(`${status}: ${JSON.stringify(body)}`);
  return body as Shown;
};
const listIn = (answer: ApiAnswer) => answer.body as { proposals: Shown[]; next: string | null };
const codeOf = ({ body }: ApiAnswer) =>
  (body as { type: string }).type.replace("urn:ticketsmith:problem:", "");

describeOnEachDatabase("the API for programs", (open) => {
  let running: RunningApp;
  let api: ApiClient;
  let mia: string;
  beforeAll(async () => {
    running = await startRunningApp(open().db, { settings: { LICENCE_GRACE_DAYS: "0" } });
    api = await createApiClient(running.baseUrl);
    mia = await tokenOf("Mia Krause");
  });
  afterAll(() => running.stop());

  const site = () => running.sandbox.site("acme");
  const { issueNow, named, newIssue } = onSite(site);
  const callerOn = async (tenant: "acme" | "globex" = "acme") => {
    const found = await running.app.stores.tenants.findByOrigin(running.sandbox.site(tenant).origin());
    if (found === undefined) throw new Error("No tenant");
    return appCaller(found.id, "test");
  };
  const issue = async (over: Partial<NewApiToken> & Pick<NewApiToken, "account">, tenant?: "globex") => {
    const tokens = running.app.stores.apiTokens;
    const made = await createTokenIssuer({ tokens, clock: { now: () => new Date(0) } })(
      await callerOn(tenant),
      { name: "a program", scopes: ["plan", "propose", "decide"], expiresAt: null, ...over },
    );
    if (made === "in-the-past") throw new Error("Refused");
    return made;
  };
  const tokenOf = async (name: string, over: Partial<NewApiToken> = {}) =>
    (await issue({ account: AccountId.parse(named(name)), ...over })).secret;
  const rows = async () => {
    const { tenantId } = await callerOn();
    const counts = ["proposals", "requests", "audit_log", "api_answers"].map(async (table) =>
      JSON.stringify(await open().asTenant(tenantId, `SELECT count(*) AS count FROM ${table}`)),
    );
    return (await Promise.all(counts)).join();
  };
  const yes = ({ planHash, steps }: Shown) => ({
    decision: "approve",
    planHash,
    steps: steps.map(({ id }) => id),
  });
  const untilDone = async (token: string, id: string): Promise<void> => {
    const shown = async () => proposalIn(await api.call(token, "GET", `/proposals/${id}`)).status;
    await expect.poll(shown, { timeout: 15_000 }).toBe("done");
  };

  describe("planning", () => {
    test("answers what a reviewer would see, and stores nothing", async () => {
      // No webhook of it is under way.
      const key = "SHOP-42";
      const before = await rows();
      const plan = proposalIn(await api.call(mia, "POST", "/plan", { issue: key, text: "make it highest" }));
      expect(await rows()).toBe(before);
      expect(plan).toMatchObject({ status: "waiting", issue: { key }, steps: [{ type: "edit-fields" }] });

      const made = proposalIn(
        await api.call(mia, "POST", "/proposals", { issue: key, text: "make it highest" }),
      );
      const differs = { id: "", createdAt: "", expiresAt: "" };
      expect({ ...plan, ...differs }).toEqual({ ...made, ...differs });
      const panel = await running.panelOf("Mia Krause", key).view();
      const { issue: _beside, ...rest } = made;
      const shown = Object.fromEntries(Object.entries(rest).filter(([name]) => name !== "project"));
      expect(panel.open).toContainEqual(shown);
    });

    test("says in words when there is nothing to propose", async () => {
      const key = newIssue("Sam Reporter", "Oil the locks");
      const answer = await api.call(mia, "POST", "/plan", { issue: key, text: "what a lovely day" });
      expect([answer.status, codeOf(answer)]).toEqual([422, "nothing-to-do"]);
      const asked = await api.call(mia, "POST", "/proposals", { issue: key, text: "what a lovely day" });
      expect([asked.status, codeOf(asked)]).toEqual([422, "nothing-to-do"]);
    });

    test("where it is meant is an issue, a project, or the one key that the text names; else that is asked", async () => {
      const nowhere = await api.call(mia, "POST", "/plan", { text: "make it highest" });
      expect([nowhere.status, codeOf(nowhere)]).toEqual([422, "no-issue"]);
      const both = await api.call(mia, "POST", "/plan", { text: "make SHOP-42 and SHOP-1 highest" });
      expect([both.status, codeOf(both)]).toEqual([422, "no-issue"]);
      const alone = await api.call(mia, "POST", "/plan", { project: "SHOP", text: "create a task: oil it" });
      expect(proposalIn(alone)).toMatchObject({ issue: null, project: { key: "SHOP" } });
      const named = await api.call(mia, "POST", "/plan", { text: "assign SHOP-42 to Ana Ruiz" });
      expect(proposalIn(named)).toMatchObject({
        issue: { key: "SHOP-42" },
        steps: [{ type: "set-assignee" }],
      });
      const key = newIssue("Sam Reporter", "Oil the gate");
      const other = await api.call(mia, "POST", "/plan", {
        issue: key,
        project: "OPS",
        text: "make it highest",
      });
      expect([other.status, codeOf(other)]).toEqual([400, "not-understood"]);
    });
  });

  describe("an idempotency key", () => {
    const plan = (key: string, text: string, token = mia, path = "/plan") =>
      api.call(token, "POST", path, { issue: hinges, text }, { "idempotency-key": key });
    let hinges: string;
    beforeAll(() => {
      hinges = newIssue("Sam Reporter", "Oil everything");
    });

    test("gets the same call the same answer, byte for byte, and another call a refusal", async () => {
      const first = await plan("k1", "make it highest");
      const again = await plan("k1", "make it highest");
      expect(again.body).toEqual(first.body);
      const other = await plan("k1", "make it lowest");
      expect([other.status, codeOf(other)]).toEqual([422, "key-reused"]);
      const elsewhere = await plan("k1", "make it highest", mia, "/proposals");
      expect(elsewhere.status).toBe(201);
    });

    test("makes one proposal of two that come at once", async () => {
      const answers = await Promise.all(
        ["a", "b"].map(() => plan("k2", "assign it to Ana Ruiz", mia, "/proposals")),
      );
      const statuses = answers.map(({ status }) => status).toSorted((a, b) => a - b);
      expect([
        [201, 201],
        [201, 409],
      ]).toContainEqual(statuses);
      const { proposals } = listIn(await api.call(mia, "GET", `/proposals?issue=${hinges}`));
      expect(proposals.filter(({ steps }) => steps[0]?.type === "set-assignee")).toHaveLength(1);
      const again = await plan("k2", "assign it to Ana Ruiz", mia, "/proposals");
      expect(answers.map(({ body }) => body)).toContainEqual(again.body);
    });

    test("belongs to the person, and what failed may be tried again with it", async () => {
      const own = proposalIn(await plan("k3", "make it highest"));
      const ana = proposalIn(await plan("k3", "make it highest", await tokenOf("Ana Ruiz")));
      expect(ana.createdAt).not.toBe(own.createdAt);
      const nothing = await plan("k4", "what a lovely day");
      expect(nothing.status).toBe(422);
      expect((await plan("k4", "make it highest")).status).toBe(200);
      const odd = await plan("with blanks in it", "make it highest");
      expect([odd.status, codeOf(odd)]).toEqual([400, "not-understood"]);
    });

    test("brings back no answer about an issue that the person may not see any more", async () => {
      const key = newIssue("Sam Reporter", "Soon secret");
      const body = { issue: key, text: "make it highest" };
      const headers = { "idempotency-key": "k5" };
      expect((await api.call(mia, "POST", "/plan", body, headers)).status).toBe(200);
      site().deleteIssue({ as: { kind: "person", accountId: named("Mia Krause"), throughApp: null } }, key);
      expect((await api.call(mia, "POST", "/plan", body, headers)).status).toBe(404);
    });
  });

  describe("deciding", () => {
    test("a yes to the plan as it was shown changes Jira, in the name of the token's account", async () => {
      const key = newIssue("Sam Reporter", "Oil the chain");
      const made = proposalIn(
        await api.call(mia, "POST", "/proposals", { issue: key, text: "make it highest" }),
      );
      const decided = proposalIn(await api.call(mia, "POST", `/proposals/${made.id}/decision`, yes(made)));
      expect(decided.decidedBy?.name).toBe("Mia Krause");
      await untilDone(mia, made.id);
      expect(issueNow(key).values["priority"]).toBe("1");
      const again = await api.call(mia, "POST", `/proposals/${made.id}/decision`, yes(made));
      expect([again.status, codeOf(again)]).toEqual([409, "already-decided"]);
      expect(again.body).toMatchObject({ proposal: { id: made.id, status: "done" } });
    });

    test("a no is kept with its reason, and a yes to another plan does not count", async () => {
      const key = newIssue("Sam Reporter", "Oil the lift");
      const made = proposalIn(
        await api.call(mia, "POST", "/proposals", { issue: key, text: "make it highest" }),
      );
      const path = `/proposals/${made.id}/decision`;
      const other = await api.call(mia, "POST", path, { ...yes(made), planHash: "0".repeat(64) });
      expect([other.status, codeOf(other)]).toEqual([409, "plan-changed"]);
      const none = await api.call(mia, "POST", path, { ...yes(made), steps: ["s9"] });
      expect([none.status, codeOf(none)]).toEqual([422, "no-such-step"]);
      const no = { decision: "reject", planHash: made.planHash, reason: "Too soon" };
      expect(proposalIn(await api.call(mia, "POST", path, no))).toMatchObject({
        status: "rejected",
        reason: "Too soon",
      });
    });

    test("what Jira does not let the account do, its token cannot do either", async () => {
      const key = newIssue("Sam Reporter", "Oil the roof");
      const made = proposalIn(
        await api.call(mia, "POST", "/proposals", { issue: key, text: "make it highest" }),
      );
      const sam = await tokenOf("Sam Reporter");
      const refused = await api.call(sam, "POST", `/proposals/${made.id}/decision`, yes(made));
      expect([refused.status, codeOf(refused)]).toEqual([403, "not-permitted"]);
    });
  });

  describe("listing", () => {
    test("goes page by page, newest first, by issue and by state", async () => {
      const key = newIssue("Sam Reporter", "Oil three things");
      const made: string[] = [];
      for (const to of ["highest", "lowest", "high"])
        made.push(
          proposalIn(await api.call(mia, "POST", "/proposals", { issue: key, text: `make it ${to}` })).id,
        );
      const first = listIn(await api.call(mia, "GET", `/proposals?issue=${key}&state=waiting&limit=2`));
      const path = `/proposals?issue=${key}&state=waiting&limit=2&after=${first.next}`;
      const second = listIn(await api.call(mia, "GET", path));
      const listed = [...first.proposals, ...second.proposals].map(({ id }) => id);
      expect(listed.filter((id) => made.includes(id))).toEqual(made.toReversed());
      expect(second.next).toBeNull();
      expect(listIn(await api.call(mia, "GET", `/proposals?issue=${key}&state=done`)).proposals).toEqual([]);
      const nowhere = `/proposals?after=${newId()}`;
      expect(listIn(await api.call(mia, "GET", nowhere))).toEqual({ proposals: [], next: null });
      for (const bad of ["limit=0", "limit=51", "state=gone", "issue=shop", "x=1", "after=1"])
        expect((await api.call(mia, "GET", `/proposals?${bad}`)).status, bad).toBe(400);
    });

    test("leaves out what the account may not see, and another tenant's as if it were not there", async () => {
      const ina = running.sandbox
        .site("globex")
        .people()
        .find(({ displayName }) => displayName === "Hana Sato");
      if (ina === undefined) throw new Error("Nobody is called Hana Sato");
      const { secret } = await issue({ account: AccountId.parse(ina.accountId) }, "globex");
      expect(listIn(await api.call(secret, "GET", "/proposals")).proposals).toEqual([]);
      const { proposals } = listIn(await api.call(mia, "GET", "/proposals?limit=1"));
      const [own] = proposals;
      if (own === undefined) throw new Error("Nothing is listed");
      const foreign = await api.call(secret, "GET", `/proposals/${own.id}`);
      const nobodys = await api.call(secret, "GET", `/proposals/${ProposalId.parse(newId())}`);
      const malformed = await api.call(secret, "GET", "/proposals/1");
      expect([foreign.status, foreign.body]).toEqual([404, nobodys.body]);
      expect(malformed.body).toEqual(nobodys.body);
    });

    test("a proposal on an issue that is hidden from the account is neither listed nor shown nor decided", async () => {
      const hidden = newIssue("Mia Krause", "Oil the vault", { security: { id: AGENTS } });
      const made = proposalIn(
        await api.call(mia, "POST", "/proposals", { issue: hidden, text: "make it highest" }),
      );
      const sam = await tokenOf("Sam Reporter");
      const listed = listIn(await api.call(sam, "GET", "/proposals?limit=50"));
      expect(listed.proposals.length).toBeGreaterThan(0);
      expect(listed.proposals.map(({ id }) => id)).not.toContain(made.id);
      const nobodys = await api.call(sam, "GET", `/proposals/${newId()}`);
      const shown = await api.call(sam, "GET", `/proposals/${made.id}`);
      const decided = await api.call(sam, "POST", `/proposals/${made.id}/decision`, yes(made));
      expect([shown.status, shown.body]).toEqual([404, nobodys.body]);
      expect([decided.status, decided.body]).toEqual([404, nobodys.body]);
      expect(listIn(await api.call(mia, "GET", "/proposals?limit=1")).proposals[0]?.id).toBe(made.id);
    });

    test("an issue that is hidden from the account is as one that is not there, at every door", async () => {
      const hidden = newIssue("Mia Krause", "Oil the safe", { security: { id: AGENTS } });
      const sam = await tokenOf("Sam Reporter");
      for (const [method, path, body] of [
        ["POST", "/plan", { issue: hidden, text: "make it highest" }],
        ["POST", "/proposals", { issue: hidden, text: "make it highest" }],
        ["GET", `/proposals?issue=${hidden}`, undefined],
      ] as const) {
        const refused = await api.call(sam, method, path, body);
        const nowhere = await api.call(
          sam,
          method,
          path.replace(hidden, "SHOP-99999"),
          body === undefined ? undefined : { ...body, issue: "SHOP-99999" },
        );
        expect([refused.status, refused.body]).toEqual([404, nowhere.body]);
      }
    });
  });

  describe("a token", () => {
    const DOORS: readonly [ApiScope | "read", string, string, unknown][] = [
      ["plan", "POST", "/plan", { issue: "SHOP-42", text: "make it highest" }],
      ["propose", "POST", "/proposals", { issue: "SHOP-42", text: "what a lovely day" }],
      ["read", "GET", "/proposals?limit=1", undefined],
      ["read", "GET", `/proposals/${newId()}`, undefined],
      ["decide", "POST", `/proposals/${newId()}/decision`, {}],
    ];

    test("opens the doors of its scopes and no other", async () => {
      for (const scope of ["plan", "propose", "decide"] as const) {
        const token = await tokenOf("Mia Krause", { scopes: [scope] });
        for (const [wanted, method, path, body] of DOORS) {
          const { status } = await api.call(token, method, path, body);
          const opens = wanted === scope || (wanted === "read" && scope !== "plan");
          expect(status === 403, `${scope}: ${method} ${path}`).toBe(!opens);
        }
      }
    });

    test("that is unknown, malformed, revoked or expired gets one answer, the same everywhere", async () => {
      const revoked = await issue({ account: AccountId.parse(named("Mia Krause")) });
      const tokens = running.app.stores.apiTokens;
      expect(await tokens.revoke(await callerOn(), revoked.token.id)).toBe(true);
      expect(await tokens.revoke(await callerOn(), revoked.token.id)).toBe(false);
      const expired = await tokenOf("Mia Krause", { expiresAt: new Date(Date.now() - 1_000) });
      const bad = [null, "", "x", `ts_${"A".repeat(43)}`, revoked.secret, expired, `${mia}x`, mia.slice(1)];
      const bodies = new Set<string>();
      for (const token of bad)
        for (const [, method, path, body] of DOORS) {
          const answer = await api.call(token, method, path, body);
          expect([answer.status, answer.headers.get("www-authenticate")]).toEqual([401, "Bearer"]);
          bodies.add(JSON.stringify(answer.body));
        }
      expect(bodies.size).toBe(1);
    });

    test("is stored as a digest, noted when used, and its making and end are in the log", async () => {
      const made = await issue({ account: AccountId.parse(named("Ana Ruiz")), name: "nightly" });
      const { tenantId } = await callerOn();
      const stored = JSON.stringify(await open().asTenant(tenantId, "SELECT * FROM api_tokens"));
      expect(stored).not.toContain(made.secret.slice(3));
      expect(made.secret).toMatch(/^ts_[A-Za-z0-9_-]{43}$/);
      await api.call(made.secret, "GET", "/proposals?limit=1");
      const tokens = running.app.stores.apiTokens;
      const [listed] = (await tokens.list(await callerOn())).filter(({ id }) => id === made.token.id);
      expect(listed?.lastUsedAt).not.toBeNull();
      await tokens.revoke(await callerOn(), made.token.id);
      const entries = await running.app.stores.audit.list(await callerOn(), { limit: 2 });
      const own = { token: made.token.id };
      expect(JSON.stringify(entries)).toContain(own.token);
      expect(running.lines.join("")).not.toContain(made.secret.slice(3));
    });

    test("of a site that has switched TicketSmith off opens nothing", async () => {
      const ana = await tokenOf("Ana Ruiz");
      const { tenantId } = await callerOn();
      const { installations } = running.app;
      const found = await installations.enabledFor(tenantId, "jira");
      if (found === undefined) throw new Error("Not installed");
      await installations.setState(found, { state: "disabled", uninstalledAt: null }, []);
      expect((await api.call(ana, "GET", "/proposals")).status).toBe(401);
      await installations.setState(
        { ...found, state: "disabled" },
        { state: "enabled", uninstalledAt: null },
        [],
      );
      expect((await api.call(ana, "GET", "/proposals")).status).toBe(200);
    });
  });

  describe("a body", () => {
    test("that is too large, no JSON, too deep or not as described is refused before anything is asked", async () => {
      const path = "/plan";
      const send = (body: string) => api.call(mia, "POST", path, body);
      expect((await send(`{"issue":"SHOP-1","text":"${"x".repeat(70_000)}"}`)).status).toBe(413);
      for (const body of ["", "{", "[]", "null", `{"a":${"[".repeat(500)}${"]".repeat(500)}}`])
        expect((await send(body)).status, body.slice(0, 20)).toBe(400);
      for (const body of [
        { issue: "SHOP-1" },
        { issue: "shop-1", text: "x" },
        { issue: "SHOP-1", text: " " },
        { issue: "SHOP-1", text: "x", by: "712020:ana" },
        { issue: "SHOP-1", text: "x".repeat(4_001) },
      ]) {
        const answer = await send(JSON.stringify(body));
        expect([answer.status, codeOf(answer)]).toEqual([400, "not-understood"]);
      }
    });
  });

  test("without a licence nothing is planned, asked or decided, and everything can be looked at", async () => {
    // Before anything is asked there: an answer would be kept for minutes.
    await running.control("globex", "POST", "settings", { licence: "none" });
    const hana = running.sandbox.site("globex").people()[0]?.accountId;
    const { secret } = await issue({ account: AccountId.parse(hana) }, "globex");
    const asked = { issue: "DEV-1", text: "make it highest" };
    for (const path of ["/plan", "/proposals"]) {
      const refused = await api.call(secret, "POST", path, asked);
      expect([refused.status, codeOf(refused)]).toEqual([403, "unlicensed"]);
    }
    expect((await api.call(secret, "GET", "/proposals")).status).toBe(200);
  });

  test("an address that is none is a problem too", async () => {
    const response = await fetch(`${running.baseUrl}/api/v1/nothing`);
    expect([response.status, response.headers.get("content-type")]).toEqual([
      404,
      "application/problem+json; charset=utf-8",
    ]);
  });

  test("the description names each route that there is, and nothing in it leads nowhere", () => {
    const described = Object.entries(api.described.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} /api/v1${path}`),
    );
    const routes = listRoutes(running.app.app).filter((name) => name.includes(" /api/v1/"));
    expect(described.toSorted()).toEqual(routes.map((name) => name.replace(":id", "{id}")).toSorted());
    const text = JSON.stringify(api.document);
    const names = new Set([...text.matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name));
    const { components, openapi } = z
      .object({ openapi: z.string(), components: z.object({ schemas: z.record(z.string(), z.unknown()) }) })
      .parse(api.document);
    expect(openapi).toBe("3.1.0");
    expect([...names].filter((name) => name === undefined || !(name in components.schemas))).toEqual([]);
    expect(names.size).toBeGreaterThan(6);
  });

  test("every route was answered as described, well and badly", () => {
    const wanted = Object.entries(api.described.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const seen = [...api.seen];
    const without = wanted.filter(
      (name) =>
        name !== "GET /openapi.json" &&
        !(seen.some((one) => one.startsWith(`${name} 2`)) && seen.some((one) => one.startsWith(`${name} 4`))),
    );
    expect(without).toEqual([]);
  });
});
