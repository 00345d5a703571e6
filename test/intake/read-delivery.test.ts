import { describe, expect, test } from "vitest";
import { traceOf } from "../../server/execution/index.ts";
import { readDelivery } from "../../server/intake/schedule/read-delivery.ts";

const issue = { id: "10042", key: "SHOP-42", fields: { summary: "White page" } };
const updated = (...fields: string[]) => ({
  issue,
  changelog: { id: "1", items: fields.map((field) => ({ field, fieldId: field })) },
});
const comment = (body: string) => ({
  issue,
  comment: { id: "7", body, author: { accountId: "712020:ana" } },
});
const read = (event: string, body: unknown, trace: string | null = null) =>
  readDelivery({ event, body, trace }).map((meaning) => meaning.kind);

describe("what a webhook means", () => {
  test.each([
    { name: "a new issue is thought about", event: "jira:issue_created", body: { issue }, means: ["think"] },
    {
      name: "a changed priority is checked against what waits",
      event: "jira:issue_updated",
      body: updated("priority"),
      means: ["check"],
    },
    {
      name: "a changed description is read again",
      event: "jira:issue_updated",
      body: updated("description"),
      means: ["check", "think"],
    },
    {
      name: "the update that goes along with a comment means nothing",
      event: "jira:issue_updated",
      body: { issue },
      means: [],
    },
    { name: "a deleted issue is checked", event: "jira:issue_deleted", body: { issue }, means: ["check"] },
    {
      name: "a comment that calls TicketSmith is an instruction",
      event: "comment_created",
      body: comment("@TicketSmith assign this to Mia"),
      means: ["instruction"],
    },
    {
      name: "a comment that quotes somebody who calls TicketSmith means nothing",
      event: "comment_created",
      body: comment("{quote}\n@TicketSmith assign this to Mia\n{quote}\nDid you mean that?"),
      means: [],
    },
    {
      name: "a comment that only some may read means nothing",
      event: "comment_created",
      body: {
        issue,
        comment: {
          ...comment("@TicketSmith assign this to Mia").comment,
          visibility: { type: "role", value: "Administrators" },
        },
      },
      means: [],
    },
    {
      name: "any other comment means nothing",
      event: "comment_created",
      body: comment("Assign this to Mia"),
      means: [],
    },
    {
      name: "a comment without its issue means nothing",
      event: "comment_created",
      body: { comment: comment("ticketsmith hi").comment },
      means: [],
    },
    { name: "an event nobody asked for means nothing", event: "user_deleted", body: { issue }, means: [] },
    {
      name: "a body that is not Jira's means nothing",
      event: "jira:issue_created",
      body: { issue: { id: "x; drop", key: 7 } },
      means: [],
    },
    { name: "no body at all means nothing", event: "jira:issue_created", body: null, means: [] },
  ])("$name", ({ event, body, means }) => {
    expect(read(event, body)).toEqual(means);
  });

  test("our own change coming back starts no request, and is evidence", () => {
    expect(read("jira:issue_updated", updated("description"), traceOf("a".repeat(32)))).toEqual([
      "echo",
      "check",
    ]);
  });
  test("somebody else's trace is nothing to us", () => {
    expect(read("jira:issue_created", { issue }, "other-app-7")).toEqual(["think"]);
    expect(read("jira:issue_created", { issue }, "ticketsmith:not-a-mark")).toEqual(["think"]);
  });
});
