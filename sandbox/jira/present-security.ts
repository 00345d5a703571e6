import type { Site } from "../site.ts";
import type { Json, SecurityLevel, SecurityScheme } from "../state.ts";

type Shape = { [key: string]: Json };

function presentLevel(site: Site, scheme: SecurityScheme, level: SecurityLevel) {
  return {
    self: `${site.origin()}/rest/api/3/securitylevel/${level.id}`,
    id: level.id,
    name: level.name,
    description: level.description,
    isDefault: scheme.defaultLevelId === level.id,
    issueSecuritySchemeId: scheme.id,
  };
}

/** A level as it stands in an issue and in what a screen offers: without its scheme. */
export function presentSecurityLevel(site: Site, { id, name, description }: SecurityLevel): Shape {
  return { self: `${site.origin()}/rest/api/3/securitylevel/${id}`, id, name, description };
}

export function presentSchemeLevels(site: Site, scheme: SecurityScheme) {
  return scheme.levels.map((level) => presentLevel(site, scheme, level));
}

export function presentScheme(site: Site, scheme: SecurityScheme): Shape {
  const { id, name, description, defaultLevelId } = scheme;
  return {
    self: `${site.origin()}/rest/api/3/issuesecurityschemes/${id}`,
    id: Number(id),
    name,
    description,
    ...(defaultLevelId === null ? {} : { defaultSecurityLevelId: Number(defaultLevelId) }),
  };
}
