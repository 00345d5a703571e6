import type { Site } from "../site.ts";
import type { Json, Person } from "../state.ts";

const SIZES = ["48x48", "24x24", "16x16", "32x32"];

export function avatarUrls(base: string): Record<string, string> {
  return Object.fromEntries(SIZES.map((size) => [size, `${base}?size=${size.split("x")[0]}`]));
}

export function presentUser(site: Site, person: Person): { [key: string]: Json } {
  return {
    self: `${site.origin()}/rest/api/3/user?accountId=${encodeURIComponent(person.accountId)}`,
    accountId: person.accountId,
    emailAddress: person.email,
    avatarUrls: avatarUrls(`${site.origin()}/_avatars/${encodeURIComponent(person.accountId)}.svg`),
    displayName: person.displayName,
    active: person.active,
    timeZone: person.timeZone,
    accountType: person.accountType,
  };
}

/** The author of something by account id; a stranger is presented as Jira presents a closed account. */
export function presentAccount(site: Site, accountId: string): { [key: string]: Json } {
  const person = site.person(accountId);
  if (person !== undefined) return presentUser(site, person);
  return {
    self: `${site.origin()}/rest/api/3/user?accountId=${encodeURIComponent(accountId)}`,
    accountId,
    avatarUrls: avatarUrls(`${site.origin()}/_avatars/unknown.svg`),
    displayName: "Former user",
    active: false,
    timeZone: "Etc/UTC",
    accountType: "atlassian",
  };
}
