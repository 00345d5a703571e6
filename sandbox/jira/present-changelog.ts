import type { Site } from "../site.ts";
import type { ChangeGroup, Json } from "../state.ts";
import { presentAccount } from "./present-user.ts";
import { restTime } from "./rest-time.ts";

export function presentChangeGroup(site: Site, group: ChangeGroup): { [key: string]: Json } {
  return {
    id: group.id,
    author: presentAccount(site, group.author),
    created: restTime(group.created),
    items: group.items.map((item) => ({ ...item })),
  };
}
