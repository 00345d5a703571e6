import { z } from "zod";
import { param, queryText, readBody, type Answer, type Call, type Route } from "../http/call.ts";
import { refuse } from "../result.ts";
import type { Owner } from "../pages/keep-properties.ts";
import { cursorPage, refusedV2, v2, V2 } from "./answers.ts";
import { presentProperty, presentSpaceProperty } from "./present-content.ts";

const NewProperty = z.object({ key: z.string(), value: z.json() });
const PropertyUpdate = NewProperty.extend({
  version: z.object({ number: z.int(), message: z.string().default("") }),
});

/** The four addresses of properties, the same below pages, comments and spaces. */
function routesOf(kind: Owner["kind"]): Route[] {
  const list = `${V2}/${kind}s/{${kind}-id}/properties`;
  const one = `${list}/{property-id}`;
  const owner = (call: Call): Owner => ({ kind, id: param(call, `${kind}-id`) });
  const present = kind === "space" ? presentSpaceProperty : presentProperty;
  const created = kind === "space" ? 201 : 200;

  const all = (call: Call): Answer => {
    const found = call.site.wiki.properties(call.acting, owner(call));
    if (!found.ok) return refusedV2(found.refusal);
    const key = queryText(call, "key");
    const wanted = found.value.filter((each) => key === undefined || each.key === key);
    return cursorPage(call, `${V2}/${kind}s/${owner(call).id}/properties`, wanted, present);
  };
  const create = (call: Call): Answer => {
    const read = readBody(call, NewProperty);
    if (!read.ok) return refusedV2(read.refusal);
    return v2(call.site.wiki.createProperty(call.acting, owner(call), read.value), present, created);
  };
  const get = (call: Call): Answer => {
    const id = param(call, "property-id");
    const found = call.site.wiki.properties(call.acting, owner(call));
    if (!found.ok) return refusedV2(found.refusal);
    const property = found.value.find((each) => each.id === id);
    return property === undefined
      ? refusedV2(refuse(404, `No property with id ${id} was found.`).refusal)
      : { status: 200, body: present(property) };
  };
  const update = (call: Call): Answer => {
    const read = readBody(call, PropertyUpdate);
    if (!read.ok) return refusedV2(read.refusal);
    const { key, value, version } = read.value;
    const write = { key, value, version: version.number, message: version.message };
    return v2(
      call.site.wiki.updateProperty(call.acting, owner(call), param(call, "property-id"), write),
      present,
    );
  };
  const remove = (call: Call): Answer =>
    v2(
      call.site.wiki.deleteProperty(call.acting, owner(call), param(call, "property-id")),
      () => undefined,
      204,
    );
  return [
    { method: "GET", path: list, scope: "READ", handle: all },
    { method: "POST", path: list, scope: "WRITE", handle: create },
    { method: "GET", path: one, scope: "READ", handle: get },
    { method: "PUT", path: one, scope: "WRITE", handle: update },
    { method: "DELETE", path: one, scope: "WRITE", handle: remove },
  ];
}

export const propertyRoutes: Route[] = [...routesOf("page"), ...routesOf("comment"), ...routesOf("space")];
