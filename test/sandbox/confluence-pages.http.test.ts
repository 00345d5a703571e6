import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { startWikiSite, type WikiSite } from "./wiki-site.ts";
import type { Answered, Call } from "./jira-client.ts";

const PageBody = z.looseObject({
  id: z.string(),
  title: z.string(),
  status: z.string(),
  version: z.looseObject({ number: z.number(), authorId: z.string() }),
  body: z.looseObject({
    storage: z.looseObject({ value: z.string() }).optional(),
    atlas_doc_format: z.looseObject({ value: z.string() }).optional(),
  }),
});
const Listed = z.looseObject({
  results: z.array(z.looseObject({ id: z.string() })),
  _links: z.looseObject({ next: z.string().optional() }),
});
const Refused = z.looseObject({ errors: z.array(z.looseObject({ code: z.string(), title: z.string() })) });
const PropertyBody = z.looseObject({
  id: z.string(),
  value: z.unknown(),
  version: z.looseObject({ number: z.number() }),
});

const V2 = "/wiki/api/v2";
const words = (answer: Answered) =>
  Refused.parse(answer.body)
    .errors.map((one) => one.title)
    .join();
const storage = (value: string) => ({ representation: "storage", value });

let wiki: WikiSite;
let app: Call;
let serial = 0;
beforeAll(async () => {
  wiki = await startWikiSite();
  app = wiki.asApp();
});
afterAll(() => wiki.stop());

async function newPage(more: Record<string, unknown> = {}, by: Call = app) {
  serial += 1;
  const answer = await by("POST", `${V2}/pages`, {
    spaceId: wiki.spaceId("OPS"),
    title: `Page ${serial}`,
    body: storage("<p>First words.</p>"),
    ...more,
  });
  expect(answer.status).toBe(200);
  return PageBody.parse(answer.body);
}

function update(page: { id: string; title: string }, number: number, value = "<p>Next.</p>", by: Call = app) {
  return by("PUT", `${V2}/pages/${page.id}`, {
    id: page.id,
    status: "current",
    title: page.title,
    body: storage(value),
    version: { number, message: "a reason" },
  });
}

describe("versions", () => {
  test("a write that names the next version is taken, and what was before stays readable", async () => {
    const page = await newPage();
    const updated = PageBody.parse((await update(page, 2)).body);
    expect(updated.version.number).toBe(2);
    const old = PageBody.parse(
      (await app("GET", `${V2}/pages/${page.id}?version=1&body-format=storage`)).body,
    );
    expect(old.body.storage?.value).toBe("<p>First words.</p>");
    const versions = Listed.extend({ results: z.array(z.looseObject({ number: z.number() })) }).parse(
      (await app("GET", `${V2}/pages/${page.id}/versions`)).body,
    );
    expect(versions.results.map((one) => one.number)).toEqual([2, 1]);
  });

  test.each([1, 3, 0])("a write that names version %i of a page at 1 is a conflict", async (number) => {
    const page = await newPage();
    const refused = await update(page, number);
    expect(refused.status).toBe(409);
    expect(words(refused)).toContain("Version must be incremented");
    const now = PageBody.parse((await app("GET", `${V2}/pages/${page.id}?body-format=storage`)).body);
    expect(now.body.storage?.value).toBe("<p>First words.</p>");
  });

  test("of two writers who saw the same version one wins", async () => {
    const page = await newPage();
    const answers = await Promise.all([update(page, 2, "<p>A</p>"), update(page, 2, "<p>B</p>")]);
    expect(answers.map((one) => one.status).toSorted((a, b) => a - b)).toEqual([200, 409]);
  });

  test("a new title is a new version", async () => {
    const page = await newPage();
    const renamed = await app("PUT", `${V2}/pages/${page.id}/title`, {
      status: "current",
      title: `${page.title}, renamed`,
    });
    expect(PageBody.parse(renamed.body)).toMatchObject({
      title: `${page.title}, renamed`,
      version: { number: 2 },
    });
  });
});

describe("titles, trees and bodies", () => {
  test("a title is given once in a space", async () => {
    const page = await newPage();
    const again = await app("POST", `${V2}/pages`, {
      spaceId: wiki.spaceId("OPS"),
      title: page.title,
      body: storage("<p>Again</p>"),
    });
    expect(again.status).toBe(400);
    expect(words(again)).toContain("already exists");
  });

  test("a page without a parent stands below the home page; a page in the trash leaves its children there", async () => {
    const parent = await newPage();
    const child = await newPage({ parentId: parent.id });
    const below = Listed.parse((await app("GET", `${V2}/pages/${parent.id}/direct-children`)).body);
    expect(below.results.map((one) => one.id)).toEqual([child.id]);
    const before = Listed.parse((await app("GET", `${V2}/pages/${child.id}/ancestors`)).body);
    expect(before.results.at(-1)?.id).toBe(parent.id);
    expect((await app("DELETE", `${V2}/pages/${parent.id}`)).status).toBe(204);
    const after = Listed.parse((await app("GET", `${V2}/pages/${child.id}/ancestors`)).body);
    expect(after.results.map((one) => one.id)).toEqual(before.results.slice(0, -1).map((one) => one.id));
  });

  test("a page cannot be moved below itself", async () => {
    const parent = await newPage();
    const child = await newPage({ parentId: parent.id });
    const moved = await app("PUT", `${V2}/pages/${parent.id}`, {
      id: parent.id,
      status: "current",
      title: parent.title,
      parentId: child.id,
      body: storage("<p/>"),
      version: { number: 2 },
    });
    expect(moved.status).toBe(400);
  });

  test.each([
    ["an element left open", "<p>one<p>two</p>", "Unexpected end of input"],
    ["elements that cross", "<p><b>x</p></b>", "Unexpected close tag </p>; expected </b>"],
    ["a bare ampersand", "<p>a & b</p>", "Unexpected character after '&'"],
    ["an entity nobody knows", "<p>&wombat;</p>", 'Undeclared general entity "wombat"'],
    ["a namespace nobody declared", "<x:thing />", 'Undeclared namespace prefix "x"'],
    ["an attribute without quotes", "<p class=a>x</p>", "Unexpected character in <p>"],
    ["elements without end", "<p>".repeat(300), "nested too deep"],
  ])("storage format with %s is refused", async (_, value, said) => {
    const answer = await app("POST", `${V2}/pages`, {
      spaceId: wiki.spaceId("OPS"),
      title: "Never written",
      body: storage(value),
    });
    expect(answer.status).toBe(400);
    expect(words(answer)).toContain("Error parsing xhtml");
    expect(words(answer)).toContain(said);
  });

  test("a document that is not ADF is refused, and one that is comes back as it was", async () => {
    const doc = {
      type: "doc",
      version: 1,
      content: [
        { type: "heading", attrs: { level: 2 }, content: [{ type: "text", text: "Why <&>" }] },
        {
          type: "panel",
          attrs: { panelType: "warning" },
          content: [
            { type: "paragraph", content: [{ type: "text", text: "Mind", marks: [{ type: "strong" }] }] },
          ],
        },
        { type: "codeBlock", attrs: { language: "sql" }, content: [{ type: "text", text: "a]]>b < c" }] },
      ],
    };
    const adf = (value: unknown) => ({ representation: "atlas_doc_format", value: JSON.stringify(value) });
    const refused = await app("POST", `${V2}/pages`, {
      spaceId: wiki.spaceId("OPS"),
      title: "Never written",
      body: adf({ ...doc, content: [{ type: "invented" }] }),
    });
    expect(refused.status).toBe(400);
    const page = await newPage({ body: adf(doc) });
    const read = PageBody.parse(
      (await app("GET", `${V2}/pages/${page.id}?body-format=atlas_doc_format`)).body,
    );
    expect(JSON.parse(read.body.atlas_doc_format?.value ?? "")).toEqual(doc);
  });
});

describe("drafts and the trash", () => {
  test("a draft is its author's alone until it is published as version 1", async () => {
    const draft = await newPage({ status: "draft" });
    const jonas = wiki.asPerson("Jonas Weber");
    expect((await jonas("GET", `${V2}/pages/${draft.id}`)).status).toBe(404);
    const published = await update(draft, 1);
    expect(PageBody.parse(published.body)).toMatchObject({ status: "current", version: { number: 1 } });
    expect((await jonas("GET", `${V2}/pages/${draft.id}`)).status).toBe(200);
  });

  test("what is in the trash is not found, comes back with the next version, and is purged only from there", async () => {
    const page = await newPage();
    expect((await app("DELETE", `${V2}/pages/${page.id}?purge=true`)).status).toBe(400);
    await app("DELETE", `${V2}/pages/${page.id}`);
    expect((await app("GET", `${V2}/pages/${page.id}`)).status).toBe(404);
    expect((await app("GET", `${V2}/pages/${page.id}?status=trashed`)).status).toBe(200);
    const back = PageBody.parse((await update(page, 2)).body);
    expect(back).toMatchObject({ status: "current", version: { number: 2 } });
    await app("DELETE", `${V2}/pages/${page.id}`);
    expect((await app("DELETE", `${V2}/pages/${page.id}?purge=true`)).status).toBe(204);
    expect((await app("GET", `${V2}/pages/${page.id}?status=trashed`)).status).toBe(404);
  });
});

describe("lists", () => {
  test("a cursor leads through every page once, and an invented one is refused", async () => {
    const seen: string[] = [];
    let path: string | undefined = `${V2}/spaces/${wiki.spaceId("OPS")}/pages?limit=7`;
    while (path !== undefined) {
      const list: z.infer<typeof Listed> = Listed.parse((await app("GET", path)).body);
      seen.push(...list.results.map((one) => one.id));
      path = list._links.next;
    }
    const all = Listed.parse(
      (await app("GET", `${V2}/pages?space-id=${wiki.spaceId("OPS")}&limit=250`)).body,
    );
    expect(seen).toEqual(all.results.map((one) => one.id));
    expect(new Set(seen).size).toBe(seen.length);
    expect((await app("GET", `${V2}/pages?cursor=eyJzdGFydCI6LTF9`)).status).toBe(400);
  });
});

describe("properties", () => {
  test("a property is made once, changed by its next version, and found by its key", async () => {
    const { id } = await newPage();
    const path = `${V2}/pages/${id}/properties`;
    const made = PropertyBody.parse((await app("POST", path, { key: "mark", value: { run: 1 } })).body);
    expect((await app("POST", path, { key: "mark", value: { run: 2 } })).status).toBe(409);
    const write = (number: number) =>
      app("PUT", `${path}/${made.id}`, { key: "mark", value: { run: 2 }, version: { number } });
    expect((await write(1)).status).toBe(409);
    expect((await write(2)).status).toBe(200);
    const found = z
      .looseObject({ results: z.array(PropertyBody) })
      .parse((await app("GET", `${path}?key=mark`)).body);
    expect(found.results).toMatchObject([{ value: { run: 2 }, version: { number: 2 } }]);
    expect((await app("DELETE", `${path}/${made.id}`)).status).toBe(204);
    expect((await app("GET", `${path}/${made.id}`)).status).toBe(404);
  });

  test("a value of more than 32 kB is refused", async () => {
    const { id } = await newPage();
    const value = { big: "x".repeat(33_000) };
    expect((await app("POST", `${V2}/pages/${id}/properties`, { key: "big", value })).status).toBe(413);
  });

  test("the properties of a space are written by its admins and by apps", async () => {
    const path = `${V2}/spaces/${wiki.spaceId("OPS")}/properties`;
    const grace = wiki.asPerson("Grace Okafor");
    expect((await grace("POST", path, { key: "by-grace", value: 1 })).status).toBe(404);
    expect((await wiki.asPerson("Ada Admin")("POST", path, { key: "by-ada", value: 1 })).status).toBe(201);
    expect((await app("POST", path, { key: "by-app", value: 1 })).status).toBe(201);
  });
});
