import { z } from "zod";
import { queryList, queryText, readBody, type Answer, type Call, type Route } from "../http/call.ts";
import { accountOf } from "../may-act.ts";
import { refuse } from "../result.ts";
import { refusedV1, refusedV2, V1, V2 } from "./answers.ts";
import { knownGroups, presentGroup, presentPersonV1, presentPersonV2 } from "./present-person.ts";

function oneUser(call: Call, accountId: string): Answer {
  const person = call.site.person(accountId);
  return person === undefined
    ? refusedV1(refuse(404, `No user found with key : ${accountId}`).refusal)
    : { status: 200, body: presentPersonV1(call.site, person) };
}

const Bulk = z.object({ accountIds: z.array(z.string()).min(1).max(250) });

function bulkV2(call: Call): Answer {
  const read = readBody(call, Bulk);
  if (!read.ok) return refusedV2(read.refusal);
  const people = read.value.accountIds.flatMap((id) => call.site.person(id) ?? []);
  return {
    status: 200,
    body: { results: people.map(presentPersonV2), _links: { base: `${call.site.origin()}/wiki` } },
  };
}

function bulkV1(call: Call): Answer {
  const people = queryList(call, "accountId").flatMap((id) => call.site.person(id) ?? []);
  const results = people.map((one) => presentPersonV1(call.site, one));
  return { status: 200, body: { results, start: 0, limit: 200, size: results.length, _links: {} } };
}

function groupsOf(call: Call): Answer {
  const person = call.site.person(queryText(call, "accountId") ?? "");
  const [everyone = "", ...others] = knownGroups(call.site);
  const names =
    person === undefined ? [] : [everyone, ...others.filter((one) => person.groups.includes(one))];
  const results = names.map((one) => presentGroup(call.site, one));
  return { status: 200, body: { results, start: 0, limit: 200, size: results.length, _links: {} } };
}

export const userRoutes: Route[] = [
  {
    method: "GET",
    path: `${V1}/user/current`,
    scope: "READ",
    handle: (call) => oneUser(call, accountOf(call.acting.as)),
  },
  {
    method: "GET",
    path: `${V1}/user`,
    scope: "READ",
    handle: (call) => oneUser(call, queryText(call, "accountId") ?? ""),
  },
  { method: "GET", path: `${V1}/user/bulk`, scope: "READ", handle: bulkV1 },
  { method: "GET", path: `${V1}/user/memberof`, scope: "READ", handle: groupsOf },
  { method: "POST", path: `${V2}/users-bulk`, scope: "READ", handle: bulkV2 },
];
