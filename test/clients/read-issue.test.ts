import { expect, test } from "vitest";
import { readIssue } from "../../server/clients/jira/read-issue.ts";

const said = (id: string, text: string, more = {}) => ({
  id,
  author: { accountId: "712020:ana" },
  created: "2026-01-05T10:00:00.000+0000",
  body: { type: "doc", version: 1, content: [{ type: "paragraph", content: [{ type: "text", text }] }] },
  ...more,
});

test("a comment that only a role may read is not read, since what is quoted is shown to everybody", async () => {
  const body = {
    id: "10042",
    key: "SHOP-42",
    fields: {
      project: { id: "1", key: "SHOP", name: "Shop" },
      issuetype: { id: "1", name: "Task" },
      status: { id: "1", name: "To Do", statusCategory: { key: "new" } },
      summary: "White page",
      comment: {
        comments: [
          said("1", "For all"),
          said("2", "For us alone", { visibility: { type: "role", value: "Administrators" } }),
        ],
      },
      created: "2026-01-05T10:00:00.000+0000",
      updated: "2026-01-05T10:00:00.000+0000",
    },
  };
  const issue = await readIssue(async () => ({ status: 200, headers: {}, body }), "10042", new Map());
  expect(issue?.comments.map(({ id }) => id)).toEqual(["1"]);
});
