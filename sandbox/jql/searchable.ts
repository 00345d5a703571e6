import { adfToText, asAdf } from "../rich-text/adf-to-text.ts";
import { must, projectOf, statusOf } from "../look-up.ts";
import { maySee, visibleComments } from "../may-see.ts";
import { summaryOf } from "../issues/view-issue.ts";
import type { Acting, AppEntityProperty, Field, Issue, Json, SiteState } from "../state.ts";

/** How JQL sees one field: the texts a value may be named by, or a moment, or words to search. */
export type Searchable =
  /** `known` says whether a value exists at all; Jira refuses names it has never heard of. */
  | {
      kind: "choice";
      of(issue: Issue): string[][];
      known?: (text: string) => boolean;
      rank?: (issue: Issue) => number;
    }
  | { kind: "moment"; of(issue: Issue): string | null }
  | { kind: "number"; of(issue: Issue): number | null }
  | { kind: "words"; of(issue: Issue): string };

/** Whose search it is: a name that somebody may not see does not exist for them. */
export type SearchPlace = { state: SiteState; acting: Acting };

export function visibleIssues({ state, acting }: SearchPlace): Issue[] {
  return state.issues.filter((one) => maySee(state, acting.as, one));
}

function namesOf(issues: Issue[]): NamedThing[] {
  return issues.map((one) => ({ id: one.id, name: one.key }));
}

function texts(value: Json | undefined): string[] {
  if (Array.isArray(value)) return value.filter((one) => typeof one === "string");
  return typeof value === "string" ? [value] : [];
}

type NamedThing = { id: string; name: string };

/** A field whose values are things with id and name. */
function chosen(
  ids: (issue: Issue) => string[],
  things: (issue: Issue) => NamedThing[],
  all: () => NamedThing[],
): Searchable {
  const match = (one: NamedThing, text: string) =>
    one.id === text || one.name.toLowerCase() === text.toLowerCase();
  return {
    kind: "choice",
    of: (issue) =>
      things(issue)
        .filter((one) => ids(issue).includes(one.id))
        .map((one) => [one.id, one.name]),
    known: (text) => all().some((one) => match(one, text)),
  };
}

function fromField(place: SearchPlace, field: Field): Searchable {
  const { id } = field;
  const { state } = place;
  switch (field.kind) {
    case "rich-text":
      return { kind: "words", of: (issue) => adfToText(asAdf(issue.values[id])) };
    case "text":
    case "url":
      return { kind: "words", of: (issue) => texts(issue.values[id]).join(" ") };
    case "date":
    case "datetime":
      return { kind: "moment", of: (issue) => texts(issue.values[id])[0] ?? null };
    case "number":
      return {
        kind: "number",
        of: (issue) => (typeof issue.values[id] === "number" ? issue.values[id] : null),
      };
    case "labels":
      return { kind: "choice", of: (issue) => texts(issue.values[id]).map((one) => [one]) };
    case "group":
    case "groups":
      return { kind: "choice", of: (issue) => texts(issue.values[id]).map((one) => [one]) };
    case "user":
    case "users":
      return userField(state, (issue) => texts(issue.values[id]));
    case "epic-link":
    case "parent": {
      const all = () => namesOf(visibleIssues(place));
      return chosen((issue) => texts(issue.values[id]), all, all);
    }
    default: {
      const things = (issue: Issue | null): NamedThing[] => {
        if (field.kind === "priority") return state.priorities;
        if (field.kind === "resolution") return state.resolutions;
        if (field.kind === "security") return state.securitySchemes.flatMap((one) => one.levels);
        if (field.kind === "project-picker") {
          return state.projects.map((one) => ({ id: one.id, name: one.key }));
        }
        const projects = issue === null ? state.projects : [projectOf(state, issue)];
        if (field.kind === "components") return projects.flatMap((one) => one.components);
        if (field.kind === "versions" || field.kind === "version")
          return projects.flatMap((one) => one.versions);
        return field.options
          .flatMap((one) => [one, ...(one.children ?? [])])
          .map((one) => ({ id: one.id, name: one.value }));
      };
      const choice = chosen(
        (issue) => texts(issue.values[id]),
        things,
        () => things(null),
      );
      if (field.kind !== "priority" || choice.kind !== "choice") return choice;
      const rank = (issue: Issue) => -state.priorities.findIndex((one) => one.id === issue.values[id]);
      return { ...choice, rank };
    }
  }
}

function userField(state: SiteState, ids: (issue: Issue) => string[]): Searchable {
  const people = () => state.people.map((one) => ({ id: one.accountId, name: one.displayName }));
  const choice = chosen(ids, people, people);
  // Jira accepts any account id here and finds nothing for a stranger.
  return choice.kind === "choice" ? { kind: "choice", of: choice.of } : choice;
}

function builtIn(place: SearchPlace, name: string): Searchable | undefined {
  const { state } = place;
  const keys = () => namesOf(visibleIssues(place));
  switch (name) {
    case "key":
    case "issuekey":
    case "issue":
    case "id":
      // Of each issue its own name alone: all names for all issues would be a square.
      return chosen(
        (issue) => [issue.id],
        (issue) => [{ id: issue.id, name: issue.key }],
        keys,
      );
    case "project": {
      const twice = (): NamedThing[] =>
        state.projects.flatMap((one) => [
          { id: one.id, name: one.key },
          { id: one.id, name: one.name },
        ]);
      return chosen((issue) => [issue.projectId], twice, twice);
    }
    case "issuetype":
    case "type":
      return chosen(
        (issue) => [issue.issueTypeId],
        () => state.issueTypes,
        () => state.issueTypes,
      );
    case "status":
      return chosen(
        (issue) => [issue.statusId],
        () => state.statuses,
        () => state.statuses,
      );
    case "statuscategory":
      return {
        kind: "choice",
        of: (issue) => [CATEGORY_NAMES[statusOf(state, issue.statusId).category] ?? []],
      };
    case "creator":
      return userField(state, (issue) => [issue.creator]);
    case "created":
    case "createddate":
      return { kind: "moment", of: (issue) => issue.created };
    case "updated":
    case "updateddate":
      return { kind: "moment", of: (issue) => issue.updated };
    case "resolved":
    case "resolutiondate":
      return { kind: "moment", of: (issue) => issue.resolutionDate };
    case "comment":
      return { kind: "words", of: (issue) => commentWords(place, issue) };
    case "text":
      return { kind: "words", of: (issue) => allWords(place, issue) };
    default:
      return undefined;
  }
}

const CATEGORY_NAMES: Record<string, string[]> = {
  new: ["To Do", "new", "2"],
  indeterminate: ["In Progress", "indeterminate", "4"],
  done: ["Done", "done", "3"],
};
const ALIASES: Record<string, string> = {
  component: "components",
  fixversion: "fixVersions",
  affectedversion: "versions",
  due: "duedate",
  label: "labels",
  level: "security",
};

function commentWords({ state, acting }: SearchPlace, issue: Issue): string {
  return visibleComments(state, acting.as, issue)
    .map((one) => adfToText(one.body))
    .join("\n");
}

function allWords(place: SearchPlace, issue: Issue): string {
  const { state } = place;
  const rich = state.fields.filter((one) => one.kind === "rich-text" || (one.kind === "text" && one.custom));
  const words = rich.map(
    (one) => adfToText(asAdf(issue.values[one.id])) || texts(issue.values[one.id]).join(" "),
  );
  return [summaryOf(issue), ...words, commentWords(place, issue)].join("\n");
}

function propertyAt(value: Json | undefined, path: string): Json | undefined {
  let at: Json | undefined = value;
  for (const part of path.split(".").filter((one) => one !== "")) {
    at = typeof at === "object" && at !== null && !Array.isArray(at) ? at[part] : undefined;
  }
  return at;
}

function property(key: string, path: string): Searchable {
  return {
    kind: "choice",
    of: (issue) => {
      const found = propertyAt(issue.properties[key], path);
      const list = Array.isArray(found) ? found : [found];
      return list
        .filter((one) => one !== undefined && one !== null && typeof one !== "object")
        .map((one) => [String(one)]);
    },
  };
}

/** An issue property that an installed app asked Jira to index, by the alias its descriptor gives it. */
function aliased(state: SiteState, name: string): AppEntityProperty | undefined {
  return state.installations
    .flatMap((one) => one.descriptor.entityProperties)
    .find((one) => one.entityType === "issue" && one.alias?.toLowerCase() === name);
}

/** Finds what a JQL field name means on this site; undefined when it means nothing. */
export function findSearchable(place: SearchPlace, name: string): Searchable | undefined {
  const { state } = place;
  const lower = name.toLowerCase();
  const known = builtIn(place, lower);
  if (known !== undefined) return known;
  const byProperty = /^issue\.property\[([^\]]+)\]\.?(.*)$/.exec(name);
  if (byProperty !== null) return property(must(byProperty[1], "a property"), byProperty[2] ?? "");
  const alias = aliased(state, lower);
  if (alias !== undefined) return property(alias.propertyKey, alias.objectName);
  const custom = /^cf\[(\d+)\]$/.exec(lower)?.[1];
  const id = custom === undefined ? (ALIASES[lower] ?? lower) : `customfield_${custom}`;
  const field = state.fields.find(
    (one) => one.id.toLowerCase() === id.toLowerCase() || one.name.toLowerCase() === lower,
  );
  return field === undefined ? undefined : fromField(place, field);
}
