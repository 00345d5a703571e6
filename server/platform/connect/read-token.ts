import { parse as parseQuery } from "node:querystring";
import type { Incoming } from "../prove-person.ts";
import { readCompact } from "./read-compact.ts";
import { parseStrictJson } from "./strict-json.ts";

/** Atlassian's tokens are under 2 kB; anything longer is not worth the work of parsing. */
const LONGEST_TOKEN = 8_192;

/** The token of the `Authorization: JWT` header, or of the `jwt` query parameter where pages are opened. Never both. */
export function readToken(
  { url, authorization }: Incoming,
  from: "header" | "header-or-query",
): string | undefined {
  const inHeader = /^JWT ([\w-]+\.[\w-]+\.[\w-]*)$/.exec(authorization ?? "")?.[1];
  const at = url.indexOf("?");
  const inQuery = at === -1 ? undefined : parseQuery(url.slice(at + 1))["jwt"];
  if (from === "header") return fits(inHeader);
  if (Array.isArray(inQuery) || (inHeader !== undefined && inQuery !== undefined)) return undefined;
  return fits(inHeader ?? inQuery);
}

const fits = (token: string | undefined) =>
  token !== undefined && token.length <= LONGEST_TOKEN ? token : undefined;

/** Header and claims as they claim to be: good for finding the key, proof of nothing. */
export function readUnproven(
  token: string,
): { header: Record<string, unknown>; claims: unknown } | undefined {
  const compact = readCompact(token);
  return compact && { header: compact.header, claims: parseStrictJson(compact.payload) };
}
