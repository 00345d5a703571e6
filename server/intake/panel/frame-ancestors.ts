import { originOf, type Installation } from "../../tenants/index.ts";

/** The site that a page belongs to, under both names people see it by. */
export function framedBySite({
  baseUrl,
  displayUrl,
}: Pick<Installation, "baseUrl" | "displayUrl">): string[] {
  return [...new Set([originOf(baseUrl), ...(displayUrl === null ? [] : [originOf(displayUrl)])])];
}

const LOOPBACK = new Set(["localhost", "127.0.0.1"]);

/** Where the site is not proven: whatever may install us at all, so that a message can be seen there. */
export const framedByAllowed = (patterns: readonly string[]): string[] =>
  patterns.map((pattern) => (LOOPBACK.has(pattern) ? `http://${pattern}:*` : `https://${pattern}`));
