import * as z from "zod";
import { AccountId, type IssueId } from "../../contract/index.ts";
import type { Transport } from "../../kit/index.ts";
import type { Person } from "../../planning/index.ts";
import { readJson } from "./read-json.ts";

const UserJson = z.object({
  accountId: AccountId,
  displayName: z.string().default("Someone"),
  active: z.boolean().default(true),
  accountType: z.string().optional(),
  avatarUrls: z.record(z.string(), z.string()).optional(),
  /** Left out where the person keeps it to themselves. */
  timeZone: z.string().optional(),
});

const toPerson = ({ accountId, displayName, avatarUrls, timeZone }: z.infer<typeof UserJson>): Person => ({
  accountId,
  name: displayName,
  avatarUrl: avatarUrls?.["48x48"] ?? null,
  timeZone,
});

/** GET /rest/api/3/user/assignable/search: people, not apps. Jira filters after paging, so a short page is no end. */
export async function readAssignable(
  transport: Transport,
  on: { issue: IssueId } | { project: string },
  query: string,
): Promise<Person[]> {
  const place = "issue" in on ? { issueId: on.issue } : { project: on.project };
  const users = await readJson(
    transport,
    {
      method: "GET",
      path: "/rest/api/3/user/assignable/search",
      template: "/rest/api/3/user/assignable/search",
      query: { ...place, maxResults: 50, ...(query === "" ? {} : { query }) },
    },
    z.array(UserJson),
  );
  return (users ?? []).filter((user) => user.active && user.accountType !== "app").map(toPerson);
}

const MOST_AT_ONCE = 100;

/** GET /rest/api/3/user/bulk */
export async function readPeople(transport: Transport, accounts: readonly AccountId[]): Promise<Person[]> {
  const found = await readJson(
    transport,
    {
      method: "GET",
      path: "/rest/api/3/user/bulk",
      template: "/rest/api/3/user/bulk",
      query: { accountId: accounts.slice(0, MOST_AT_ONCE), maxResults: MOST_AT_ONCE },
    },
    z.object({ values: z.array(UserJson) }),
  );
  return (found?.values ?? []).map(toPerson);
}
