import { createHash } from "node:crypto";
import { z } from "zod";
import { param, readBody, type Answer, type Call, type Route } from "../http/call.ts";
import { refuse, type Result } from "../result.ts";
import type { Json, SiteState } from "../state.ts";
import { storageToHtml } from "../ui/rich-text/storage-to-html.ts";
import { refusedV1, refusedV2, V1, V2 } from "./answers.ts";
import { readWrittenBody } from "./read-body.ts";

const Given = z.object({
  value: z.string(),
  representation: z.enum(["storage", "atlas_doc_format", "wiki"]),
});

/** Conversions of the last minutes, per site; a restart forgets them, as it may. */
const tasks = new WeakMap<SiteState, Map<string, Result<string>>>();
const KEPT = 200;

function tasksOf(call: Call): Map<string, Result<string>> {
  const state = call.site.state();
  const found = tasks.get(state) ?? new Map<string, Result<string>>();
  tasks.set(state, found);
  return found;
}

function start(call: Call): Answer {
  const to = param(call, "to");
  // The only target Confluence is left with; ADF and storage are asked for with the page itself.
  if (to !== "export_view") return refusedV1(refuse(400, `Bodies cannot be converted to '${to}'.`).refusal);
  const read = readBody(call, Given);
  if (!read.ok) return refusedV1(read.refusal);
  const known = tasksOf(call);
  const asyncId = createHash("sha256")
    .update(JSON.stringify([to, read.value]))
    .digest("hex")
    .slice(0, 32);
  known.delete(asyncId);
  known.set(asyncId, readWrittenBody(read.value));
  const [oldest] = known.keys();
  if (known.size > KEPT && oldest !== undefined) known.delete(oldest);
  return { status: 200, body: { asyncId } };
}

function finish(call: Call): Answer {
  const result = tasksOf(call).get(param(call, "id"));
  if (result === undefined) return refusedV1(refuse(404, "There is no such conversion.").refusal);
  if (!result.ok) {
    return { status: 200, body: { status: "FAILED", error: result.refusal.errorMessages.join(" ") } };
  }
  const value = storageToHtml(result.value).toString();
  return { status: 200, body: { value, representation: "export_view", status: "COMPLETED" } };
}

const Ids = z.object({ contentIds: z.array(z.union([z.string(), z.number()]).transform(String)).max(250) });

/** Says what kind of thing an id stands for; null for what is not there for this caller. */
function typesOf(call: Call): Answer {
  const read = readBody(call, Ids);
  if (!read.ok) return refusedV2(read.refusal);
  const { wiki } = call.site;
  const results = read.value.contentIds.map((id): [string, Json] => {
    if (wiki.page(call.acting, id).ok) return [id, "page"];
    const comment = wiki.comment(call.acting, id);
    if (!comment.ok) return [id, null];
    return [id, comment.value.comment.inline === null ? "footer-comment" : "inline-comment"];
  });
  return { status: 200, body: { results: Object.fromEntries(results) } };
}

export const convertRoutes: Route[] = [
  { method: "POST", path: `${V1}/contentbody/convert/async/{to}`, scope: "READ", handle: start },
  { method: "GET", path: `${V1}/contentbody/convert/async/{id}`, scope: "READ", handle: finish },
  { method: "POST", path: `${V2}/content/convert-ids-to-types`, scope: "NONE", handle: typesOf },
];
