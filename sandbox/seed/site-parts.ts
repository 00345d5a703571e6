import type {
  Field,
  FieldKind,
  IssueType,
  LinkType,
  Person,
  Priority,
  ProjectPermission,
  ProjectRole,
  Resolution,
  ScreenField,
  Status,
  StatusCategory,
  Transition,
} from "../state.ts";

const COLOURS = ["#1868DB", "#1F845A", "#943D73", "#5E4DB2", "#206A83", "#A54800", "#AE2E24", "#4C6B1F"];

export function person(
  number: number,
  name: string,
  jobTitle: string,
  domain: string,
  groups: string[],
  admin = false,
): Person {
  return {
    // Account ids are the same wherever a person appears, and look like Atlassian's.
    accountId: `5b10ac8d82e05b22cc7d${String(number).padStart(4, "0")}`,
    accountType: "atlassian",
    displayName: name,
    email: `${name.toLowerCase().replace(/\s+/g, ".")}@${domain}`,
    timeZone: "Europe/Berlin",
    locale: "en_US",
    avatarColour: COLOURS[number % COLOURS.length] ?? "#1868DB",
    active: true,
    groups,
    admin,
    jobTitle,
  };
}

export function status(id: string, name: string, category: StatusCategory): Status {
  return { id, name, description: "", category };
}

export function transition(
  id: string,
  name: string,
  from: "any" | string[],
  to: string,
  more: { fields?: ScreenField[]; onlyWith?: ProjectPermission } = {},
): Transition {
  return {
    id,
    name,
    from,
    to,
    fields: more.fields ?? [],
    ...(more.onlyWith === undefined ? {} : { onlyWith: more.onlyWith }),
  };
}

export function systemFields(): Field[] {
  const field = (id: string, name: string, kind: FieldKind): Field => ({
    id,
    name,
    kind,
    custom: false,
    description: "",
    options: [],
  });
  return [
    field("summary", "Summary", "text"),
    field("description", "Description", "rich-text"),
    field("environment", "Environment", "rich-text"),
    field("issuetype", "Issue Type", "issue-type"),
    field("project", "Project", "project"),
    field("priority", "Priority", "priority"),
    field("assignee", "Assignee", "user"),
    field("reporter", "Reporter", "user"),
    field("labels", "Labels", "labels"),
    field("components", "Components", "components"),
    field("fixVersions", "Fix versions", "versions"),
    field("versions", "Affects versions", "versions"),
    field("duedate", "Due date", "date"),
    field("resolution", "Resolution", "resolution"),
    field("parent", "Parent", "parent"),
    field("security", "Security Level", "security"),
  ];
}

export function customField(
  number: number,
  name: string,
  kind: FieldKind,
  description: string,
  options: string[] = [],
): Field {
  return {
    id: `customfield_${number}`,
    name,
    kind,
    custom: true,
    description,
    options: options.map((value, at) => ({ id: String(number * 10 + at), value })),
  };
}

export function priorities(): Priority[] {
  const one = (id: string, name: string, colour: string, description: string): Priority => ({
    id,
    name,
    colour,
    description,
    icon: name.toLowerCase(),
  });
  return [
    one("1", "Highest", "#C9372C", "Nobody can work until this is solved."),
    one("2", "High", "#E2483D", "Many are held up."),
    one("3", "Medium", "#B38600", "Some are held up."),
    one("4", "Low", "#357DE8", "A nuisance with a way round it."),
    one("5", "Lowest", "#357DE8", "Nobody would notice."),
  ];
}

export function resolutions(): Resolution[] {
  return [
    { id: "10000", name: "Done", description: "The work is finished." },
    { id: "10001", name: "Won't Do", description: "We decided not to do this." },
    { id: "10002", name: "Duplicate", description: "Another issue has the same story." },
    { id: "10003", name: "Cannot Reproduce", description: "It did not happen again." },
  ];
}

export function linkTypes(): LinkType[] {
  return [
    { id: "10000", name: "Blocks", inward: "is blocked by", outward: "blocks" },
    { id: "10001", name: "Cloners", inward: "is cloned by", outward: "clones" },
    { id: "10002", name: "Duplicate", inward: "is duplicated by", outward: "duplicates" },
    { id: "10003", name: "Relates", inward: "relates to", outward: "relates to" },
  ];
}

export function issueType(id: string, name: string, description: string, hierarchyLevel = 0): IssueType {
  return { id, name, description, subtask: false, hierarchyLevel, icon: name.toLowerCase() };
}

const VIEW: ProjectPermission[] = ["BROWSE_PROJECTS"];
const REPORT: ProjectPermission[] = [...VIEW, "CREATE_ISSUES", "ADD_COMMENTS"];
const WORK: ProjectPermission[] = [
  ...REPORT,
  "EDIT_ISSUES",
  "ASSIGN_ISSUES",
  "ASSIGNABLE_USER",
  "TRANSITION_ISSUES",
  "RESOLVE_ISSUES",
  "CLOSE_ISSUES",
  "SCHEDULE_ISSUES",
  "LINK_ISSUES",
  "SET_ISSUE_SECURITY",
];
const LEAD: ProjectPermission[] = [
  ...WORK,
  "MODIFY_REPORTER",
  "EDIT_ALL_COMMENTS",
  "DELETE_ALL_COMMENTS",
  "DELETE_ISSUES",
  "MOVE_ISSUES",
  "ADMINISTER_PROJECTS",
];

type Members = { leads: string[]; workers: string[]; reporters: string[]; everyoneViews: boolean };

/** The four roles of a project, from looking to leading. */
export function roles(members: Members): ProjectRole[] {
  const role = (
    id: string,
    name: string,
    groups: string[],
    permissions: ProjectPermission[],
    everyone = false,
    accountIds: string[] = [],
  ) => ({
    id,
    name,
    everyone,
    accountIds,
    groups,
    permissions,
  });
  return [
    role("10002", "Administrators", ["site-admins"], LEAD, false, members.leads),
    role("10100", "Agents", members.workers, WORK),
    role("10101", "Reporters", members.reporters, REPORT),
    role("10102", "Viewers", [], VIEW, members.everyoneViews),
  ];
}

export function screen(...ids: string[]): ScreenField[] {
  return ids.map((id) => ({ fieldId: id.replace("*", ""), required: id.endsWith("*") }));
}
