import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import type { Call } from "./jira-client.ts";
import { startWikiSite, type WikiSite } from "./wiki-site.ts";

const V1 = "/wiki/rest/api";
const Found = z.looseObject({
  results: z.array(
    z.looseObject({ title: z.string(), content: z.looseObject({ id: z.string(), type: z.string() }) }),
  ),
  totalSize: z.number(),
  _links: z.looseObject({ next: z.string().optional() }),
});
const Refused = z.looseObject({ statusCode: z.number(), message: z.string() });

let wiki: WikiSite;
let app: Call;
beforeAll(async () => {
  wiki = await startWikiSite();
  app = wiki.asApp();
});
afterAll(() => wiki.stop());

async function search(cql: string, by: Call = app, more = "") {
  const answer = await by("GET", `${V1}/search?cql=${encodeURIComponent(cql)}${more}`);
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return Found.parse(answer.body);
}
const titles = async (cql: string, by?: Call) =>
  (await search(`${cql}${/order by/i.test(cql) ? "" : " order by title"}`, by, "&limit=100")).results.map(
    (one) => one.title,
  );

const CERTIFICATE = ["Post-mortem: expired certificate", "Runbook: certificate has expired"];

describe("CQL finds", () => {
  test.each<[string, string[]]>([
    ["title ~ certificate", CERTIFICATE],
    ['title = "Runbook: certificate has expired"', CERTIFICATE.slice(1)],
    ['title ~ "certific*" and label = runbook', CERTIFICATE.slice(1)],
    ["title ~ certificate and not label = runbook", CERTIFICATE.slice(0, 1)],
    ['label in (runbook, "post-mortem") and title ~ certificate and type = page', CERTIFICATE],
    ['text ~ "renewal job"', CERTIFICATE.slice(0, 1)],
    ['text ~ "\\"renewal job\\""', CERTIFICATE.slice(0, 1)],
    ['text ~ "\\"job renewal\\""', []],
    ["space = PEOPLE and type = page", ["Hiring plan", "People team"]],
    [
      '(space = PEOPLE or title ~ certificate) and label != hiring and label != "post-mortem"',
      ["People team", "Runbook: certificate has expired"],
    ],
    ["type = comment and text ~ contract", ["Re: Post-mortem: white page after paying"]],
    [
      'content.property[incident].severity >= 4 and content.property[incident].followUps = "2"',
      ["Post-mortem: refunds sent twice", "Post-mortem: release without a health check"],
    ],
    ["content.property[runbook-review].service = certs", CERTIFICATE.slice(1)],
  ])("%s", async (cql, expected) => {
    expect(await titles(cql)).toEqual(expected);
  });

  test("people by account: who wrote first, and everybody who ever wrote", async () => {
    const [jonas, mia] = [wiki.accountOf("Jonas Weber"), wiki.accountOf("Mia Krause")];
    const first = "Runbook: white page in the checkout";
    expect(await titles(`creator = "${jonas}" and title ~ "white page"`)).toEqual([first]);
    expect(await titles(`creator = "${mia}" and title ~ "white page" and type = page`)).not.toContain(first);
    expect(await titles(`contributor = "${mia}" and title ~ checkout and type = page`)).toContain(first);
    const own = "contributor = currentUser() and space = PEOPLE and type = page";
    expect(await titles(own, wiki.asPerson("Elena Petrova"))).toEqual(["Hiring plan", "People team"]);
    expect(await titles(own, wiki.asPerson("Ada Admin"))).toEqual([]);
  });

  test("pages by where they stand", async () => {
    const home = wiki.page("Operations").id;
    const restricted = wiki.page("Security incidents");
    const jonas = wiki.asPerson("Jonas Weber");
    const below = ["Post-mortem: token in a log"];
    expect(await titles(`parent = ${restricted.id}`, jonas)).toEqual(below);
    expect(await titles(`ancestor = ${home} and parent != ${home} and type = page`, jonas)).toEqual(below);
    expect(await titles(`parent = ${restricted.id}`, wiki.asPerson("Mia Krause"))).toEqual([]);
  });

  test("pages by age, from dates, functions and steps back", async () => {
    const recent = 'created >= now("-9w") and space = PEOPLE and label = hiring';
    expect(await titles(recent)).toEqual(["Hiring plan"]);
    expect(await titles('created >= now("-3w") and space = PEOPLE')).toEqual([]);
    expect(await titles('created > startOfYear("-2y") and label = hiring')).toEqual(["Hiring plan"]);
    expect(await titles("created > endOfDay() and space = OPS")).toEqual([]);
    expect(await titles('lastmodified < "2020-01-01"')).toEqual([]);
    expect((await titles("created <= endOfMonth() and label = hiring")).length).toBe(1);
  });

  test("in the order asked for", async () => {
    const up = await titles("space = SHOP and type = page order by title");
    expect(up).toEqual(up.toSorted((a, b) => a.toLowerCase().localeCompare(b.toLowerCase())));
    expect(await titles("space = SHOP and type = page order by title desc")).toEqual(up.toReversed());
  });
});

test("a cursor leads through all results once", async () => {
  const cql = "space = OPS and type = page order by title";
  const seen: string[] = [];
  let next: string | undefined = `/rest/api/search?cql=${encodeURIComponent(cql)}&limit=6`;
  let total = 0;
  while (next !== undefined) {
    const found: z.infer<typeof Found> = Found.parse((await app("GET", `/wiki${next}`)).body);
    seen.push(...found.results.map((one) => one.content.id));
    total = found.totalSize;
    next = found._links.next;
  }
  expect(new Set(seen).size).toBe(total);
  expect(seen).toHaveLength(total);
  expect(total).toBeGreaterThan(20);
});

describe("CQL that means nothing is refused with 400 in v1's own form", () => {
  test.each([
    ["", "cql query parameter is required"],
    ["order by title", "cql query parameter is required"],
    ["title ~", "Could not parse cql"],
    ["(title ~ x", "Could not parse cql"],
    ['title ~ "x', "Could not parse cql"],
    ["title ~ x and", "Could not parse cql"],
    ["wombat = 1", "No field exists with name: wombat"],
    ["title > x", "does not support the operator"],
    ["label ~ x", "does not support the operator"],
    ["text = x", "does not support the operator"],
    ["created ~ x", "does not support the operator"],
    ["creator = wombat()", "No function exists with name: wombat"],
    ["created > startOfWombat()", "No function exists with name: startofwombat"],
    ['created > now("soon")', "Could not parse the date increment"],
    ["created > yesterday", "Could not parse the date"],
    ["type = page order by wombat", "No field exists with name: wombat"],
    ["label is empty", "CQL knows no empty values"],
  ])("%s", async (cql, said) => {
    for (const path of ["search", "content/search"]) {
      const answer = await app("GET", `${V1}/${path}?cql=${encodeURIComponent(cql)}`);
      expect(answer.status).toBe(400);
      expect(Refused.parse(answer.body).message).toContain(said);
    }
  });

  test("and so is a cursor nobody gave out", async () => {
    expect((await app("GET", `${V1}/search?cql=type%3Dpage&cursor=abc`)).status).toBe(400);
  });
});
