import { EVERYONE } from "../pages/may-use.ts";
import type { Site } from "../site.ts";
import type { Person } from "../state.ts";
import type { Shape } from "./present-content.ts";

function picture(person: Person): Shape {
  return { path: `/_avatars/${encodeURIComponent(person.accountId)}.svg`, isDefault: false };
}

/** A person as v1 shows them; the address only to no one, as apps see it without a scope of its own. */
export function presentPersonV1(site: Site, person: Person): Shape {
  return {
    type: "known",
    accountId: person.accountId,
    accountType: person.accountType,
    email: "",
    publicName: person.displayName,
    displayName: person.displayName,
    timeZone: person.timeZone,
    profilePicture: { ...picture(person), width: 48, height: 48 },
    isExternalCollaborator: false,
    _expandable: { operations: "", personalSpace: "" },
    _links: { self: `${site.origin()}/wiki/rest/api/user?accountId=${encodeURIComponent(person.accountId)}` },
  };
}

export function presentPersonV2(person: Person): Shape {
  return {
    displayName: person.displayName,
    timeZone: person.timeZone,
    isExternalCollaborator: false,
    accountStatus: person.active ? "active" : "inactive",
    accountId: person.accountId,
    email: "",
    accountType: person.accountType,
    publicName: person.displayName,
    profilePicture: picture(person),
  };
}

export function presentGroup(site: Site, name: string): Shape {
  return {
    type: "group",
    name,
    id: name,
    _links: { self: `${site.origin()}/wiki/rest/api/group/by-id?id=${encodeURIComponent(name)}` },
  };
}

export function knownGroups(site: Site): string[] {
  return [EVERYONE, ...site.state().groups];
}
