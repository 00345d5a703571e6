import { z } from "zod";
import { param, queryText, readBody, type Answer, type Call, type Route } from "../http/call.ts";
import { EVERYONE } from "../pages/may-use.ts";
import { refuse } from "../result.ts";
import type { Acting, Identity, Json, Page } from "../state.ts";
import { offsetPage, refusedV1, v1, V1 } from "./answers.ts";
import { presentLabel } from "./present-content.ts";

const NewLabel = z.object({ prefix: z.string(), name: z.string() });
const NewLabels = z.union([z.array(NewLabel), NewLabel.transform((one) => [one])]);

function labelList(call: Call, page: Page): { [key: string]: Json } {
  const labels = page.labels.map((one): Json => ({ ...presentLabel(one), label: one }));
  return { ...offsetPage(call, labels), _links: { base: `${call.site.origin()}/wiki`, context: "/wiki" } };
}

function addLabels(call: Call): Answer {
  const read = readBody(call, NewLabels);
  if (!read.ok) return refusedV1(read.refusal);
  const strange = read.value.find((one) => one.prefix !== "global");
  if (strange !== undefined) {
    return refusedV1(refuse(400, `Labels with the prefix '${strange.prefix}' cannot be added here.`).refusal);
  }
  const names = read.value.map((one) => one.name);
  return v1(call.site.wiki.addLabels(call.acting, param(call, "id"), names), (page) => labelList(call, page));
}

function removeLabel(call: Call, name: string): Answer {
  return v1(call.site.wiki.removeLabel(call.acting, param(call, "id"), name), () => undefined, 204);
}

const Check = z.object({
  subject: z.object({ type: z.enum(["user", "group"]), identifier: z.string() }),
  operation: z.enum(["read", "update", "delete"]),
});

/** What a whole group may do is what everybody in it may do. */
function identities(
  call: Call,
  { type, identifier }: z.infer<typeof Check>["subject"],
): Identity[] | undefined {
  const { people, groups } = call.site.state();
  const asPerson = (accountId: string): Identity => ({ kind: "person", accountId, throughApp: null });
  if (type === "user") {
    const app = call.site.installations().find((one) => one.accountId === identifier);
    if (app !== undefined) {
      const { appKey, clientKey, accountId } = app;
      return [{ kind: "app", appKey, clientKey, accountId }];
    }
    return people.some((one) => one.accountId === identifier) ? [asPerson(identifier)] : undefined;
  }
  if (identifier !== EVERYONE && !groups.includes(identifier)) return undefined;
  return people
    .filter(
      (one) => one.accountType !== "app" && (identifier === EVERYONE || one.groups.includes(identifier)),
    )
    .map((one) => asPerson(one.accountId));
}

function checkPermission(call: Call): Answer {
  const read = readBody(call, Check);
  if (!read.ok) return refusedV1(read.refusal);
  const found = call.site.wiki.page(call.acting, param(call, "id"));
  if (!found.ok) return refusedV1(found.refusal);
  const asked = identities(call, read.value.subject);
  if (asked === undefined) {
    return refusedV1(
      refuse(404, `No ${read.value.subject.type} '${read.value.subject.identifier}' was found.`).refusal,
    );
  }
  const { operation } = read.value;
  const may = (as: Acting["as"]) => {
    const allowed = call.site.wiki.may(as, found.value.page);
    return operation === "read" ? allowed.see : operation === "update" ? allowed.edit : allowed.delete;
  };
  const hasPermission = asked.length > 0 && asked.every(may);
  const why: Json = { translation: `The subject may not ${operation} this content.`, args: [] };
  return {
    status: 200,
    body: {
      hasPermission,
      errors: hasPermission ? [] : [why],
      _links: { base: `${call.site.origin()}/wiki`, context: "/wiki" },
    },
  };
}

/** Asked for at an address that v2 has taken over. */
function gone(method: Route["method"], path: string): Route {
  const words = "This endpoint has been removed. Use the v2 API instead.";
  return { method, path: `${V1}${path}`, scope: "NONE", handle: () => refusedV1(refuse(410, words).refusal) };
}

const LABELS = `${V1}/content/{id}/label`;

/** What v1 still answers about content: v2 has no way to write labels or to ask for somebody else. */
export const contentV1Routes: Route[] = [
  { method: "POST", path: LABELS, scope: "WRITE", handle: addLabels },
  {
    method: "DELETE",
    path: LABELS,
    scope: "WRITE",
    handle: (call) => removeLabel(call, queryText(call, "name") ?? ""),
  },
  {
    method: "DELETE",
    path: `${LABELS}/{label}`,
    scope: "WRITE",
    handle: (call) => removeLabel(call, param(call, "label")),
  },
  {
    method: "POST",
    path: `${V1}/content/{id}/permission/check`,
    scope: "READ",
    handle: checkPermission,
  },
  gone("GET", "/content"),
  gone("POST", "/content"),
  gone("GET", "/content/{id}"),
  gone("PUT", "/content/{id}"),
  gone("DELETE", "/content/{id}"),
  gone("GET", "/content/{id}/label"),
  gone("GET", "/space"),
  gone("GET", "/space/{spaceKey}"),
];
