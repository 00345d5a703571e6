import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { startSite, type RunningSite } from "./running-site.ts";

let running: RunningSite;
beforeAll(async () => {
  running = await startSite("acme");
});
afterAll(() => running.stop());

const Created = z.looseObject({ key: z.string() });
const Fields = z.looseObject({ fields: z.record(z.string(), z.unknown()) });
const Meta = z.looseObject({
  fields: z.array(z.looseObject({ fieldId: z.string(), schema: z.looseObject({ type: z.string() }) })),
});
const Found = z.object({ issues: z.array(z.looseObject({ key: z.string() })) });

const account = (name: string) => ({ accountId: running.person(name).accountId });
const ROLLBACK = { type: "doc", version: 1, content: [{ type: "paragraph", content: [] }] };
/** An OPS change: its screen has a field of every type. */
const change = (fields: Record<string, unknown>) =>
  running.jira("POST", "/rest/api/3/issue", {
    fields: {
      project: { key: "OPS" },
      issuetype: { name: "Change" },
      summary: "Renew the switch",
      customfield_10054: ROLLBACK,
      ...fields,
    },
  });
const newChange = async (fields: Record<string, unknown> = {}) =>
  Created.parse((await change(fields)).body).key;
const read = async (key: string) =>
  Fields.parse((await running.jira("GET", `/rest/api/3/issue/${key}`)).body).fields;
const finds = async (jql: string) => {
  const answer = await running.jira("POST", "/rest/api/3/search/jql", { jql, fields: ["summary"] });
  return Found.parse(answer.body).issues.map((one) => one.key);
};

type Kind = {
  name: string;
  field: string;
  give: unknown;
  answers: () => unknown;
  wrong: unknown;
  jql: string;
  history: string;
};
const option = (value: string) => expect.objectContaining({ value });
const KINDS: Kind[] = [
  {
    name: "radio buttons",
    field: "customfield_10070",
    give: { value: "High" },
    answers: () => option("High"),
    wrong: { value: "Unknown" },
    jql: "Risk = High",
    history: "High",
  },
  {
    name: "checkboxes",
    field: "customfield_10071",
    give: [{ value: "Backup" }, { id: "100711" }],
    answers: () => [option("Backup"), option("Dry run")],
    wrong: [{ value: "Prayer" }],
    jql: "Checks in (Backup)",
    history: "Backup, Dry run",
  },
  {
    name: "a cascading select",
    field: "customfield_10072",
    give: { value: "Frankfurt", child: { value: "Hall B" } },
    answers: () => expect.objectContaining({ value: "Frankfurt", child: option("Hall B") }),
    wrong: { value: "Frankfurt", child: { value: "Hall 1" } },
    jql: 'Location in cascadeOption("Frankfurt", "Hall B")',
    history: "Parent values: Frankfurt(100720)Level 1 values: Hall B(100722)",
  },
  {
    name: "a moment",
    field: "customfield_10073",
    give: "2031-05-04T22:30:00.000+0200",
    answers: () => "2031-05-04T20:30:00.000+0000",
    wrong: "2031-05-04",
    jql: '"Window starts" >= "2031-05-04 20:00"',
    history: "2031-05-04T20:30:00.000Z",
  },
  {
    name: "several people",
    field: "customfield_10074",
    give: () => [account("Jonas Weber"), account("Grace Okafor")],
    answers: () => [
      expect.objectContaining(account("Jonas Weber")),
      expect.objectContaining(account("Grace Okafor")),
    ],
    wrong: [{ accountId: "nobody" }],
    jql: "Approvers in membersOf(operations)",
    history: "Jonas Weber, Grace Okafor",
  },
  {
    name: "a group",
    field: "customfield_10075",
    give: { name: "operations" },
    answers: () => expect.objectContaining({ name: "operations" }),
    wrong: { name: "pirates" },
    jql: '"Owning group" = operations',
    history: "operations",
  },
  {
    name: "several groups",
    field: "customfield_10076",
    give: [{ name: "developers" }, { name: "support" }],
    answers: () => [
      expect.objectContaining({ name: "developers" }),
      expect.objectContaining({ name: "support" }),
    ],
    wrong: [{ name: "pirates" }],
    jql: '"Informed groups" = support',
    history: "developers, support",
  },
  {
    name: "an address",
    field: "customfield_10077",
    give: "https://vendor.example/1",
    answers: () => "https://vendor.example/1",
    wrong: "javascript:alert(1)",
    jql: '"Ticket at the vendor" ~ vendor',
    history: "https://vendor.example/1",
  },
  {
    name: "a text",
    field: "customfield_10078",
    give: "C-1",
    answers: () => "C-1",
    wrong: "two\nlines",
    jql: 'Reference ~ "C-1"',
    history: "C-1",
  },
  {
    name: "a project",
    field: "customfield_10079",
    give: { key: "SHOP" },
    answers: () => expect.objectContaining({ key: "SHOP" }),
    wrong: { key: "NONE" },
    jql: '"Touched project" = SHOP',
    history: "Web shop",
  },
];

const given = ({ give }: Kind) => (typeof give === "function" ? give() : give);

test.each(KINDS)("$name: written, read, searched, told in history, and refused when wrong", async (kind) => {
  const key = await newChange();
  const issue = `/rest/api/3/issue/${key}`;
  expect((await running.jira("PUT", issue, { fields: { [kind.field]: given(kind) } })).status).toBe(204);
  expect((await read(key))[kind.field]).toEqual(kind.answers());
  expect(await finds(`${kind.jql} AND key = ${key}`)).toEqual([key]);
  const stored = running.site.state().issues.find((one) => one.key === key);
  expect(stored?.changelog.at(-1)?.items).toMatchObject([{ fieldId: kind.field, toString: kind.history }]);
  expect(await running.jira("PUT", issue, { fields: { [kind.field]: kind.wrong } })).toMatchObject({
    status: 400,
    body: { errors: { [kind.field]: expect.any(String) } },
  });
  await running.jira("PUT", issue, { fields: { [kind.field]: null } });
  expect((await read(key))[kind.field]).toBeNull();
});

test("lists take add, remove and set", async () => {
  const key = await newChange({ customfield_10071: [{ value: "Backup" }] });
  const issue = `/rest/api/3/issue/${key}`;
  await running.jira("PUT", issue, {
    update: {
      customfield_10071: [{ add: { value: "Colleague" } }, { remove: { value: "Backup" } }],
      customfield_10074: [{ add: account("Jonas Weber") }],
      customfield_10076: [{ set: [{ name: "support" }] }],
    },
  });
  expect(await read(key)).toMatchObject({
    customfield_10071: [{ value: "Colleague" }],
    customfield_10074: [account("Jonas Weber")],
    customfield_10076: [{ name: "support" }],
  });
});

test("a context gives a field its default, and without one the field is not there", async () => {
  expect((await read(await newChange()))["customfield_10070"]).toMatchObject({ value: "Moderate" });
  // On the screen alone it is not enough.
  const shop = running.site.state().projects.find((one) => one.key === "SHOP");
  const task = shop?.issueTypes.find((one) => one.issueTypeId === "10101");
  task?.screen.push({ fieldId: "customfield_10070", required: true });
  const answer = await running.jira("POST", "/rest/api/3/issue", {
    fields: {
      project: { key: "SHOP" },
      issuetype: { name: "Task" },
      summary: "No risk",
      customfield_10070: { value: "High" },
    },
  });
  expect(answer).toMatchObject({ status: 400, body: { errors: { customfield_10070: expect.any(String) } } });
});

test("create-meta tells every type apart and offers no option that is disabled", async () => {
  const answer = await running.jira(
    "GET",
    "/rest/api/3/issue/createmeta/OPS/issuetypes/10105?maxResults=200",
  );
  const { fields } = Meta.parse(answer.body);
  const byId = Object.fromEntries(fields.map((one) => [one.fieldId, one]));
  const custom = "com.atlassian.jira.plugin.system.customfieldtypes";
  expect(byId).toMatchObject({
    customfield_10070: {
      hasDefaultValue: true,
      schema: { type: "option", custom: `${custom}:radiobuttons` },
    },
    customfield_10071: { schema: { type: "array", items: "option", custom: `${custom}:multicheckboxes` } },
    customfield_10072: { schema: { type: "option-with-child", custom: `${custom}:cascadingselect` } },
    customfield_10073: { schema: { type: "datetime" } },
    customfield_10074: { schema: { type: "array", items: "user" }, operations: ["add", "set", "remove"] },
    customfield_10075: { schema: { type: "group" } },
    customfield_10077: { schema: { type: "string", custom: `${custom}:url` } },
    customfield_10079: { schema: { type: "project" } },
    security: { schema: { type: "securitylevel", system: "security" } },
  });
  expect(JSON.stringify(byId["customfield_10070"])).not.toContain("Unknown");
  expect(JSON.stringify(byId["customfield_10072"])).not.toContain("Oslo");
});

test("sprint, epic and team are shown and cannot be set", async () => {
  expect(await read("SHOP-66")).toMatchObject({
    customfield_10081: [{ id: 100_811, name: "Sprint 42", state: "active" }],
    customfield_10082: "SHOP-57",
    customfield_10083: { name: "Payments" },
  });
  for (const id of ["customfield_10081", "customfield_10082", "customfield_10083"]) {
    const answer = await running.jira("PUT", "/rest/api/3/issue/SHOP-66", { fields: { [id]: "x" } });
    expect(answer.status).toBe(400);
  }
});

test("the site's own forms write every type", async () => {
  const jonas = running.as("Jonas Weber");
  const key = await newChange();
  const page = (await jonas("GET", "/projects/OPS/create?type=10105")).body;
  for (const { field } of KINDS) expect(page).toContain(`name="${field}"`);
  const save = async (field: string, value: string) => {
    const answer = await fetch(`${running.site.origin()}/browse/${key}/fields`, {
      method: "POST",
      headers: {
        accept: "application/json",
        origin: running.site.origin(),
        cookie: `sandbox-person=${running.person("Jonas Weber").accountId}`,
      },
      body: new URLSearchParams({ field, [field]: value }),
    });
    expect(answer.status, field).toBe(200);
  };
  await save("customfield_10072", "100720/100721");
  await save("customfield_10073", "2031-05-04T20:30");
  await save("customfield_10074", running.person("Grace Okafor").accountId);
  await save("customfield_10075", "operations");
  await save("customfield_10079", "10300");
  expect(await read(key)).toMatchObject({
    customfield_10072: { value: "Frankfurt", child: { value: "Hall A" } },
    customfield_10073: "2031-05-04T20:30:00.000+0000",
    customfield_10074: [account("Grace Okafor")],
    customfield_10075: { name: "operations" },
    customfield_10079: { key: "SHOP" },
  });
});
