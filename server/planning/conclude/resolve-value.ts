import * as z from "zod";
import { Label, type AdfNodeJson, type FieldValue } from "../../contract/index.ts";
import { ok, refuse, type Result } from "../../kit/index.ts";
import { hashNodes } from "../../richtext/index.ts";
import type { DraftValue } from "../draft.ts";
import type { Facts, FieldMeta, Person } from "../facts.ts";
import { optionTokens, personAliases } from "../name-tokens.ts";
import { writeDocument } from "./write-document.ts";

export type ValueContext = {
  facts: Facts;
  meta: FieldMeta;
  /** What the field holds now; `none` for an issue that does not exist yet. */
  current: FieldValue;
  /** Documents of a new issue are written whole; an existing one is patched. */
  isNew: boolean;
};

const IsoDate = z.iso.date();
const LONGEST_LINE = 255;

/** A draft's value as a typed one, if the field allows it. Refuses in words that name what is wrong. */
export function resolveValue(value: DraftValue, context: ValueContext): Result<FieldValue, string> {
  const { meta } = context;
  if (value === null) {
    return meta.required ? refuse(`${meta.name} cannot be empty.`) : ok({ kind: "none" });
  }
  switch (meta.kind) {
    case "text":
      return typeof value === "string" ? readText(value, meta) : wrongKind(meta);
    case "number":
      return typeof value === "number" && Number.isFinite(value)
        ? ok({ kind: "number", number: value })
        : wrongKind(meta);
    case "date":
      return readDate(value, meta);
    case "select":
      return typeof value === "string" ? readOption(value, meta) : wrongKind(meta);
    case "multi-select":
    case "labels":
    case "people":
      return typeof value === "object" && "add" in value ? readList(value, context) : wrongKind(meta);
    case "person":
      return readPerson(value, context);
    case "rich-text":
      return typeof value === "object" && "markdown" in value
        ? readDocument(value, context)
        : wrongKind(meta);
    default:
      return wrongKind(meta);
  }
}

const wrongKind = (meta: FieldMeta) => refuse(`${meta.name} cannot take that value.`);

function readText(text: string, meta: FieldMeta): Result<FieldValue, string> {
  const line = text.trim();
  if (line === "") return refuse(`${meta.name} cannot be empty.`);
  if (meta.field !== "summary") return ok({ kind: "text", text: line });
  if (line.length > LONGEST_LINE)
    return refuse(`${meta.name} can be at most ${LONGEST_LINE} characters long.`);
  return ok({ kind: "text", text: line.replaceAll(/\s+/g, " ") });
}

function readDate(value: DraftValue, meta: FieldMeta): Result<FieldValue, string> {
  const date = IsoDate.safeParse(value);
  return date.success ? ok({ kind: "date", date: date.data }) : refuse(`${meta.name} needs a date.`);
}

function readOption(token: string, meta: FieldMeta): Result<FieldValue, string> {
  const option = optionTokens(meta.options).get(token);
  if (option === undefined) return refuse(`${meta.name} has no “${token.slice(0, 80)}”.`);
  return ok({ kind: "option", option: { id: option.id, name: option.name } });
}

function readPerson(value: DraftValue, { facts, meta }: ValueContext): Result<FieldValue, string> {
  const person = typeof value === "string" ? personAliases(facts.people).get(value) : undefined;
  return person === undefined
    ? refuse(`${meta.name} needs a person.`)
    : ok({ kind: "person", accountId: person.accountId });
}

type ListChange = { add: readonly string[]; remove: readonly string[] };

function readList(change: ListChange, { facts, meta, current }: ValueContext): Result<FieldValue, string> {
  if (meta.kind === "labels") return readLabels(change, meta, current);
  if (meta.kind === "people") {
    const people = personAliases(facts.people);
    const before: Person["accountId"][] = current.kind === "people" ? [...current.accountIds] : [];
    const after = changeList(
      before,
      change,
      (token) => people.get(token)?.accountId,
      (account) => account,
    );
    if (after === undefined) return refuse(`${meta.name} needs people who can be chosen.`);
    return after.length === 0 ? emptied(meta) : ok({ kind: "people", accountIds: after });
  }
  const offered = optionTokens(meta.options);
  const before = current.kind === "options" ? current.options : [];
  const find = (token: string) => offered.get(token) ?? before.find((option) => option.name === token);
  const after = changeList(before, change, find, (option) => option.id);
  if (after === undefined) {
    const unknown = [...change.add, ...change.remove].filter((token) => find(token) === undefined).join(", ");
    return refuse(`${meta.name} has no “${unknown.slice(0, 80)}”.`);
  }
  const options = after.map(({ id, name }) => ({ id, name }));
  if (options.length === 0) return emptied(meta);
  return ok({ kind: "options", options });
}

function readLabels(change: ListChange, meta: FieldMeta, current: FieldValue): Result<FieldValue, string> {
  const before = current.kind === "labels" ? current.labels : [];
  const find = (token: string) => Label.safeParse(token).data;
  const labels = changeList(before, change, find, (label) => label);
  if (labels === undefined) return refuse("A label cannot hold spaces.");
  return labels.length === 0 ? emptied(meta) : ok({ kind: "labels", labels });
}

const emptied = (meta: FieldMeta): Result<FieldValue, string> =>
  meta.required ? refuse(`${meta.name} cannot be empty.`) : ok({ kind: "none" });

/** What was there stays in its order; undefined when a name stands for nothing. */
function changeList<T>(
  before: readonly T[],
  { add, remove }: ListChange,
  find: (token: string) => T | undefined,
  idOf: (item: T) => string,
): T[] | undefined {
  const added = add.map(find);
  const removed = remove.map(find);
  if (added.includes(undefined) || removed.includes(undefined)) return undefined;
  const gone = new Set(removed.flatMap((item) => (item === undefined ? [] : [idOf(item)])));
  const after = new Map<string, T>();
  for (const item of [...before, ...added])
    if (item !== undefined && !gone.has(idOf(item))) after.set(idOf(item), item);
  return [...after.values()];
}

function readDocument(
  { markdown, mode }: { markdown: string; mode: "append" | "replace" },
  { current, isNew }: ValueContext,
): Result<FieldValue, string> {
  const nodes = writeDocument(markdown);
  if (!nodes.ok) return nodes;
  if (isNew) return ok({ kind: "document", blocks: nodes.value });
  const blocks: readonly AdfNodeJson[] = current.kind === "document" ? current.blocks : [];
  if (mode === "append" && blocks.length > 0)
    return ok({ kind: "document-patch", patch: { ops: [{ op: "append", nodes: nodes.value }] } });
  const expectHash = blocks.length === 0 ? null : hashNodes(blocks);
  return ok({ kind: "document-patch", patch: { ops: [{ op: "set", expectHash, nodes: nodes.value }] } });
}
