import type { Site } from "../site.ts";
import type { Json, Project } from "../state.ts";
import { presentIssueType } from "./present-choices.ts";
import { presentComponent } from "./present-component.ts";
import { avatarUrls, presentAccount } from "./present-user.ts";
import { presentVersion } from "./present-version.ts";

/** A project as it appears inside an issue or a list. */
export function presentProject(site: Site, project: Project): { [key: string]: Json } {
  return {
    self: `${site.origin()}/rest/api/3/project/${project.id}`,
    id: project.id,
    key: project.key,
    name: project.name,
    projectTypeKey: project.kind,
    simplified: false,
    avatarUrls: avatarUrls(`${site.origin()}/_avatars/projects/${project.key}.svg`),
  };
}

export function presentWholeProject(site: Site, project: Project): { [key: string]: Json } {
  return {
    ...presentProject(site, project),
    description: project.description,
    lead: presentAccount(site, project.leadAccountId),
    components: project.components.map((one) => presentComponent(site, project, one, false)),
    versions: project.versions.map((one) => presentVersion(site, project, one)),
    issueTypes: site.issueTypesOf(project).map((one) => presentIssueType(site, one)),
    assigneeType: "PROJECT_LEAD",
    style: "classic",
    isPrivate: false,
    properties: {},
    roles: Object.fromEntries(
      project.roles.map((role) => [
        role.name,
        `${site.origin()}/rest/api/3/project/${project.id}/role/${role.id}`,
      ]),
    ),
  };
}
