import * as z from "zod";
import type { Transport } from "../../kit/index.ts";
import { mustReadJson } from "./read-json.ts";

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
