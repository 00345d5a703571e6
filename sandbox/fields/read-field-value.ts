import { z } from "zod";
import { mayAct } from "../may-act.ts";
import { checkAdf } from "../rich-text/check-adf.ts";
import type { Field, FieldOption, Json, Project, SiteState } from "../state.ts";

export type FieldPlace = { state: SiteState; project: Project };
/** A stored value, or the words Jira would answer for this field. */
export type Read = { ok: true; value: Json } | { ok: false; words: string };

const Named = z.object({
  id: z.coerce.string().optional(),
  name: z.string().optional(),
  value: z.string().optional(),
});
const Account = z.object({ accountId: z.string().nullish(), id: z.string().nullish() });
const DATE = /^\d{4}-\d{2}-\d{2}$/;

function value(stored: Json): Read {
  return { ok: true, value: stored };
}
function wrong(words: string): Read {
  return { ok: false, words };
}

/** An entry of a list by id, or by its name or value. */
function pick(input: unknown, choices: { id: string; label: string }[]): string | undefined {
  const given = Named.safeParse(input);
  if (!given.success) return undefined;
  const { id, name = given.data.value } = given.data;
  if (id !== undefined) return choices.find((one) => one.id === id)?.id;
  return choices.find((one) => name !== undefined && one.label.toLowerCase() === name.toLowerCase())?.id;
}

function pickMany(input: unknown, choices: { id: string; label: string }[], what: string): Read {
  if (!Array.isArray(input)) return wrong("data was not an array");
  const ids: string[] = [];
  for (const one of input) {
    const id = pick(one, choices);
    if (id === undefined) return wrong(`${what} is not valid`);
    if (!ids.includes(id)) ids.push(id);
  }
  return value(ids);
}

function pickOne(input: unknown, choices: { id: string; label: string }[], words: string): Read {
  const id = pick(input, choices);
  return id === undefined ? wrong(words) : value(id);
}

function labelled(options: FieldOption[]): { id: string; label: string }[] {
  return options.map((one) => ({ id: one.id, label: one.value }));
}
function named(list: { id: string; name: string }[]): { id: string; label: string }[] {
  return list.map((one) => ({ id: one.id, label: one.name }));
}

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

function readParent(input: unknown, { state }: FieldPlace): Read {
  const given = z.object({ id: z.coerce.string().optional(), key: z.string().optional() }).safeParse(input);
  const parent = state.issues.find(
    (one) => given.success && (one.id === given.data.id || one.key === given.data.key),
  );
  return parent === undefined ? wrong("Could not find issue by id or key.") : value(parent.id);
}

function readDate(input: unknown): Read {
  const valid = typeof input === "string" && DATE.test(input) && !Number.isNaN(Date.parse(input));
  return valid ? value(input) : wrong(`Error parsing date string: ${String(input)}`);
}

function readRichText(input: unknown): Read {
  const doc = checkAdf(input);
  return doc === undefined
    ? wrong("Operation value must be an Atlassian Document (see the Atlassian Document Format)")
    : value(doc);
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
  }
}
