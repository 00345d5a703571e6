import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { startSite, type RunningSite } from "./running-site.ts";

let running: RunningSite;
beforeAll(async () => {
  running = await startSite("globex");
});
afterAll(() => running.stop());

const Created = z.looseObject({ key: z.string() });
const Named = z.array(z.looseObject({ name: z.string() }));
const Meta = z.looseObject({ fields: z.array(z.looseObject({ fieldId: z.string() })) });
const People = z.array(z.looseObject({ displayName: z.string() }));

const hana = () => running.as("Hana Sato");
const create = (fields: Record<string, unknown>) =>
  hana()("POST", "/rest/api/3/issue", {
    fields: { project: { key: "DEV" }, summary: "Ein Fehler", ...fields },
  });
const newWork = async () =>
  Created.parse((await create({ issuetype: { name: "Arbeit" }, customfield_10070: { value: "Rev A" } })).body)
    .key;

test("what an administrator names is named in German, in lists, on issues and in JQL", async () => {
  const priorities = z
    .looseObject({ values: Named })
    .parse((await hana()("GET", "/rest/api/3/priority/search")).body);
  expect(priorities.values.map((one) => one.name)).toEqual([
    "Kritisch",
    "Hoch",
    "Mittel",
    "Niedrig",
    "Sehr niedrig",
  ]);
  expect((await hana()("GET", "/rest/api/3/myself")).body).toMatchObject({
    locale: "de_DE",
    timeZone: "Asia/Tokyo",
  });
  const search = (jql: string) => hana()("POST", "/rest/api/3/search/jql", { jql, fields: ["summary"] });
  expect((await search('priority = Hoch AND issuetype = Fehler AND status = "In Arbeit"')).status).toBe(200);
  expect((await search("priority = High")).status).toBe(400);
});

test("a transition asks for what its screen demands, and moves only with all of it", async () => {
  const key = await newWork();
  const move = (id: string, fields?: Record<string, unknown>) =>
    hana()("POST", `/rest/api/3/issue/${key}/transitions`, {
      transition: { id },
      ...(fields ? { fields } : {}),
    });
  await move("11");
  await move("21");
  const refused = await move("31");
  expect(refused.status).toBe(400);
  expect(refused.body).toMatchObject({
    errors: {
      resolution: expect.any(String),
      customfield_10072: "Abgenommen von is required.",
      customfield_10073: "Abgenommen am is required.",
    },
  });
  const shipped = await move("31", {
    resolution: { name: "Erledigt" },
    customfield_10072: { accountId: running.person("Leo Brandt").accountId },
    customfield_10073: "2031-05-04",
  });
  expect(shipped.status).toBe(204);
});

test("a sub-task has a parent one level above it", async () => {
  const orphan = await create({ issuetype: { name: "Unteraufgabe" } });
  expect(orphan).toMatchObject({ status: 400 });
  const parent = await newWork();
  const child = await create({ issuetype: { name: "Unteraufgabe" }, parent: { key: parent } });
  const { key } = Created.parse(child.body);
  expect(child.status).toBe(201);
  const below = await create({ issuetype: { name: "Unteraufgabe" }, parent: { key } });
  expect(below).toMatchObject({ status: 400 });
  expect((await hana()("GET", `/rest/api/3/issue/${parent}?fields=subtasks`)).body).toMatchObject({
    fields: { subtasks: [{ key }] },
  });
});

test("a laboratory has fewer fields and fewer people who can be given work", async () => {
  const meta = await hana()("GET", "/rest/api/3/issue/createmeta/LAB/issuetypes/10201");
  const ids = Meta.parse(meta.body).fields.map((one) => one.fieldId);
  expect(ids).toContain("summary");
  expect(ids).not.toContain("priority");
  expect(ids).not.toContain("components");
  const offered = async (project: string) =>
    People.parse((await hana()("GET", `/rest/api/3/user/assignable/search?project=${project}`)).body).map(
      (one) => one.displayName,
    );
  expect(await offered("DEV")).toContain("Ivan Costa");
  expect(await offered("LAB")).not.toContain("Ivan Costa");
});

test("its one security level leaves the app out", async () => {
  const key = await newWork();
  expect((await running.jira("GET", `/rest/api/3/issue/${key}`)).status).toBe(200);
  await hana()("PUT", `/rest/api/3/issue/${key}`, { fields: { security: { name: "Nur Entwicklung" } } });
  expect((await running.as("Ivan Costa")("GET", `/rest/api/3/issue/${key}`)).status).toBe(200);
  expect((await running.jira("GET", `/rest/api/3/issue/${key}`)).status).toBe(404);
});
