import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { APP_ROLE } from "../../sandbox/state.ts";
import type { Call } from "./jira-client.ts";
import { startSite, type RunningSite } from "./running-site.ts";

let running: RunningSite;
beforeAll(async () => {
  running = await startSite("acme");
});
afterAll(() => running.stop());

const Found = z.object({ issues: z.array(z.looseObject({ id: z.string() })) });
const Keyed = z.looseObject({ key: z.string() });
const Levels = z.looseObject({ levels: z.array(z.looseObject({ name: z.string() })) });
const Fields = z.looseObject({ fields: z.looseObject({}) });
const AGENTS = "10710";
const REPORTER_AND_ASSIGNEE = "10711";
const SECURITY_TEAM = "10712";
/** Seeded for the security team, and for agents. */
const [WITHOUT_APPS, AMONG_AGENTS] = ["SHOP-143", "SHOP-144"];

const statusOf = async (call: Call, key: string) => (await call("GET", `/rest/api/3/issue/${key}`)).status;
const finds = async (call: Call, jql: string) => {
  const answer = await call("POST", "/rest/api/3/search/jql", { jql, fields: ["summary"] });
  return answer.status === 200 ? Found.parse(answer.body).issues.length : answer.status;
};
const created = async (by: string, fields: Record<string, unknown>): Promise<string> => {
  const answer = await running.as(by)("POST", "/rest/api/3/issue", {
    fields: { project: { key: "SHOP" }, issuetype: { name: "Task" }, summary: "A task", ...fields },
  });
  return Keyed.parse(answer.body).key;
};

test("an issue with a level is there for its members alone, whatever else they may do", async () => {
  const { as, jira } = running;
  expect(await statusOf(as("Priya Nair"), WITHOUT_APPS)).toBe(200);
  expect(await statusOf(as("Mia Krause"), WITHOUT_APPS)).toBe(200);
  // A site administrator leads the project's permissions and is still not let in.
  for (const call of [as("Ada Admin"), as("Daniel Kim"), as("Sam Reporter"), jira]) {
    expect(await statusOf(call, WITHOUT_APPS)).toBe(404);
  }
  expect((await jira("GET", `/rest/api/3/issue/${WITHOUT_APPS}`)).body).toEqual(
    (await jira("GET", "/rest/api/3/issue/SHOP-9999")).body,
  );
});

test("an app sees what its project role is let in to, and nothing else", async () => {
  expect(await statusOf(running.jira, AMONG_AGENTS)).toBe(200);
  expect(await statusOf(running.as("Daniel Kim"), AMONG_AGENTS)).toBe(200);
  expect(await statusOf(running.as("Sam Reporter"), AMONG_AGENTS)).toBe(404);
  expect(await statusOf(running.jira, WITHOUT_APPS)).toBe(404);
  // Another role of the project says nothing about apps.
  const level = running.site.state().securitySchemes[0]?.levels.find((one) => one.id === AGENTS);
  if (level === undefined) throw new Error("no level");
  const { members } = level;
  level.members = members.filter((one) => one.type !== "projectRole" || one.roleId !== APP_ROLE.id);
  expect(await statusOf(running.jira, AMONG_AGENTS)).toBe(404);
  expect(await statusOf(running.as("Daniel Kim"), AMONG_AGENTS)).toBe(200);
  level.members = members;
});

test("what is hidden is hidden from searches, counts, names in JQL and every change", async () => {
  const [sam, priya] = [running.as("Sam Reporter"), running.as("Priya Nair")];
  expect(await finds(priya, `key = ${WITHOUT_APPS}`)).toBe(1);
  // Naming it is answered as for an issue that was never there, so that keys cannot be guessed.
  expect(await finds(sam, `key = ${WITHOUT_APPS}`)).toBe(400);
  expect(await finds(sam, 'summary ~ "counting up the order number"')).toBe(0);
  expect(await finds(priya, 'summary ~ "counting up the order number"')).toBe(1);
  const count = async (call: Call) =>
    (await call("POST", "/rest/api/3/search/approximate-count", { jql: "project = SHOP" })).body;
  expect(await count(sam)).not.toEqual(await count(priya));
  const issue = `/rest/api/3/issue/${WITHOUT_APPS}`;
  const calls: [string, string, unknown?][] = [
    ["GET", `${issue}/comment`],
    ["GET", `${issue}/changelog`],
    ["GET", `${issue}/editmeta`],
    ["GET", `${issue}/transitions`],
    ["PUT", issue, { fields: { summary: "x" } }],
    ["PUT", `${issue}/assignee`, { accountId: null }],
    ["PUT", `${issue}/properties/x`, { a: 1 }],
    ["DELETE", issue],
  ];
  for (const [method, path, body] of calls) {
    expect((await running.jira(method, path, body)).status, `${method} ${path}`).toBe(404);
  }
});

test("links, parents and sub-issues do not name an issue to whoever may not see it", async () => {
  const { as, site, person } = running;
  const acting = {
    as: { kind: "person", accountId: person("Mia Krause").accountId, throughApp: null },
  } as const;
  const relates = site.state().linkTypes.find((one) => one.name === "Relates")?.id ?? "";
  expect(site.linkIssues(acting, relates, "SHOP-42", WITHOUT_APPS).ok).toBe(true);
  const epic = await created("Mia Krause", { issuetype: { name: "Epic" }, summary: "An epic" });
  const child = await created("Mia Krause", { parent: { key: epic } });
  site.editIssue(acting, epic, { fields: { security: null } });
  const hidden = site.state().issues.find((one) => one.key === epic);
  if (hidden === undefined) throw new Error("no epic");
  hidden.values["security"] = SECURITY_TEAM;

  const read = async (name: string, key: string) =>
    JSON.stringify(Fields.parse((await as(name)("GET", `/rest/api/3/issue/${key}`)).body).fields);
  expect(await read("Mia Krause", "SHOP-42")).toContain(WITHOUT_APPS);
  expect(await read("Sam Reporter", "SHOP-42")).not.toContain(WITHOUT_APPS);
  expect(await read("Mia Krause", child)).toContain(epic);
  expect(await read("Sam Reporter", child)).not.toContain(epic);
  const open = await created("Mia Krause", { issuetype: { name: "Epic" }, summary: "An open epic" });
  const below = await created("Mia Krause", { parent: { key: open }, security: { id: SECURITY_TEAM } });
  expect(await read("Mia Krause", open)).toContain(below);
  expect(await read("Sam Reporter", open)).not.toContain(below);
  expect(await finds(as("Sam Reporter"), `issue in linkedIssues(${WITHOUT_APPS})`)).toBe(0);
  expect(await finds(as("Sam Reporter"), `parent = ${epic}`)).toBe(400);
  // The site's own page keeps the secret, too.
  const page = (await as("Sam Reporter")("GET", `/browse/${child}`)).body;
  expect(page).toContain(child);
  expect(page).not.toContain(epic);
});

test("a level is chosen among those that let you in, and taking yourself out is refused", async () => {
  const mine = async (name: string) =>
    Levels.parse((await running.as(name)("GET", "/rest/api/3/project/SHOP/securitylevel")).body).levels.map(
      (one) => one.name,
    );
  expect(await mine("Mia Krause")).toEqual(["Agents", "Reporter and assignee", "Security team"]);
  expect(await mine("Daniel Kim")).toEqual(["Agents", "Reporter and assignee"]);
  expect(await mine("Noor Outside")).toEqual([]);

  const key = await created("Daniel Kim", { security: { id: REPORTER_AND_ASSIGNEE } });
  const daniel = running.as("Daniel Kim");
  const answer = await daniel("PUT", `/rest/api/3/issue/${key}`, {
    fields: { security: { id: SECURITY_TEAM } },
  });
  expect(answer).toMatchObject({ status: 400, body: { errors: { security: expect.any(String) } } });
  expect(await statusOf(running.as("Ana Ruiz"), key)).toBe(404);
  await daniel("PUT", `/rest/api/3/issue/${key}/assignee`, {
    accountId: running.person("Ana Ruiz").accountId,
  });
  expect(await statusOf(running.as("Ana Ruiz"), key)).toBe(200);
  await daniel("PUT", `/rest/api/3/issue/${key}`, { fields: { security: { name: "Agents" } } });
  expect(await statusOf(running.as("Tom Becker"), key)).toBe(200);
  expect(await finds(daniel, `level = Agents AND key = ${key}`)).toBe(1);
});

test("a scheme's default level is what a new issue gets when nobody chose one", async () => {
  const scheme = running.site.state().securitySchemes.find((one) => one.id === "10700");
  if (scheme === undefined) throw new Error("no scheme");
  scheme.defaultLevelId = AGENTS;
  const usual = await created("Sam Reporter", {});
  const open = await created("Mia Krause", { security: null });
  scheme.defaultLevelId = null;
  expect(await statusOf(running.as("Sam Reporter"), usual)).toBe(404);
  expect(await statusOf(running.as("Mia Krause"), usual)).toBe(200);
  expect(await statusOf(running.as("Sam Reporter"), open)).toBe(200);
});

test("nobody is offered as assignee who could not see the issue", async () => {
  const offered = async (key: string) =>
    z
      .array(z.looseObject({ displayName: z.string() }))
      .parse(
        (await running.as("Mia Krause")("GET", `/rest/api/3/user/assignable/search?issueKey=${key}`)).body,
      )
      .map((one) => one.displayName);
  expect(await offered("SHOP-42")).toContain("Tom Becker");
  expect(await offered(WITHOUT_APPS)).toEqual(["Mia Krause", "Priya Nair"]);
});

test("an app's answer on what somebody may do leaves out hidden issues", async () => {
  const id = (key: string) => Number(running.site.state().issues.find((one) => one.key === key)?.id);
  const issues = [id("SHOP-42"), id(WITHOUT_APPS)];
  const ask = (name: string) =>
    running.jira("POST", "/rest/api/3/permissions/check", {
      accountId: running.person(name).accountId,
      projectPermissions: [{ permissions: ["BROWSE_PROJECTS", "EDIT_ISSUES"], issues }],
    });
  expect((await ask("Priya Nair")).body).toMatchObject({ projectPermissions: [{ issues }, { issues }] });
  expect((await ask("Tom Becker")).body).toMatchObject({
    projectPermissions: [{ issues: [issues[0]] }, { issues: [issues[0]] }],
  });
});

test("webhooks tell an app of an issue that it may not read", async () => {
  const id = running.site.state().issues.find((one) => one.key === WITHOUT_APPS)?.id;
  const edit = { fields: { priority: { name: "Lowest" } } };
  expect((await running.as("Priya Nair")("PUT", `/rest/api/3/issue/${WITHOUT_APPS}`, edit)).status).toBe(204);
  await expect
    .poll(
      () => running.app.received.filter((one) => JSON.stringify(one.body).includes(`"id":"${id}"`)).length,
    )
    .toBe(1);
});
