import type { Site } from "../site.ts";
import type { Json, Project, Version } from "../state.ts";

export function presentVersion(site: Site, project: Project, version: Version): { [key: string]: Json } {
  return {
    self: `${site.origin()}/rest/api/3/version/${version.id}`,
    id: version.id,
    description: version.description,
    name: version.name,
    archived: version.archived,
    released: version.released,
    ...(version.releaseDate === null ? {} : { releaseDate: version.releaseDate }),
    projectId: Number(project.id),
  };
}
