import { createHash } from "node:crypto";
import type { Site } from "../site.ts";
import type { Json } from "../state.ts";

/** Jira knows a group by an id that outlives its name; here the id follows from the name. */
export function groupIdOf(name: string): string {
  const hex = createHash("sha256").update(name).digest("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    "-",
  );
}

export function presentGroup(site: Site, name: string): { [key: string]: Json } {
  const groupId = groupIdOf(name);
  return { name, groupId, self: `${site.origin()}/rest/api/3/group?groupId=${groupId}` };
}
