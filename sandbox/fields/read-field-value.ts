import { z } from "zod";
import { mayAct } from "../may-act.ts";
import { choosableLevels, maySee } from "../may-see.ts";
import { checkAdf } from "../rich-text/check-adf.ts";
import type { Field, Identity, Issue, Project, SiteState } from "../state.ts";
import {
  labelled,
  named,
  pickCascade,
  pickMany,
  pickOne,
  value,
  wrong,
  type Choice,
  type Read,
} from "./pick-choice.ts";

/** `issue` is null while there is none yet. */
export type FieldPlace = { state: SiteState; project: Project; as: Identity; issue: Issue | null };

const Account = z.object({ accountId: z.string().nullish(), id: z.string().nullish() });
const DATE = /^\d{4}-\d{2}-\d{2}$/;

function readText(field: Field, input: unknown): Read {
  if (typeof input !== "string") return wrong("Operation value must be a string");
  if (field.id === "summary" && input.trim() === "") return wrong("You must specify a summary of the issue.");
  if (/[\r\n]/.test(input))
    return wrong(`The ${field.name.toLowerCase()} is invalid because it contains newline characters.`);
  const limit = field.maxLength ?? 255;
  if (input.length > limit) return wrong(`${field.name} can't exceed ${limit} characters.`);
  return value(input);
}

function readUser(field: Field, input: unknown, place: FieldPlace): Read {
  const given = Account.safeParse(input);
  if (!given.success) return wrong("data was not an object");
  const accountId = given.data.accountId ?? given.data.id ?? null;
  if (accountId === null) return value(null);
  const person = place.state.people.find((one) => one.accountId === accountId && one.active);
  if (person === undefined) return wrong("Specify a valid value for " + field.id);
  if (field.id !== "assignee") return value(accountId);
  const as = { kind: "person", accountId, throughApp: null } as const;
  if (!mayAct(place.state, as, "ASSIGNABLE_USER", place.project)) {
    return wrong(`User '${accountId}' cannot be assigned issues.`);
  }
  return value(accountId);
}

function readLabels(input: unknown): Read {
  const labels = z.array(z.string()).safeParse(input);
  if (!labels.success) return wrong("The Labels must be an array of strings");
  for (const label of labels.data) {
    if (label === "" || /\s/.test(label))
      return wrong(`The label '${label}' contains spaces which is invalid.`);
    if (label.length > 255)
      return wrong(`The label '${label}' exceeds the maximum length for a single label: 255`);
  }
  return value([...new Set(labels.data)]);
}

function readUsers(input: unknown, { state }: FieldPlace): Read {
  const given = z.array(Account).safeParse(input);
  if (!given.success) return wrong("data was not an array");
  const ids = given.data.map((one) => one.accountId ?? one.id ?? "");
  const stranger = ids.find((id) => !state.people.some((one) => one.accountId === id && one.active));
  return stranger === undefined
    ? value([...new Set(ids)])
    : wrong(`User with id '${stranger}' does not exist.`);
}

function readGroups(input: unknown, { state }: FieldPlace): Read {
  const given = z.array(z.object({ name: z.string() })).safeParse(input);
  if (!given.success) return wrong("data was not an array");
  const names = given.data.map((one) => one.name);
  const stranger = names.find((name) => !state.groups.includes(name));
  return stranger === undefined
    ? value([...new Set(names)])
    : wrong(`Could not find group names: ${stranger}.`);
}

function readGroup(input: unknown, place: FieldPlace): Read {
  const read = readGroups([input], place);
  return read.ok && Array.isArray(read.value) ? value(read.value[0] ?? null) : read;
}

function readParent(input: unknown, { state, as }: FieldPlace): Read {
  const given = z.object({ id: z.coerce.string().optional(), key: z.string().optional() }).safeParse(input);
  const parent = state.issues.find(
    (one) =>
      given.success && (one.id === given.data.id || one.key === given.data.key) && maySee(state, as, one),
  );
  return parent === undefined ? wrong("Could not find issue by id or key.") : value(parent.id);
}

function readDate(input: unknown): Read {
  const valid = typeof input === "string" && DATE.test(input) && !Number.isNaN(Date.parse(input));
  return valid ? value(input) : wrong(`Error parsing date string: ${String(input)}`);
}

const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:?\d{2})$/;

/** Jira writes the zone without a colon, which JavaScript does not read. */
function readMoment(input: unknown): Read {
  const text = typeof input === "string" && MOMENT.test(input) ? input : "";
  const at = new Date(text.replace(/([+-]\d{2}):?(\d{2})$/, "$1:$2"));
  return Number.isNaN(at.getTime())
    ? wrong(`Error parsing time string: ${String(input)}`)
    : value(at.toISOString());
}

function readUrl(input: unknown): Read {
  const valid = typeof input === "string" && /^(https?|ftp|mailto):/i.test(input) && URL.canParse(input);
  return valid ? value(input) : wrong("Please enter a valid URL");
}

function readRichText(input: unknown): Read {
  const doc = checkAdf(input);
  return doc === undefined
    ? wrong("Operation value must be an Atlassian Document (see the Atlassian Document Format)")
    : value(doc);
}

/** A project may be named by its id or, where other fields take a name, by its key. */
function projectsFor({ state, as }: FieldPlace): Choice[] {
  return state.projects
    .filter((one) => mayAct(state, as, "BROWSE_PROJECTS", one))
    .map((one) => ({ id: one.id, label: one.key }));
}

/** A value as REST gives it, checked against this site and project. null empties the field. */
export function readFieldValue(field: Field, input: unknown, place: FieldPlace): Read {
  if (input === null && field.kind !== "text" && field.kind !== "issue-type") return value(null);
  if (input === null && field.custom) return value(null);
  switch (field.kind) {
    case "text":
      return readText(field, input);
    case "rich-text":
      return readRichText(input);
    case "number":
      return typeof input === "number" ? value(input) : wrong("Operation value must be a number");
    case "date":
      return readDate(input);
    case "user":
      return readUser(field, input, place);
    case "labels":
      return readLabels(input);
    case "select":
      return pickOne(input, labelled(field.options), `Specify a valid 'id' or 'name' for ${field.name}`);
    case "multi-select":
      return pickMany(input, labelled(field.options), "Option");
    case "priority":
      return pickOne(input, named(place.state.priorities), "Specify a valid priority ID or name");
    case "resolution":
      return pickOne(input, named(place.state.resolutions), "Specify a valid resolution ID or name");
    case "components":
      return pickMany(input, named(place.project.components), "Component name");
    case "versions":
      return pickMany(input, named(place.project.versions), "Version name");
    case "version":
      return pickOne(input, named(place.project.versions), "Version name is not valid");
    case "security": {
      const levels = choosableLevels(place.state, place.as, place.project, place.issue);
      return pickOne(input, named(levels), "The security level is not valid");
    }
    case "cascade":
      return pickCascade(input, field.options, `Option is not valid for ${field.name}`);
    case "users":
      return readUsers(input, place);
    case "group":
      return readGroup(input, place);
    case "groups":
      return readGroups(input, place);
    case "url":
      return readUrl(input);
    case "datetime":
      return readMoment(input);
    case "project-picker":
      return pickOne(input, projectsFor(place), "Specify a valid project ID or key");
    case "parent":
      return readParent(input, place);
    case "issue-type": {
      const types = place.state.issueTypes.filter((type) =>
        place.project.issueTypes.some((one) => one.issueTypeId === type.id),
      );
      return pickOne(input, named(types), "Specify a valid issue type");
    }
    case "project":
      return wrong("The project cannot be changed here.");
    case "sprint":
    case "epic-link":
    case "team":
      return wrong(`Field '${field.id}' cannot be set here.`);
  }
}
