import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { AccountId, TenantId } from "../../server/contract/index.ts";
import { createJiraReader } from "../../server/clients/jira/index.ts";
import { createRateLimit } from "../../server/intake/limit-rate.ts";
import { newId, ok, systemClock, type ProductRequest } from "../../server/kit/index.ts";
import { createImpersonation } from "../../server/platform/connect/impersonation.ts";
import { appCaller, createInstallationDirectory, createLicenceReader } from "../../server/tenants/index.ts";
import { someInstallation } from "../builders/installation.ts";
import { startAtlassianHost, type AtlassianHost } from "../fakes/atlassian-host.ts";
import { createMemoryTenants } from "../fakes/memory-tenants.ts";

/** Everything that outlives the call that filled it, by the file it is in and its name, with what keeps tenants apart in it. */
const KEPT: Readonly<Record<string, string>> = {
  "clients/jira/create-jira-reader.ts faces": "tenant and account",
  "clients/jira/create-jira-reader.ts meta": "tenant and what was read",
  "clients/llm/circuit.ts servers": "tenant and server",
  "clients/llm/remember-ways.ts ways": "whose server it is, its address and model",
  "intake/limit-rate.ts windows": "the tenant, or tenant and account",
  "intake/panel/api/stream-places.ts taken": "tenant and account",
  "intake/webhooks/wake-soon.ts waiting": "the tenant",
  "jobs/tell-of-faults.ts lastTold":
    "words of faults, which hold nothing of a tenant; only their time is kept",
  "proposals/remember-sight.ts seen": "tenant and account",
  "platform/connect/fetch-install-key.ts absent": "Atlassian's key id, the same for everybody",
  "platform/budget/create-budget.ts waiters": "one call that waits for its turn",
  "platform/budget/gate.ts active": "the tenant",
  "platform/budget/gate.ts near": "tenant and product",
  "platform/budget/gate.ts pools":
    "the product: its hourly points are one app's, and shared; no answer is kept",
  "platform/budget/pauses.ts pauses":
    "whom the limit names: a tenant's issue or endpoint, a tenant, or the app",
  "platform/budget/point-pool.ts before": "tenants seen in the last hour",
  "platform/budget/point-pool.ts used": "the tenant",
  "platform/connect/fetch-install-key.ts asking": "Atlassian's key id, the same for everybody",
  "platform/connect/fetch-install-key.ts known": "Atlassian's key id, the same for everybody",
  "platform/connect/impersonation.ts asking": "installation, its secret, account",
  "platform/connect/impersonation.ts kept": "installation, its secret, account",
  "records/batch-lookups.ts waiting": "the client key or digest of a token, for as long as a query",
  "records/hold-tenant.ts held": "the connection, for as long as its transaction",
  "records/listen-on-server.ts subscribers": "nothing is kept but who listens",
  "records/live-updates.ts watchers": "tenant and issue",
  "tenants/cached-installations.ts byKey": "the client key, which is proven by its secret afterwards",
  "tenants/cached-installations.ts byTenant": "the tenant",
  "tenants/cached-installations.ts unknown": "a client key that no tenant has",
  "tenants/read-licence.ts known": "the tenant",
};

/** Made anew by each call. */
const OF_ONE_CALL = [
  "platform/budget/gate.ts kept",
  "clients/jira/create-permissions.ts seen",
  "clients/jira/find-similar.ts counted",
  "intake/api/read-page.ts open",
  "intake/panel/read-manifest.ts found",
];

const SERVER = path.resolve(import.meta.dirname, "../../server");
/** Pure: what these rooms make, they make for one answer. */
const PURE = ["contract", "evaluation", "guardrails", "planning", "richtext"];
const COLLECTION = /(?:const|let) (\w+)[^=]*= new (?:LRUCache|Map|WeakMap|Set|WeakSet)(?:<.*>)?\((?:\)|\{)/;
const MODULE_STATE = /^(?:let |const \w+[^=]*= new (?:LRUCache|Map|WeakMap|Set|WeakSet)(?:<.*>)?\(\))/;

async function linesOf(): Promise<{ file: string; line: string }[]> {
  const files = (await readdir(SERVER, { recursive: true })).filter((file) => file.endsWith(".ts"));
  const read = files.map(async (name) => {
    const lines = (await readFile(path.join(SERVER, name), "utf8")).split("\n");
    return lines.map((line) => ({ file: name.replaceAll(path.sep, "/"), line }));
  });
  return (await Promise.all(read)).flat();
}

describe("what is kept in memory", () => {
  test("is listed here with what keeps tenants apart in it", async () => {
    const found = (await linesOf()).flatMap(({ file, line }) => {
      const name = COLLECTION.exec(line)?.[1];
      return name === undefined || PURE.includes(file.split("/")[0] ?? "") ? [] : [`${file} ${name}`];
    });
    expect([...new Set(found)].toSorted()).toEqual([...Object.keys(KEPT), ...OF_ONE_CALL].toSorted());
  });

  test("is never in a room that only thinks", async () => {
    const state = (await linesOf()).filter(
      ({ file, line }) => PURE.includes(file.split("/")[0] ?? "") && MODULE_STATE.test(line),
    );
    // The schema of documents, compiled once.
    expect(state.map(({ file }) => file)).toEqual(["richtext/validate-adf.ts"]);
  });
});

describe("two tenants with the same ids, keys and people", () => {
  const [acme, globex] = ["acme", "globex"].map(() => appCaller(TenantId.parse(newId()), "r"));
  if (acme === undefined || globex === undefined) throw new Error("No callers");
  const nameOf = (tenantId: string) => (tenantId === acme.tenantId ? "acme" : "globex");

  test("get their own answers of Jira, however alike the questions are", async () => {
    const asked: string[] = [];
    const reader = createJiraReader(async ({ tenantId }) => async ({ template }: ProductRequest) => {
      asked.push(`${nameOf(tenantId)} ${template}`);
      const name = `of ${nameOf(tenantId)}`;
      const bodies: Record<string, unknown> = {
        "/rest/api/3/user/bulk": { values: [{ accountId: "712020:mia", displayName: name }] },
        "/rest/api/3/issueLinkType": { issueLinkTypes: [{ id: "1", name, inward: "in", outward: "out" }] },
      };
      return {
        status: 200,
        headers: {},
        body: bodies[template] ?? { issueTypes: [{ id: "1", name }], fields: [] },
      };
    });
    const mia = AccountId.parse("712020:mia");
    const all = async (caller: typeof acme) =>
      JSON.stringify([
        await reader.people(caller, [mia]),
        await reader.linkTypes(caller),
        await reader.creatable(caller, "10000"),
      ]);
    for (const caller of [acme, globex, acme, globex]) {
      const answers = await all(caller);
      expect(answers).toContain(`of ${nameOf(caller.tenantId)}`);
      expect(answers).not.toContain(`of ${nameOf(caller === acme ? globex.tenantId : acme.tenantId)}`);
    }
    // Kept, or this would prove nothing.
    expect(asked.filter((one) => one === "acme /rest/api/3/user/bulk")).toHaveLength(1);
  });

  test("have their own licence and installations", async () => {
    const { installationStore } = createMemoryTenants();
    const installations = createInstallationDirectory(installationStore);
    const id = someInstallation().id;
    for (const { tenantId } of [acme, globex])
      await installations.save(someInstallation({ tenantId, id, clientKey: `key of ${tenantId}` }), [], []);
    const licences = createLicenceReader({
      installations,
      askSite: async ({ tenantId }) => ok({ licence: tenantId === acme.tenantId ? "active" : "none" }),
    });
    for (let round = 0; round < 2; round += 1) {
      expect([await licences.read(acme), await licences.read(globex)]).toEqual(["active", "unlicensed"]);
      for (const { tenantId } of [acme, globex]) {
        expect((await installations.enabledFor(tenantId, "jira"))?.tenantId).toBe(tenantId);
        expect((await installations.findByClientKey(`key of ${tenantId}`))?.tenantId).toBe(tenantId);
      }
    }
  });

  test("have their own share of a door", () => {
    const allows = createRateLimit({ now: () => new Date(0) }, { perWindow: 2 });
    expect([1, 2, 3].map(() => allows(acme.tenantId))).toEqual([true, true, false]);
    expect(allows(globex.tenantId)).toBe(true);
  });

  describe("on sites that let the app act as people", () => {
    let host: AtlassianHost;
    beforeAll(async () => {
      host = await startAtlassianHost();
    });
    afterAll(() => host.stop());

    test("are acted for with tokens of their own", async () => {
      const impersonate = createImpersonation({ tokenUrl: host.tokenUrl, clock: systemClock });
      const account = AccountId.parse("712020:mia");
      const installed = ["", "/other"].map((context) => {
        const { sharedSecret, baseUrl } = host.newSite({ baseUrl: `${host.origin}${context}` });
        return someInstallation({ sharedSecret, baseUrl, oauthClientId: "the same" });
      });
      const tokens = [];
      for (const installation of [...installed, ...installed]) {
        const token = await impersonate(installation, account, { fresh: false });
        tokens.push(token.ok ? token.value : token.reason);
      }
      expect(tokens.slice(2)).toEqual(tokens.slice(0, 2));
      expect(new Set(tokens).size).toBe(2);
    });
  });
});
