import { z } from "zod";
import { answerWith, param, readBody, type Call, type Route } from "../http/call.ts";
import { ok, refuse, type Result } from "../result.ts";
import type { Json } from "../state.ts";

type Holder = {
  base: string;
  properties(call: Call): Result<Record<string, Json>>;
  set(call: Call, key: string, value: Json): Result<"created" | "updated">;
  remove(call: Call, key: string): Result<null>;
};

function propertyOf(holder: Holder, call: Call): Result<Json> {
  const properties = holder.properties(call);
  if (!properties.ok) return properties;
  const key = param(call, "propertyKey");
  const value = properties.value[key];
  return value === undefined ? refuse(404, `The property with key '${key}' does not exist.`) : ok(value);
}

/** Entity properties look the same wherever they hang: four verbs over one map. */
function routesFor(holder: Holder): Route[] {
  const one = `${holder.base}/{propertyKey}`;
  const self = (call: Call, key: string) => {
    const base = holder.base.replace(/\{(.+?)\}/g, (_, name: string) =>
      encodeURIComponent(param(call, name)),
    );
    return `${call.site.origin()}${base}/${encodeURIComponent(key)}`;
  };
  return [
    {
      method: "GET",
      path: holder.base,
      scope: "READ",
      handle: (call) =>
        answerWith(holder.properties(call), (all) => ({
          status: 200,
          body: { keys: Object.keys(all).map((key) => ({ self: self(call, key), key })) },
        })),
    },
    {
      method: "GET",
      path: one,
      scope: "READ",
      handle: (call) =>
        answerWith(propertyOf(holder, call), (value) => ({
          status: 200,
          body: { key: param(call, "propertyKey"), value },
        })),
    },
    {
      method: "PUT",
      path: one,
      scope: "WRITE",
      handle: (call) =>
        answerWith(readBody(call, z.json()), (value) =>
          answerWith(holder.set(call, param(call, "propertyKey"), value), (how) => ({
            status: how === "created" ? 201 : 200,
            body: {},
          })),
        ),
    },
    {
      method: "DELETE",
      path: one,
      scope: "DELETE",
      handle: (call) => answerWith(holder.remove(call, param(call, "propertyKey")), () => ({ status: 204 })),
    },
  ];
}

const onIssues: Holder = {
  base: "/rest/api/3/issue/{issueIdOrKey}/properties",
  properties: (call) => {
    const issue = call.site.issue(call.acting, param(call, "issueIdOrKey"));
    return issue.ok ? ok(issue.value.properties) : issue;
  },
  set: (call, key, value) => call.site.setProperty(call.acting, param(call, "issueIdOrKey"), key, value),
  remove: (call, key) => call.site.deleteProperty(call.acting, param(call, "issueIdOrKey"), key),
};

const onComments: Holder = {
  base: "/rest/api/3/comment/{commentId}/properties",
  properties: (call) => {
    const found = call.site.comment(call.acting, param(call, "commentId"));
    return found.ok ? ok(found.value.comment.properties) : found;
  },
  set: (call, key, value) => call.site.setCommentProperty(call.acting, param(call, "commentId"), key, value),
  remove: (call, key) => call.site.deleteCommentProperty(call.acting, param(call, "commentId"), key),
};

export const propertyRoutes: Route[] = [...routesFor(onIssues), ...routesFor(onComments)];
