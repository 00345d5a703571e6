import type { Site } from "../site.ts";
import type { Component, Json, Project } from "../state.ts";
import { presentAccount } from "./present-user.ts";

/** A component; inside an issue Jira sends only its name and description, so `whole` is for the component list. */
export function presentComponent(
  site: Site,
  project: Project,
  component: Component,
  whole: boolean,
): { [key: string]: Json } {
  const brief = {
    self: `${site.origin()}/rest/api/3/component/${component.id}`,
    id: component.id,
    name: component.name,
    description: component.description,
  };
  if (!whole) return brief;
  const lead = component.leadAccountId;
  return {
    ...brief,
    ...(lead === null
      ? {}
      : {
          lead: presentAccount(site, lead),
          assignee: presentAccount(site, lead),
          realAssignee: presentAccount(site, lead),
        }),
    assigneeType: lead === null ? "PROJECT_DEFAULT" : "COMPONENT_LEAD",
    realAssigneeType: lead === null ? "PROJECT_DEFAULT" : "COMPONENT_LEAD",
    isAssigneeTypeValid: true,
    project: project.key,
    projectId: Number(project.id),
  };
}
