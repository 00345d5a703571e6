import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { confluenceRoutes } from "../../sandbox/confluence/confluence-routes.ts";
import { descriptionFile, loadOracle } from "../conformance/open-api-oracle.ts";
import type { Call } from "./jira-client.ts";
import { startWikiSite, type WikiSite } from "./wiki-site.ts";

const V1 = "/wiki/rest/api";
const V2 = "/wiki/api/v2";
const v1File = descriptionFile("confluence-v1");
const v2File = descriptionFile("confluence-v2");
const WithId = z.looseObject({ id: z.string() });
const AsyncId = z.looseObject({ asyncId: z.string() });
const storage = (value: string) => ({ representation: "storage", value });

let wiki: WikiSite;
let app: Call;
let mia: Call;
let sam: Call;
beforeAll(async () => {
  wiki = await startWikiSite();
  app = wiki.asApp();
  mia = wiki.asPerson("Mia Krause");
  sam = wiki.asPerson("Sam Reporter");
});
afterAll(() => wiki.stop());

async function idOf(answer: Promise<{ body: unknown }>): Promise<string> {
  return WithId.parse((await answer).body).id;
}

async function readPages(): Promise<void> {
  const space = wiki.spaceId("OPS");
  const { id } = wiki.page("Post-mortem: white page after paying");
  const runbook = wiki.page("Runbook: white page in the checkout").id;
  for (const path of [
    "/spaces?keys=OPS,SHOP&description-format=plain",
    `/spaces/${space}?include-properties=true&include-permissions=true`,
    `/spaces/${space}/pages?limit=4&sort=-modified-date&body-format=storage`,
    `/spaces/${space}/permissions?limit=3`,
    `/spaces/${space}/operations`,
    `/spaces/${space}/properties`,
    "/pages?limit=3&status=current",
    `/pages/${id}?body-format=storage&include-labels=true&include-properties=true&include-operations=true&include-versions=true`,
    `/pages/${id}?body-format=atlas_doc_format`,
    `/pages/${id}?body-format=view`,
    `/pages/${runbook}?version=1`,
    `/pages/${id}/operations`,
    `/pages/${id}/labels`,
    `/pages/${id}/ancestors`,
    `/pages/${wiki.page("Operations").id}/children?limit=2`,
    `/pages/${wiki.page("Operations").id}/direct-children?limit=2`,
    `/pages/${wiki.page("Operations").id}/descendants?limit=2&depth=2`,
    `/pages/${runbook}/versions?body-format=storage`,
    `/pages/${runbook}/versions/1`,
    `/pages/${id}/footer-comments?body-format=storage`,
    `/pages/${id}/inline-comments?body-format=atlas_doc_format`,
    "/footer-comments?limit=2",
    "/inline-comments",
    `/pages/${id}/properties`,
    "/labels",
  ]) {
    expect((await app("GET", `${V2}${path}`)).status, path).toBe(200);
  }
  for (const path of [
    "/search?cql=type%3Dpage&limit=2",
    "/search?cql=type%3Dcomment",
    "/content/search?cql=type%3Dpage&limit=2",
    `/content/${id}/restriction`,
    `/content/${id}/restriction/byOperation`,
    `/content/${id}/restriction/byOperation/update`,
    "/user/current",
    `/user?accountId=${wiki.accountOf("Mia Krause")}`,
    `/user/bulk?accountId=${wiki.accountOf("Mia Krause")}`,
    `/user/memberof?accountId=${wiki.accountOf("Mia Krause")}`,
  ]) {
    expect((await app("GET", `${V1}${path}`)).status, path).toBe(200);
  }
}

async function writePages(): Promise<string> {
  const id = await idOf(
    mia("POST", `${V2}/pages`, {
      spaceId: wiki.spaceId("OPS"),
      title: "Conforms",
      body: storage("<p>The words</p>"),
    }),
  );
  const version = { number: 2, message: "why" };
  const next = { id, status: "current", title: "Conforms", body: storage("<p>The words</p>"), version };
  await app("PUT", `${V2}/pages/${id}`, next);
  await app("PUT", `${V2}/pages/${id}`, next);
  await app("PUT", `${V2}/pages/${id}/title`, { status: "current", title: "Conforms still" });
  const draft = { spaceId: wiki.spaceId("OPS"), status: "draft" };
  const draftId = await idOf(app("POST", `${V2}/pages?private=true`, draft));
  await app("DELETE", `${V2}/pages/${draftId}?draft=true`);
  for (const kind of ["footer", "inline"]) await writeComments(kind, id);
  for (const owner of [`pages/${id}`, `spaces/${wiki.spaceId("OPS")}`]) await writeProperties(owner);
  return id;
}

async function writeComments(kind: string, pageId: string): Promise<void> {
  const path = `${V2}/${kind}-comments`;
  const marked = {
    inlineCommentProperties: {
      textSelection: "words",
      textSelectionMatchCount: 1,
      textSelectionMatchIndex: 0,
    },
  };
  const first = await idOf(
    app("POST", path, { pageId, body: storage("<p>x</p>"), ...(kind === "inline" ? marked : {}) }),
  );
  await app("POST", path, { parentCommentId: first, body: storage("<p>y</p>") });
  await app("GET", `${path}/${first}?body-format=view`);
  await app("GET", `${path}/${first}/children`);
  const resolved = kind === "inline" ? { resolved: true } : {};
  await app("PUT", `${path}/${first}`, { version: { number: 2 }, body: storage("<p>z</p>"), ...resolved });
  await app("PUT", `${path}/${first}`, { version: { number: 2 }, body: storage("<p>z</p>") });
  await app("GET", `${path}/${first}`);
  await writeProperties(`comments/${first}`);
  await app("DELETE", `${path}/${first}`);
  await app("GET", `${path}/${first}`);
}

async function writeProperties(owner: string): Promise<void> {
  const path = `${V2}/${owner}/properties`;
  const id = await idOf(app("POST", path, { key: "conforms", value: { a: 1 } }));
  await app("POST", path, { key: "conforms", value: { a: 1 } });
  await app("GET", `${path}?key=conforms`);
  await app("GET", `${path}/${id}`);
  await app("PUT", `${path}/${id}`, { key: "conforms", value: 2, version: { number: 2, message: "why" } });
  await app("DELETE", `${path}/${id}`);
  await app("GET", `${path}/${id}`);
}

async function writeWithV1(id: string): Promise<void> {
  const content = `${V1}/content/${id}`;
  await mia("POST", `${content}/label`, [
    { prefix: "global", name: "one" },
    { prefix: "global", name: "two" },
  ]);
  await mia("DELETE", `${content}/label/one`);
  await mia("DELETE", `${content}/label?name=two`);
  const user = { type: "known", accountId: wiki.accountOf("Mia Krause") };
  const kept = [
    { operation: "update", restrictions: { user: [user], group: [{ type: "group", name: "operations" }] } },
  ];
  await mia("PUT", `${content}/restriction`, kept);
  await mia("POST", `${content}/restriction`, kept);
  const list = `${content}/restriction/byOperation/update`;
  const grace = `${list}/user?accountId=${wiki.accountOf("Grace Okafor")}`;
  for (const path of [grace, `${list}/byGroupId/support`]) {
    for (const method of ["PUT", "GET", "DELETE"]) await mia(method, path);
    await mia("GET", path);
  }
  await mia("DELETE", `${content}/restriction`);
  for (const operation of ["read", "update", "delete"]) {
    const subject = { type: "user", identifier: wiki.accountOf("Sam Reporter") };
    await app("POST", `${content}/permission/check`, { subject, operation });
  }
  const given = { value: "<p>x</p>", representation: "storage" };
  for (const value of ["<p>x</p>", "<p>"]) {
    const body = { ...given, value };
    const started = await app("POST", `${V1}/contentbody/convert/async/export_view`, body);
    await app("GET", `${V1}/contentbody/convert/async/${AsyncId.parse(started.body).asyncId}`);
  }
  await app("POST", `${V2}/users-bulk`, { accountIds: [wiki.accountOf("Mia Krause")] });
  await app("POST", `${V2}/content/convert-ids-to-types`, { contentIds: [id, "1"] });
}

async function beRefused(id: string): Promise<void> {
  const body = storage("<p>No</p>");
  await app("GET", `${V2}/pages/1`);
  await app("GET", `${V2}/pages/${id}/versions/99`);
  await app("GET", `${V2}/spaces/1`);
  await app("GET", `${V2}/pages?cursor=invented`);
  await app("GET", `${V1}/search?cql=wombat`);
  await app("GET", `${V1}/user?accountId=nobody`);
  await app("GET", `${V1}/content/1/restriction`);
  await app("POST", `${V2}/pages`, { spaceId: wiki.spaceId("OPS"), title: "Open", body: storage("<p>") });
  await app("POST", `${V2}/pages`, { title: "Nowhere" });
  await sam("POST", `${V2}/pages`, { spaceId: wiki.spaceId("OPS"), title: "No", body });
  await sam("POST", `${V2}/footer-comments`, { pageId: id, body });
  await sam("DELETE", `${V2}/pages/${id}`);
  await sam("POST", `${V1}/content/${id}/label`, [{ prefix: "global", name: "no" }]);
  await sam("DELETE", `${V1}/content/${id}/restriction`);
  await mia("DELETE", `${V2}/pages/${id}`);
  await mia("DELETE", `${V2}/pages/${id}?purge=true`);
  await wiki.asPerson("Ada Admin")("GET", `${V2}/pages/${id}?status=trashed`);
  expect((await app("DELETE", `${V1}/content/${id}`)).status).toBe(410);
  for (const path of ["/content", `/content/${id}`, `/content/${id}/label`, "/space", "/space/OPS"]) {
    expect((await app("GET", `${V1}${path}`)).status).toBe(410);
  }
  for (const [method, path] of [
    ["POST", "/content"],
    ["PUT", `/content/${id}`],
  ] as const) {
    const body = { type: "page", title: "x", version: { number: 2 } };
    expect((await app(method, `${V1}${path}`, body)).status).toBe(410);
  }
  await app("GET", "/wiki/rest/atlassian-connect/1/addons/probe-app");
}

test("every route of Confluence is asked, and nothing that is no route", async () => {
  await readPages();
  const id = await writePages();
  await writeWithV1(id);
  await beRefused(id);
  expect(wiki.exchanges.filter((one) => one.pathTemplate === null)).toEqual([]);
  const answered = wiki.exchanges.filter(({ status }) => status < 400 || status === 410);
  const asked = new Set(answered.map((one) => `${one.method} ${one.pathTemplate}`));
  const unasked = confluenceRoutes.map((one) => `${one.method} ${one.path}`).filter((one) => !asked.has(one));
  expect(unasked).toEqual([]);
});

test("every Confluence answer is shaped as Atlassian's descriptions say", ({ skip }) => {
  for (const file of [v1File, v2File]) skip(file.missing !== false, String(file.missing));
  const v1 = loadOracle(v1File.url);
  const v2 = loadOracle(v2File.url, V2);
  expect(wiki.exchanges.length).toBeGreaterThan(100);
  const violations = wiki.exchanges.flatMap((one) => (one.path.startsWith(V2) ? v2 : v1).checkExchange(one));
  expect(violations).toEqual([]);
});
