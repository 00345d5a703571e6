import { expect, test } from "vitest";
import { readCreateMeta } from "../../server/clients/jira/read-meta.ts";
import type { ProductRequest } from "../../server/kit/index.ts";

const field = (index: number) => ({
  fieldId: `customfield_${10_000 + index}`,
  name: `Field ${index}`,
  required: false,
  schema: { type: "string" },
});

/** Answers as Jira does: as much as is asked for, up to 200. */
function jiraWith(types: { id: string; name: string }[], fields: ReturnType<typeof field>[]) {
  return async ({ path, query }: ProductRequest) => {
    const [from, most] = [
      Number(query?.["startAt"] ?? 0),
      Math.min(Number(query?.["maxResults"] ?? 50), 200),
    ];
    const page = <T>(all: T[]) => all.slice(from, from + most);
    const body = path.endsWith("/issuetypes")
      ? { startAt: from, maxResults: most, total: types.length, issueTypes: page(types) }
      : { startAt: from, maxResults: most, total: fields.length, fields: page(fields) };
    return { status: 200, headers: {}, body };
  };
}

test("create-meta is read to its last page", async () => {
  const types = Array.from({ length: 201 }, (_, index) => ({ id: String(index), name: `Type ${index}` }));
  const fields = Array.from({ length: 410 }, (_, index) => field(index));
  const read = await readCreateMeta(jiraWith(types, fields), "10000");
  expect(read).toHaveLength(201);
  expect(read.at(-1)?.fields.at(-1)?.field).toBe("customfield_10409");
});

test("a server that never comes to an end is left in time", async () => {
  let calls = 0;
  const endless = async ({ path }: ProductRequest) => {
    calls += 1;
    const body = path.endsWith("/issuetypes")
      ? { total: 1, issueTypes: [{ id: "1", name: "Task" }] }
      : { total: 1_000_000, fields: [field(calls)] };
    return { status: 200, headers: {}, body };
  };
  await readCreateMeta(endless, "10000");
  expect(calls).toBeLessThan(30);
});
