import { expect, test } from "vitest";
import { runCli } from "../../server/intake/cli/index.ts";
import { newId, systemClock } from "../../server/kit/index.ts";
import { createPriceList } from "../../server/tenants/index.ts";
import { A_CALL, callerOf, storeRequest, storesOver } from "../builders/records.ts";
import { describeOnEachDatabase } from "../environment/database.ts";
import { NO_FILES } from "../builders/audit.ts";

describeOnEachDatabase("ticketsmith tenants", (open) => {
  async function run(...args: string[]) {
    const said: string[] = [];
    const complained: string[] = [];
    const terminal = {
      input: process.stdin,
      say: (line: string) => void said.push(line),
      complain: (line: string) => void complained.push(line),
    };
    const { tenants, engines, usage, requests } = storesOver(open().db);
    const code = await runCli(args, terminal, {
      verifySignature: () => ({ ok: false, why: "forged" }),
      readFile: async (file) => Buffer.from(file === "key" ? "sk-of-acme\n" : "two words"),
      clock: systemClock,
      openTenants: async () => ({
        ...{
          tenants,
          engines,
          usage,
          requests,
          prices: createPriceList(),
          privateHosts: ["models.internal"],
        },
        close: async () => {},
      }),
      writeFile: async () => {},
      ...NO_FILES,
      env: {},
      openLocal: () => Promise.reject(new Error("No TicketSmith is needed")),
      examine: async () => [],
      openModel: async () => ({ ok: false, reason: "none" }),
    });
    return { code, said, complained };
  }

  test("says that there is no site yet, rather than nothing", async () => {
    expect(await run("tenants", "list")).toEqual({
      code: 0,
      said: [],
      complained: ["No site has TicketSmith in this database."],
    });
  });

  test("lists the sites, and changes as whom Jira is changed on one, which the log keeps", async () => {
    const { tenants, audit } = storesOver(open().db);
    const origin = `https://${newId()}.test`;
    const { id } = await tenants.findOrCreate(origin, { at: new Date(), eraseAfter: new Date() });
    expect((await run("tenants", "list")).said).toContain(`${origin}\tdefault`);
    expect(await run("tenants", "act-as", `${origin}/`, "person-only")).toMatchObject({ code: 0 });
    expect((await run("tenants", "list")).said).toContain(`${origin}\tperson-only`);
    expect(await tenants.actAs(id)).toBe("person-only");
    expect(await run("tenants", "act-as", origin, "default")).toMatchObject({ code: 0 });
    expect(await tenants.actAs(id)).toBeNull();
    expect(await audit.list(callerOf(id), { limit: 5 })).toHaveLength(2);
  });

  test("knows no other site and no other policy", async () => {
    expect(await run("tenants", "act-as", "https://nobody.test", "person-only")).toMatchObject({ code: 1 });
    expect(await run("tenants", "act-as", "https://nobody.test", "root")).toMatchObject({
      code: 2,
      said: [],
    });
    expect(await run("tenants", "act-as")).toMatchObject({ code: 2 });
  });

  async function someSite() {
    const { tenants } = storesOver(open().db);
    const origin = `https://${newId()}.test`;
    return await tenants.findOrCreate(origin, { at: new Date(), eraseAfter: new Date() });
  }

  test("sets a site's engine, shows it without its key, and the log keeps that", async () => {
    const { origin, id } = await someSite();
    const { engines, audit } = storesOver(open().db);
    expect(await run("tenants", "engine", origin)).toMatchObject({ code: 0, said: ["default"] });
    const set = await run(
      ...["tenants", "engine", origin, "openai", "--model", "gpt-4o", "--key-file", "key"],
      ...["--base-url", "http://models.internal:8000/v1/", "--budget", "12.5"],
      ...["--second-look", "on"],
    );
    expect(set).toMatchObject({ code: 0, complained: [] });
    expect(await run("tenants", "engine", origin)).toMatchObject({ said: set.said });
    expect(set.said.join()).toContain(
      "gpt-4o\thttp://models.internal:8000/v1\twith a key\t$12.5 a month\tlooks twice",
    );
    expect(set.said.join()).not.toContain("sk-of-acme");
    expect(await engines(callerOf(id)).read()).toEqual({
      engine: {
        ...{ kind: "openai", baseUrl: "http://models.internal:8000/v1", model: "gpt-4o" },
        ...{ apiKey: "sk-of-acme", apiVersion: null },
      },
      ...{ price: null, monthlyUsd: 12.5, secondLook: true },
    });
    expect((await audit.list(callerOf(id), { limit: 5 }))[0]?.entry).toMatchObject({
      ...{ type: "policy-changed", policy: "engine", to: "openai gpt-4o" },
    });
    expect(JSON.stringify(await open().asTenant(id, "SELECT * FROM tenant_engines"))).not.toContain("sk-of");
    expect(await run("tenants", "engine", origin, "default")).toMatchObject({ said: ["default"] });
    expect((await engines(callerOf(id)).read()).engine).toBeNull();
  });

  test.each([
    ["https://", ["--base-url", "http://models.example/v1"]],
    ["private network", ["--base-url", "https://127.0.0.1/v1"]],
    ["private network", ["--base-url", "https://169.254.169.254/v1"]],
    ["private network", ["--base-url", "https://[::1]/v1"]],
    ["private network", ["--base-url", "https://2130706433/v1"]],
    ["private network", ["--base-url", "https://localhost./v1"]],
    ["no user", ["--base-url", "https://a:b@models.example/v1"]],
    ["--price", ["--price", "cheap"]],
    ["price is not known", ["--budget", "5"]],
    ["--budget", ["--budget=-1"]],
    ["--second-look", ["--second-look", "maybe"]],
    ["--key-file", ["--key-file", "empty"]],
  ])("refuses a server or terms that cannot hold: %s %j", async (words, flags) => {
    const { origin, id } = await someSite();
    const refused = await run("tenants", "engine", origin, "openai", "--model", "mine", ...flags);
    expect(refused).toMatchObject({ code: 1, said: [] });
    expect(refused.complained.join()).toContain(words);
    expect((await storesOver(open().db).engines(callerOf(id)).read()).engine).toBeNull();
  });

  test("shows what a site's models used, and what a model wrote that nobody could read", async () => {
    const { origin, id } = await someSite();
    const stores = storesOver(open().db);
    const at = new Date("2026-11-05T10:00:00Z");
    const used = { promptTokens: 1_000, completionTokens: 100 };
    const paid = { prompt: 2_500_000, completion: 1_000_000 };
    await stores.usage(callerOf(id)).settle(null, { ...A_CALL, model: "gpt-4o", at, used, paid });
    await stores.usage(callerOf(id)).settle(null, { ...A_CALL, model: "mine", at, used, paid: null });
    expect((await run("tenants", "usage", origin, "--month", "2026-11")).said).toEqual([
      "2026-11-05\tgpt-4o\tprompt\t1000\t$0.002500",
      "2026-11-05\tgpt-4o\tcompletion\t100\t$0.001000",
      "2026-11-05\tmine\tprompt\t1000\tprice not known",
      "2026-11-05\tmine\tcompletion\t100\tprice not known",
      "total\t$0.003500\tput aside\t$0.000000",
    ]);
    const request = await storeRequest(stores, callerOf(id));
    expect(await run("tenants", "reply", origin, request)).toMatchObject({ code: 1 });
    await stores.requests(callerOf(id)).end(request, { state: "failed", said: "no", reply: "Sure! Done." });
    expect(await run("tenants", "reply", origin, request)).toMatchObject({ code: 0, said: ["Sure! Done."] });
    const rows = await open().asTenant(id, "SELECT * FROM requests");
    expect(JSON.stringify(rows)).not.toContain("Sure!");
    // Begun anew, it is about another answer.
    await stores.requests(callerOf(id)).again(request, []);
    expect(await run("tenants", "reply", origin, request)).toMatchObject({ code: 1 });
  });
});
