import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import type { Call } from "./jira-client.ts";
import { startWikiSite, type WikiSite } from "./wiki-site.ts";

const V1 = "/wiki/rest/api";
const V2 = "/wiki/api/v2";
const Made = z.looseObject({ id: z.string() });
const Found = z.looseObject({
  results: z.array(z.looseObject({ title: z.string() })),
  totalSize: z.number(),
});
const Checked = z.looseObject({ hasPermission: z.boolean() });
const storage = (value: string) => ({ representation: "storage", value });

let wiki: WikiSite;
let app: Call;
let mia: Call;
let grace: Call;
let serial = 0;
beforeAll(async () => {
  wiki = await startWikiSite();
  app = wiki.asApp();
  mia = wiki.asPerson("Mia Krause");
  grace = wiki.asPerson("Grace Okafor");
});
afterAll(() => wiki.stop());

async function newPage(by: Call, more: Record<string, unknown> = {}): Promise<string> {
  serial += 1;
  const made = await by("POST", `${V2}/pages`, {
    spaceId: wiki.spaceId("OPS"),
    title: `Kept page ${serial} zebrafish`,
    body: storage("<p>zebrafish</p>"),
    ...more,
  });
  expect(made.status).toBe(200);
  return Made.parse(made.body).id;
}

const keptFor = (operation: "read" | "update", ...names: string[]) => [
  {
    operation,
    restrictions: { user: names.map((name) => ({ type: "known", accountId: wiki.accountOf(name) })) },
  },
];

function edit(by: Call, id: string, number: number) {
  return by("PUT", `${V2}/pages/${id}`, {
    id,
    status: "current",
    title: `Edited ${id}`,
    body: storage("<p>Edited</p>"),
    version: { number },
  });
}

async function titlesFound(by: Call, cql: string): Promise<string[]> {
  const answer = await by("GET", `${V1}/search?cql=${encodeURIComponent(cql)}&limit=200`);
  return Found.parse(answer.body).results.map((one) => one.title);
}

describe("a page kept for one reader", () => {
  let id: string;
  let below: string;
  let comment: string;
  beforeAll(async () => {
    id = await newPage(mia);
    below = await newPage(mia, { parentId: id });
    const made = await mia("POST", `${V2}/footer-comments`, {
      pageId: below,
      body: storage("<p>zebrafish too</p>"),
    });
    comment = Made.parse(made.body).id;
    const before = await app("GET", `${V2}/pages/${below}`);
    const kept = await mia("PUT", `${V1}/content/${id}/restriction`, keptFor("read", "Mia Krause"));
    if (before.status !== 200 || kept.status !== 200) throw new Error("the page could not be restricted");
  });

  const callers = (): [string, Call][] => [
    ["another person", grace],
    ["the app", app],
    ["an admin", wiki.asPerson("Ada Admin")],
  ];

  test("is there for that reader, with all below it", async () => {
    for (const path of [`pages/${id}`, `pages/${below}`, `footer-comments/${comment}`]) {
      expect((await mia("GET", `${V2}/${path}`)).status, path).toBe(200);
    }
    expect(await titlesFound(mia, "text ~ zebrafish")).not.toEqual([]);
  });

  test("is not there for anybody else, nor is anything below it, by whatever address", async () => {
    for (const [who, call] of callers()) {
      for (const path of [
        `${V2}/pages/${id}`,
        `${V2}/pages/${below}`,
        `${V2}/pages/${below}/versions`,
        `${V2}/pages/${below}/properties`,
        `${V2}/pages/${below}/footer-comments`,
        `${V2}/pages/${below}/ancestors`,
        `${V2}/footer-comments/${comment}`,
        `${V2}/pages/${below}/labels`,
        `${V1}/content/${below}/restriction`,
      ]) {
        expect((await call("GET", path)).status, `${who} ${path}`).toBe(404);
      }
      const list = await call("GET", `${V2}/pages?id=${id},${below}`);
      expect(list.body, who).toMatchObject({ results: [] });
      const comments = JSON.stringify((await call("GET", `${V2}/footer-comments?limit=250`)).body);
      expect(comments.includes(`"${comment}"`), who).toBe(false);
      expect(await titlesFound(call, `id in (${id}, ${below}, ${comment})`), who).toEqual([]);
    }
  });

  test("cannot be changed, commented or listened to by who may not see it", async () => {
    const heard = () => wiki.app.received.filter((one) => JSON.stringify(one.body).includes(below)).length;
    const before = heard();
    expect((await edit(grace, below, 2)).status).toBe(404);
    const answer = { pageId: below, body: storage("<p>No</p>") };
    expect((await grace("POST", `${V2}/footer-comments`, answer)).status).toBe(404);
    expect((await grace("DELETE", `${V2}/pages/${below}`)).status).toBe(404);
    expect((await mia("POST", `${V2}/footer-comments`, answer)).status).toBe(201);
    const open = await newPage(mia);
    await expect
      .poll(() => wiki.app.received.some((one) => JSON.stringify(one.body).includes(open)))
      .toBe(true);
    expect(heard()).toBe(before);
  });

  test("opens again when the restriction is taken away", async () => {
    expect((await mia("DELETE", `${V1}/content/${id}/restriction`)).status).toBe(200);
    for (const [who, call] of callers()) {
      expect((await call("GET", `${V2}/pages/${below}`)).status, who).toBe(200);
    }
  });
});

describe("a page kept from other writers", () => {
  test("is read by everybody and written by those on the list; pages below it are not bound", async () => {
    const id = await newPage(mia);
    const below = await newPage(mia, { parentId: id });
    await mia("PUT", `${V1}/content/${id}/restriction`, keptFor("update", "Mia Krause"));
    expect((await grace("GET", `${V2}/pages/${id}`)).status).toBe(200);
    for (const call of [grace, app]) expect((await edit(call, id, 2)).status).toBe(404);
    expect((await edit(grace, below, 2)).status).toBe(200);
    expect((await edit(mia, id, 2)).status).toBe(200);
    const labels = await grace("POST", `${V1}/content/${id}/label`, [{ prefix: "global", name: "x" }]);
    expect(labels.status).toBe(403);
    expect((await grace("POST", `${V2}/pages/${id}/properties`, { key: "k", value: 1 })).status).toBe(404);
    expect((await grace("DELETE", `${V2}/pages/${id}`)).status).toBe(404);
  });

  test("nobody takes a page from themselves, and nobody may restrict what they may not edit", async () => {
    const id = await newPage(mia);
    const others = await mia("PUT", `${V1}/content/${id}/restriction`, keptFor("read", "Grace Okafor"));
    expect(others.status).toBe(400);
    await mia("PUT", `${V1}/content/${id}/restriction`, keptFor("update", "Mia Krause"));
    expect((await grace("DELETE", `${V1}/content/${id}/restriction`)).status).toBe(403);
  });

  test("one name is put on a list and taken off it by its own address", async () => {
    const id = await newPage(mia);
    await mia("PUT", `${V1}/content/${id}/restriction`, keptFor("update", "Mia Krause"));
    const path = `${V1}/content/${id}/restriction/byOperation/update/user?accountId=${wiki.accountOf("Grace Okafor")}`;
    expect((await mia("GET", path)).status).toBe(404);
    expect((await mia("PUT", path)).status).toBe(200);
    expect((await mia("GET", path)).status).toBe(200);
    expect((await edit(grace, id, 2)).status).toBe(200);
    expect((await mia("DELETE", path)).status).toBe(200);
    expect((await edit(grace, id, 3)).status).toBe(404);
  });
});

describe("a space", () => {
  test("is not there for who is not let in, nor its pages", async () => {
    const id = wiki.spaceId("PEOPLE");
    expect((await mia("GET", `${V2}/spaces/${id}`)).status).toBe(404);
    expect((await mia("GET", `${V2}/spaces/${id}/pages`)).status).toBe(404);
    expect(await titlesFound(mia, "space = PEOPLE")).toEqual([]);
    expect(await titlesFound(wiki.asPerson("Elena Petrova"), "space = PEOPLE")).toContain("Hiring plan");
    expect(await titlesFound(app, "space = PEOPLE")).toContain("Hiring plan");
  });

  test("that may be read and not written takes no page and no comment", async () => {
    const sam = wiki.asPerson("Sam Reporter");
    const body = storage("<p>x</p>");
    const created = await sam("POST", `${V2}/pages`, { spaceId: wiki.spaceId("OPS"), title: "No", body });
    expect(created.status).toBe(404);
    const pageId = wiki.page("On-call rota").id;
    expect((await sam("GET", `${V2}/pages/${pageId}`)).status).toBe(200);
    expect((await sam("POST", `${V2}/footer-comments`, { pageId, body })).status).toBe(404);
  });

  test("of one site is not there on the other", async () => {
    const { id } = wiki.page("How a board is brought up", "globex");
    expect((await app("GET", `${V2}/pages/${id}`)).status).toBe(404);
    expect((await wiki.asApp("globex")("GET", `${V2}/pages/${id}`)).status).toBe(200);
    const rita = wiki.asPerson("Rita Reporter", "globex");
    expect(await titlesFound(rita, 'title = "Contacts at the factory"')).toEqual([]);
  });
});

test("the permission check answers for anybody as their own call would", async () => {
  const id = await newPage(mia);
  await mia("PUT", `${V1}/content/${id}/restriction`, keptFor("update", "Mia Krause"));
  const asked = async (subject: { type: string; identifier: string }, operation: string) => {
    const answer = await app("POST", `${V1}/content/${id}/permission/check`, { subject, operation });
    return Checked.parse(answer.body).hasPermission;
  };
  const user = (name: string) => ({ type: "user", identifier: wiki.accountOf(name) });
  expect(await asked(user("Mia Krause"), "update")).toBe(true);
  expect(await asked(user("Grace Okafor"), "read")).toBe(true);
  expect(await asked(user("Grace Okafor"), "update")).toBe(false);
  expect(await asked(user("Grace Okafor"), "delete")).toBe(false);
  expect(await asked({ type: "group", identifier: "operations" }, "read")).toBe(true);
  expect(await asked({ type: "group", identifier: "operations" }, "update")).toBe(false);
});
