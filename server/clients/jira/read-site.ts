import * as z from "zod";
import type { ProjectRef } from "../../contract/index.ts";
import type { Transport } from "../../kit/index.ts";
import { mustReadJson, readJson } from "./read-json.ts";

const MOST_LABELS = 1_000;

/** GET /rest/api/3/label: labels in use on the site. */
export async function readLabels(transport: Transport): Promise<string[]> {
  const path = "/rest/api/3/label";
  const query = { maxResults: MOST_LABELS };
  const shape = z.object({ values: z.array(z.string()) });
  return (await mustReadJson(transport, { method: "GET", path, template: path, query }, shape)).values;
}

/** GET /rest/api/3/serverInfo: the site's own time zone. */
export async function readSiteTimeZone(transport: Transport): Promise<string> {
  const path = "/rest/api/3/serverInfo";
  const shape = z.object({ serverTimeZone: z.string().default("Etc/UTC") });
  return (await mustReadJson(transport, { method: "GET", path, template: path }, shape)).serverTimeZone;
}

/** GET /rest/api/3/project/{projectIdOrKey}. Undefined: gone, or hidden from the app. */
export async function readProject(transport: Transport, key: string): Promise<ProjectRef | undefined> {
  const found = await readJson(
    transport,
    {
      method: "GET",
      path: `/rest/api/3/project/${encodeURIComponent(key)}`,
      template: "/rest/api/3/project/{projectIdOrKey}",
    },
    z.object({ id: z.string(), key: z.string(), name: z.string() }),
  );
  return found === undefined ? undefined : { id: found.id, key: found.key, name: found.name };
}
