import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { startSite, type RunningSite } from "./running-site.ts";

let running: RunningSite;
beforeAll(async () => {
  running = await startSite("acme");
});
afterAll(() => running.stop());

const Made = z.looseObject({ id: z.string() });
const LIST = "/rest/api/3/issue/SHOP-42/comment";
const body = (text: string) => ({
  type: "doc",
  version: 1,
  content: [{ type: "paragraph", content: [{ type: "text", text }] }],
});
const say = (by: string, text: string, visibility: Record<string, string>) =>
  running.as(by)("POST", LIST, { body: body(text), visibility });

test("a comment for a group or role is read by its members alone, and by an app only in its own role", async () => {
  const group = await say("Mia Krause", "For developers: quince", { type: "group", value: "developers" });
  const role = await say("Mia Krause", "For leads: medlar", { type: "role", value: "Administrators" });
  expect([group.status, role.status]).toEqual([201, 201]);
  const { id } = Made.parse(group.body);
  const read = async (name: string) => JSON.stringify((await running.as(name)("GET", LIST)).body);
  expect(await read("Mia Krause")).toMatch(/quince.*medlar/s);
  expect(await read("Daniel Kim")).toContain("quince");
  expect(await read("Daniel Kim")).not.toContain("medlar");
  expect(await read("Sam Reporter")).not.toMatch(/quince|medlar/);

  const sam = running.as("Sam Reporter");
  expect((await sam("GET", `${LIST}/${id}`)).status).toBe(404);
  expect((await sam("GET", `/rest/api/3/comment/${id}/properties`)).status).toBe(404);
  for (const path of ["/rest/api/3/issue/SHOP-42?fields=comment", "/browse/SHOP-42"]) {
    expect(JSON.stringify((await sam("GET", path)).body)).not.toMatch(/quince|medlar/);
  }
  const found = await sam("POST", "/rest/api/3/search/jql", { jql: "comment ~ quince", fields: ["summary"] });
  expect(found.body).toMatchObject({ issues: [] });
  expect(JSON.stringify((await running.jira("GET", LIST)).body)).not.toMatch(/quince|medlar/);
});

test("nobody speaks for a group that they are not in", async () => {
  expect(await say("Sam Reporter", "Psst", { type: "group", value: "developers" })).toMatchObject({
    status: 400,
    body: { errors: { commentLevel: expect.any(String) } },
  });
});

test("the webhook of such a comment tells the app whom it is for", async () => {
  await say("Mia Krause", "For developers: loquat", { type: "group", value: "developers" });
  await expect
    .poll(() =>
      running.app.received.map((one) => one.body).find((one) => JSON.stringify(one)?.includes("loquat")),
    )
    .toMatchObject({
      webhookEvent: "comment_created",
      comment: { visibility: { type: "group", value: "developers" } },
    });
});
