import type { Site } from "../site.ts";
import type {
  FieldOption,
  IssueType,
  Json,
  LinkType,
  Priority,
  Resolution,
  Status,
  StatusCategory,
} from "../state.ts";

type Shape = { [key: string]: Json };

export function presentPriority(site: Site, priority: Priority): Shape {
  return {
    self: `${site.origin()}/rest/api/3/priority/${priority.id}`,
    iconUrl: `${site.origin()}/_icons/priorities/${priority.icon}.svg`,
    name: priority.name,
    id: priority.id,
  };
}

export function presentResolution(site: Site, resolution: Resolution): Shape {
  return {
    self: `${site.origin()}/rest/api/3/resolution/${resolution.id}`,
    id: resolution.id,
    description: resolution.description,
    name: resolution.name,
  };
}

export function presentIssueType(site: Site, type: IssueType): Shape {
  return {
    self: `${site.origin()}/rest/api/3/issuetype/${type.id}`,
    id: type.id,
    description: type.description,
    iconUrl: `${site.origin()}/_icons/issue-types/${type.icon}.svg`,
    name: type.name,
    subtask: type.subtask,
    hierarchyLevel: type.hierarchyLevel,
  };
}

const CATEGORIES: Record<StatusCategory, { id: number; name: string; colorName: string }> = {
  new: { id: 2, name: "To Do", colorName: "blue-gray" },
  indeterminate: { id: 4, name: "In Progress", colorName: "yellow" },
  done: { id: 3, name: "Done", colorName: "green" },
};

export function presentCategory(site: Site, category: StatusCategory): Shape {
  const { id, name, colorName } = CATEGORIES[category];
  return { self: `${site.origin()}/rest/api/3/statuscategory/${id}`, id, key: category, colorName, name };
}

export function presentStatus(site: Site, status: Status): Shape {
  return {
    self: `${site.origin()}/rest/api/3/status/${status.id}`,
    description: status.description,
    iconUrl: `${site.origin()}/_icons/statuses/${status.category}.svg`,
    name: status.name,
    id: status.id,
    statusCategory: presentCategory(site, status.category),
  };
}

export function presentLinkType(site: Site, type: LinkType): Shape {
  return {
    id: type.id,
    name: type.name,
    inward: type.inward,
    outward: type.outward,
    self: `${site.origin()}/rest/api/3/issueLinkType/${type.id}`,
  };
}

export function presentOption(site: Site, option: FieldOption): Shape {
  return {
    self: `${site.origin()}/rest/api/3/customFieldOption/${option.id}`,
    value: option.value,
    id: option.id,
    ...(option.children === undefined
      ? {}
      : { children: option.children.map((one) => presentOption(site, one)) }),
  };
}
