import { expect } from "vitest";
import { z } from "zod";
import type { Call } from "./jira-client.ts";

const doc = (text: string) => ({
  type: "doc",
  version: 1,
  content: [{ type: "paragraph", content: [{ type: "text", text }] }],
});
const Keyed = z.looseObject({ key: z.string() });
const WithId = z.looseObject({ id: z.string() });
const Changelog = z.looseObject({ values: z.array(WithId) });
const Linked = z.looseObject({ fields: z.looseObject({ issuelinks: z.array(WithId) }) });
const GETS = [
  "/rest/atlassian-connect/1/addons/probe-app",
  "/rest/api/3/serverInfo",
  "/rest/api/3/myself",
  "/rest/api/3/issue/SHOP-42",
  "/rest/api/3/issue/SHOP-57?expand=names,schema,changelog,editmeta,transitions&properties=*all",
  "/rest/api/3/issue/SHOP-42/editmeta",
  "/rest/api/3/issue/SHOP-42/transitions?expand=transitions.fields",
  "/rest/api/3/issue/OPS-90/transitions?expand=transitions.fields",
  "/rest/api/3/issue/SHOP-31/changelog",
  "/rest/api/3/issue/SHOP-31/comment?expand=properties",
  "/rest/api/3/issue/SHOP-42/properties",
  "/rest/api/3/issue/SHOP-42/remotelink",
  "/rest/api/3/issue/createmeta/SHOP/issuetypes",
  "/rest/api/3/issue/createmeta/SHOP/issuetypes/10100",
  "/rest/api/3/issue/createmeta/OPS/issuetypes/10105",
  "/rest/api/3/issue/createmeta/HR/issuetypes/10106",
  "/rest/api/3/issueLinkType",
  "/rest/api/3/search/jql?jql=project%20%3D%20SHOP&fields=*all&maxResults=20",
  "/rest/api/3/search/jql?jql=project%20%3D%20OPS",
  "/rest/api/3/search?jql=project%20%3D%20OPS",
  "/rest/api/3/user?accountId=5b10ac8d82e05b22cc7d0001",
  "/rest/api/3/user/bulk?accountId=5b10ac8d82e05b22cc7d0001&accountId=5b10ac8d82e05b22cc7d0002",
  "/rest/api/3/user/search?query=tom",
  "/rest/api/3/user/assignable/search?issueKey=SHOP-42&query=mia",
  "/rest/api/3/mypermissions?permissions=EDIT_ISSUES,ADMINISTER&issueKey=SHOP-42",
  "/rest/api/3/project/search?query=shop",
  "/rest/api/3/project/SHOP",
  "/rest/api/3/project/SHOP/components",
  "/rest/api/3/project/SHOP/versions",
  "/rest/api/3/priority/search",
  "/rest/api/3/field",
  "/rest/api/3/issuetype",
  "/rest/api/3/status",
  "/rest/api/3/resolution",
  "/rest/api/3/label",
  "/rest/api/3/issue/NONE-1",
  "/rest/api/3/project/NONE",
  "/rest/api/3/project/SHOP/role",
  "/rest/api/3/project/SHOP/role/10002",
  "/rest/api/3/project/SHOP/role/10003",
  "/rest/api/3/groups/picker?query=dev",
  "/rest/api/3/user/groups?accountId=5b10ac8d82e05b22cc7d0001",
  "/rest/api/3/field/search?type=custom&query=risk",
  "/rest/api/3/field/customfield_10070/context",
  "/rest/api/3/field/customfield_10070/context/10800/option",
  "/rest/api/3/field/customfield_10072/context/10072/option",
  "/rest/api/3/field/customfield_1/context",
  "/rest/api/3/project/SHOP/securitylevel",
  "/rest/api/3/project/SHOP/issuesecuritylevelscheme",
  "/rest/api/3/project/HR/issuesecuritylevelscheme",
  "/rest/api/3/issue/OPS-60",
];

/** Walks through every kind of change, so that each request and answer passes the oracle. */
async function changeEverything(jira: Call): Promise<void> {
  const created = await jira("POST", "/rest/api/3/issue", {
    fields: {
      project: { key: "SHOP" },
      issuetype: { id: "10101" },
      summary: "Written by the oracle",
      description: doc("Hello"),
    },
    properties: [{ key: "probe-mark", value: { mark: "abc" } }],
  });
  expect(created.status).toBe(201);
  const { key } = Keyed.parse(created.body);
  const issue = `/rest/api/3/issue/${key}`;
  await jira("PUT", issue, { fields: { priority: { name: "High" } }, update: { labels: [{ add: "one" }] } });
  await jira("PUT", `${issue}?returnIssue=true`, { fields: { summary: "Changed by the oracle" } });
  await jira("PUT", `${issue}/assignee`, { accountId: "5b10ac8d82e05b22cc7d0001" });
  await jira("POST", `${issue}/transitions`, { transition: { id: "11" } });
  const comment = await jira("POST", `${issue}/comment`, {
    body: doc("First"),
    properties: [{ key: "probe-mark", value: { mark: "c" } }],
  });
  const { id } = WithId.parse(comment.body);
  await jira("GET", `${issue}/comment/${id}?expand=properties`);
  await jira("PUT", `${issue}/comment/${id}`, { body: doc("Second") });
  await jira("GET", `/rest/api/3/comment/${id}/properties/probe-mark`);
  await jira("PUT", `/rest/api/3/comment/${id}/properties/other`, { a: 1 });
  await jira("GET", `/rest/api/3/comment/${id}/properties`);
  await jira("DELETE", `/rest/api/3/comment/${id}/properties/other`);
  await jira("DELETE", `${issue}/comment/${id}`);
  await jira("PUT", `${issue}/properties/badge`, { type: "badge", value: { label: "2" } });
  await jira("GET", `${issue}/properties/badge`);
  await jira("GET", `${issue}/properties`);
  await jira("DELETE", `${issue}/properties/badge`);
  await jira("POST", "/rest/api/3/issueLink", {
    type: { name: "Relates" },
    inwardIssue: { key },
    outwardIssue: { key: "SHOP-42" },
  });
  const linked = await jira("GET", `${issue}?fields=issuelinks`);
  const links = Linked.parse(linked.body).fields.issuelinks;
  await jira("GET", `/rest/api/3/issueLink/${links[0]?.id}`);
  await jira("DELETE", `/rest/api/3/issueLink/${links[0]?.id}`);
  await jira("POST", `${issue}/remotelink`, {
    globalId: "g1",
    object: { url: "http://localhost/x", title: "A page" },
  });
  await jira("POST", `${issue}/remotelink`, {
    globalId: "g1",
    object: { url: "http://localhost/y", title: "A page" },
  });
  await jira("GET", `${issue}/remotelink`);
  await jira("POST", "/rest/api/3/issue/bulkfetch", {
    issueIdsOrKeys: [key, "SHOP-42"],
    fields: ["summary"],
  });
  await jira("POST", "/rest/api/3/search/jql", {
    jql: `key = ${key}`,
    fields: ["summary", "status"],
    maxResults: 5,
  });
  await jira("POST", "/rest/api/3/search", { jql: "project = SHOP" });
  await jira("POST", "/rest/api/3/search/approximate-count", { jql: "project = SHOP" });
  await jira("POST", "/rest/api/3/permissions/check", {
    accountId: "5b10ac8d82e05b22cc7d0001",
    globalPermissions: ["ADMINISTER"],
    projectPermissions: [{ permissions: ["EDIT_ISSUES"], projects: [10300], issues: [20300] }],
  });
  await jira("DELETE", issue);
}

/** What is asked for and made by many at once. */
async function askForMany(jira: Call): Promise<void> {
  const task = { project: { key: "SHOP" }, issuetype: { name: "Task" } };
  const made = await jira("POST", "/rest/api/3/issue/bulk", {
    issueUpdates: [{ fields: { ...task, summary: "One of many" } }, { fields: task }],
  });
  expect(made).toMatchObject({ status: 201, body: { issues: [{}], errors: [{ failedElementNumber: 1 }] } });
  const none = await jira("POST", "/rest/api/3/issue/bulk", { issueUpdates: [{ fields: task }] });
  expect(none.status).toBe(400);
  const { id } = WithId.parse(
    (await jira("POST", "/rest/api/3/issue/SHOP-42/comment", { body: doc("Hi") })).body,
  );
  const listed = await jira("POST", "/rest/api/3/comment/list", { ids: [Number(id), 1] });
  expect(listed.body).toMatchObject({ total: 1, values: [{ id }] });
  await jira("PUT", "/rest/api/3/issue/SHOP-42", { fields: { labels: ["walked"] } });
  const history = Changelog.parse((await jira("GET", "/rest/api/3/issue/SHOP-42/changelog")).body);
  const changelogIds = history.values.map((one) => Number(one.id)).slice(-1);
  const groups = await jira("POST", "/rest/api/3/issue/SHOP-42/changelog/list", { changelogIds });
  expect(groups.body).toMatchObject({ histories: [{ id: String(changelogIds[0]) }] });
}

/** And through the refusals, whose shape matters as much. */
async function beRefused(jira: Call, noor: Call): Promise<void> {
  await jira("POST", "/rest/api/3/issue", {
    fields: { project: { key: "SHOP" }, issuetype: { id: "10100" } },
  });
  await jira("PUT", "/rest/api/3/issue/SHOP-42", { fields: { priority: { name: "Nope" } } });
  await jira("POST", "/rest/api/3/search/jql", { jql: "" });
  await noor("PUT", "/rest/api/3/issue/SHOP-42", { fields: { summary: "No" } });
  await noor("GET", "/rest/api/3/issue/HR-1");
  await noor("PUT", "/rest/api/3/issue/SHOP-42/assignee", { accountId: null });
  await noor("POST", "/rest/api/3/issue/SHOP-42/comment", { body: doc("No") });
  await noor("POST", "/rest/api/3/issue/SHOP-42/transitions", { transition: { id: "11" } });
  await noor("PUT", "/rest/api/3/issue/SHOP-42/properties/x", { a: 1 });
  await noor("DELETE", "/rest/api/3/issue/SHOP-42");
  await noor("POST", "/rest/api/3/issueLink", {
    type: { name: "Relates" },
    inwardIssue: { key: "SHOP-42" },
    outwardIssue: { key: "SHOP-31" },
  });
  await noor("POST", "/rest/api/3/issue", {
    fields: { project: { key: "SHOP" }, issuetype: { id: "10101" }, summary: "No" },
  });
  await jira("POST", "/rest/api/3/issue/SHOP-42/comment", { body: "no document" });
  await noor("POST", "/rest/api/3/permissions/check", {
    accountId: "5b10ac8d82e05b22cc7d0001",
    projectPermissions: [],
  });
}

/** What only an administrator may see, and an app only with a scope that few apps have. */
const FOR_ADMINS = [
  "/rest/api/3/issuesecurityschemes",
  "/rest/api/3/issuesecurityschemes/10700",
  "/rest/api/3/issuesecurityschemes/level?schemeId=10700",
  "/rest/api/3/issuesecurityschemes/10700/members?issueSecurityLevelId=10710",
  "/rest/api/3/securitylevel/10710",
];

/** Asks everything the sandbox's Jira answers, so that each request and answer can be held against the description. */
export async function walkJira(callers: { app: Call; admin: Call; outsider: Call }): Promise<void> {
  for (const path of GETS) await callers.app("GET", path);
  for (const path of FOR_ADMINS) {
    await callers.admin("GET", path);
    await callers.outsider("GET", path);
  }
  await changeEverything(callers.app);
  await askForMany(callers.app);
  await beRefused(callers.app, callers.outsider);
}
