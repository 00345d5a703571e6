import { expect, test } from "vitest";
import { runCli } from "../../server/intake/cli/index.ts";
import { newId, systemClock } from "../../server/kit/index.ts";
import { callerOf, storesOver } from "../builders/records.ts";
import { describeOnEachDatabase } from "../environment/database.ts";

describeOnEachDatabase("ticketsmith tenants", (open) => {
  async function run(...args: string[]) {
    const said: string[] = [];
    const complained: string[] = [];
    const terminal = {
      input: process.stdin,
      say: (line: string) => void said.push(line),
      complain: (line: string) => void complained.push(line),
    };
    const { tenants } = storesOver(open().db);
    const code = await runCli(args, terminal, {
      verifySignature: () => ({ ok: false, why: "forged" }),
      readFile: () => Promise.reject(new Error("No file is needed")),
      clock: systemClock,
      writeFile: async () => {},
      openModel: async () => ({ ok: false, reason: "none" }),
      openTenants: async () => ({ tenants, close: async () => {} }),
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
});
