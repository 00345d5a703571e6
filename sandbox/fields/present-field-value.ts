import { presentComponent } from "../jira/present-component.ts";
import { presentPriority, presentResolution } from "../jira/present-choices.ts";
import { presentIssueStub } from "../jira/present-issue-stub.ts";
import { presentUser } from "../jira/present-user.ts";
import { presentVersion } from "../jira/present-version.ts";
import type { Field, Json, Project } from "../state.ts";
import type { Site } from "../site.ts";

function list(value: Json | undefined): Json[] {
  return Array.isArray(value) ? value : [];
}

function option(site: Site, field: Field, id: Json): Json {
  const found = field.options.find((one) => one.id === id);
  if (found === undefined) return null;
  return {
    self: `${site.origin()}/rest/api/3/customFieldOption/${found.id}`,
    value: found.value,
    id: found.id,
  };
}

/** A stored value in the form REST v3 answers it. */
export function presentFieldValue(site: Site, project: Project, field: Field, value: Json | undefined): Json {
  const empty =
    field.kind === "labels" || field.kind === "components" || field.kind === "versions" ? [] : null;
  if (value === undefined || value === null) return empty;
  const state = site.state();
  switch (field.kind) {
    case "user": {
      const person = typeof value === "string" ? site.person(value) : undefined;
      return person === undefined ? null : presentUser(site, person);
    }
    case "select":
      return option(site, field, value);
    case "multi-select":
      return list(value).map((id) => option(site, field, id));
    case "priority": {
      const found = state.priorities.find((one) => one.id === value);
      return found === undefined ? null : presentPriority(site, found);
    }
    case "resolution": {
      const found = state.resolutions.find((one) => one.id === value);
      return found === undefined ? null : presentResolution(site, found);
    }
    case "components":
      return project.components
        .filter((one) => list(value).includes(one.id))
        .map((one) => presentComponent(site, project, one, false));
    case "versions":
      return project.versions
        .filter((one) => list(value).includes(one.id))
        .map((one) => presentVersion(site, project, one));
    case "parent": {
      const parent = state.issues.find((one) => one.id === value);
      return parent === undefined ? null : presentIssueStub(site, parent);
    }
    default:
      return value;
  }
}
