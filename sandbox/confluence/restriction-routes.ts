import { createHash } from "node:crypto";
import { z } from "zod";
import { param, queryText, readBody, type Answer, type Call, type Route } from "../http/call.ts";
import { OPERATIONS, type Operation } from "../pages/restrict-page.ts";
import { ok, refuse, type Result } from "../result.ts";
import type { Json, Page, Restriction } from "../state.ts";
import { offsetPage, refusedV1, v1, V1 } from "./answers.ts";
import { presentGroup, presentPersonV1 } from "./present-person.ts";

const User = z.looseObject({ accountId: z.string() });
const Update = z.object({
  operation: z.enum(["read", "update"]),
  restrictions: z.object({
    user: z.union([z.array(User), z.object({ results: z.array(User) })]).default([]),
    group: z.array(z.object({ name: z.string().optional(), id: z.string().optional() })).default([]),
  }),
});
/** As the description has it a bare list; live sites take the wrapped form they answer with, too. */
const Updates = z.union([z.array(Update), z.object({ results: z.array(Update) })]);

function presentOne(call: Call, page: Page, operation: Operation): { [key: string]: Json } {
  const { accountIds, groups } = page.restrictions[operation];
  const { people } = call.site.state();
  const users = people.filter((one) => accountIds.includes(one.accountId));
  const list = (results: Json[]): Json => ({ results, start: 0, limit: 200, size: results.length });
  const base = `${call.site.origin()}${V1}/content/${page.id}`;
  return {
    operation,
    restrictions: {
      user: list(users.map((one) => presentPersonV1(call.site, one))),
      group: list(groups.map((one) => presentGroup(call.site, one))),
    },
    _expandable: { content: `${base.replace(call.site.origin(), "")}` },
    _links: { self: `${base}/restriction/byOperation/${operation}` },
  };
}

function presentAll(call: Call, page: Page): Json {
  const all = OPERATIONS.map((one) => presentOne(call, page, one));
  const hash = createHash("sha256").update(JSON.stringify(page.restrictions)).digest("hex").slice(0, 16);
  return {
    ...offsetPage(call, all),
    restrictionsHash: hash,
    _links: { self: `${call.site.origin()}${V1}/content/${page.id}/restriction`, context: "/wiki" },
  };
}

function findPage(call: Call): Result<Page> {
  const found = call.site.wiki.page(call.acting, param(call, "id"));
  return found.ok ? ok(found.value.page) : found;
}

function readUpdates(call: Call): Result<Partial<Record<Operation, Restriction>>> {
  const read = readBody(call, Updates);
  if (!read.ok) return read;
  const updates = Array.isArray(read.value) ? read.value : read.value.results;
  const entries = updates.map(({ operation, restrictions }): [Operation, Restriction] => {
    const users = Array.isArray(restrictions.user) ? restrictions.user : restrictions.user.results;
    return [
      operation,
      {
        accountIds: users.map((one) => one.accountId),
        groups: restrictions.group.map((one) => one.id ?? one.name ?? ""),
      },
    ];
  });
  return ok(Object.fromEntries(entries));
}

function write(call: Call, merge: boolean): Answer {
  const page = findPage(call);
  const wanted = readUpdates(call);
  if (!page.ok) return refusedV1(page.refusal);
  if (!wanted.ok) return refusedV1(wanted.refusal);
  const next = Object.fromEntries(
    OPERATIONS.map((operation): [Operation, Restriction] => {
      const given = wanted.value[operation] ?? { accountIds: [], groups: [] };
      const old = page.value.restrictions[operation];
      if (!merge) return [operation, given];
      return [
        operation,
        {
          accountIds: [...new Set([...old.accountIds, ...given.accountIds])],
          groups: [...new Set([...old.groups, ...given.groups])],
        },
      ];
    }),
  );
  return v1(call.site.wiki.restrict(call.acting, page.value.id, next), (one) => presentAll(call, one));
}

function clear(call: Call): Answer {
  const open = { accountIds: [], groups: [] };
  const cleared = call.site.wiki.restrict(call.acting, param(call, "id"), { read: open, update: open });
  return v1(cleared, (page) => presentAll(call, page));
}

function operationOf(call: Call): Result<Operation> {
  const operation = OPERATIONS.find((one) => one === param(call, "operationKey"));
  return operation === undefined
    ? refuse(404, `There is no operation '${param(call, "operationKey")}' to restrict.`)
    : ok(operation);
}

type Subject = { list: "accountIds" | "groups"; id: string };

function subjectOf(call: Call): Subject {
  const group = param(call, "groupId");
  return group === ""
    ? { list: "accountIds", id: queryText(call, "accountId") ?? "" }
    : { list: "groups", id: group };
}

/** One person or group on one list: is it there, put it there, take it away. */
function onSubject(call: Call, act: "ask" | "add" | "remove"): Answer {
  const page = findPage(call);
  const operation = operationOf(call);
  if (!page.ok) return refusedV1(page.refusal);
  if (!operation.ok) return refusedV1(operation.refusal);
  const { list, id } = subjectOf(call);
  const restriction = page.value.restrictions[operation.value];
  const there = restriction[list].includes(id);
  if (act === "ask") {
    return there ? { status: 200 } : refusedV1(refuse(404, "It is not on this list.").refusal);
  }
  if (act === "remove" && !there) return refusedV1(refuse(404, "It is not on this list.").refusal);
  const others = restriction[list].filter((one) => one !== id);
  const next = { ...restriction, [list]: act === "add" ? [...others, id] : others };
  return v1(
    call.site.wiki.restrict(call.acting, page.value.id, { [operation.value]: next }),
    () => undefined,
  );
}

const BASE = `${V1}/content/{id}/restriction`;
const SUBJECTS = ["user", "byGroupId/{groupId}"];

export const restrictionRoutes: Route[] = [
  {
    method: "GET",
    path: BASE,
    scope: "READ",
    handle: (call) => v1(findPage(call), (page) => presentAll(call, page)),
  },
  { method: "PUT", path: BASE, scope: "WRITE", handle: (call) => write(call, false) },
  { method: "POST", path: BASE, scope: "WRITE", handle: (call) => write(call, true) },
  { method: "DELETE", path: BASE, scope: "DELETE", handle: clear },
  {
    method: "GET",
    path: `${BASE}/byOperation`,
    scope: "READ",
    handle: (call) =>
      v1(findPage(call), (page) =>
        Object.fromEntries(OPERATIONS.map((one) => [one, presentOne(call, page, one)])),
      ),
  },
  {
    method: "GET",
    path: `${BASE}/byOperation/{operationKey}`,
    scope: "READ",
    handle: (call) => {
      const operation = operationOf(call);
      return operation.ok
        ? v1(findPage(call), (page) => presentOne(call, page, operation.value))
        : refusedV1(operation.refusal);
    },
  },
  ...SUBJECTS.flatMap((subject): Route[] => {
    const path = `${BASE}/byOperation/{operationKey}/${subject}`;
    return [
      { method: "GET", path, scope: "READ", handle: (call) => onSubject(call, "ask") },
      { method: "PUT", path, scope: "WRITE", handle: (call) => onSubject(call, "add") },
      { method: "DELETE", path, scope: "WRITE", handle: (call) => onSubject(call, "remove") },
    ];
  }),
];
