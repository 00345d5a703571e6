import type { FieldMeta } from "../facts.ts";
import { aliasOf } from "../name-tokens.ts";
import { chooseOption, setValue } from "./choose-option.ts";
import {
  askInstead,
  noteOf,
  THIS,
  unquote,
  type Clause,
  type ListMode,
  type ReadClause,
  type Reading,
  type SentenceContext,
} from "./clause.ts";
import { findField } from "./find-field.ts";
import { readDate } from "./read-date.ts";
import { onePerson } from "./resolve-person.ts";

const pattern = (source: string) => new RegExp(`^${source}$`, "iu");

const SET = pattern(
  `(?:set|change|update|put|setze?|ändere?) (?<name>.+?)(?: from .+?)? (?:to|=|as|auf|in) (?<value>.+)`,
);
const LABELLED = pattern(`(?<name>[\\p{L}][\\p{L}\\d /_-]{1,60}?) ?[:=] ?(?<value>.+)`);
const CLEAR = pattern(
  `(?:clear|empty|unset|remove|delete|reset|no|entferne|lösche|leere)(?: the| its| das| die| den)? (?<name>.+)`,
);
const BARE = pattern(
  `(?:set |add )?(?:the )?(?<name>components?|komponente|fix versions?|fixversion|story points?|due date|type|issue type) (?:to )?(?<value>.+)`,
);
const FIX_IN = pattern(
  `(?:fix|target|plan|schedule)(?: ${THIS})? (?:in|for) (?:version |release )?(?<value>v?\\d[\\w.-]*)`,
);
const LIST = pattern(
  `(?<verb>add|remove|delete|drop|entferne|lösche) (?:the |die |das |a )?(?<name>labels?|tags?|components?|komponenten?|fix versions?|versions?|stichworte?) (?<value>.+)`,
);
const LIST_AFTER = pattern(
  `(?:füge?|nimm) (?:das |die )?(?<name>labels?|komponenten?|stichworte?) (?<value>.+?) (?<verb>hinzu|weg)`,
);
const MOST_LABEL_WORDS = 4;
const TAG = pattern(`(?:label|tag)(?: ${THIS})?(?: as| with)? (?<value>.+)`);
const AS_TYPE = pattern(`(?:make|turn|convert|change)(?: ${THIS})?(?: in)?(?:to)? (?:an? )(?<value>.+)`);
const DUE = pattern(
  `(?:${THIS} is )?(?:due|deadline|fällig|(?:set|change|move) (?:the )?(?:due date|deadline))(?: date)?(?: ?:| is| to| am| on| by)? (?<value>.+)`,
);

/** Any field by its name: "set component Checkout", "due friday", "Story points: 5", "clear the due date". */
export const readField: ReadClause = (clause, context) => {
  const { text } = clause;
  return (
    readListOrder(text, clause, context) ??
    byName("duedate", DUE.exec(text)?.groups?.["value"], clause, context) ??
    byName("fixVersions", FIX_IN.exec(text)?.groups?.["value"], clause, context) ??
    readType(text, clause, context) ??
    readNamed(text, clause, context) ??
    readClear(text, clause, context)
  );
};

function byName(
  field: string,
  value: string | undefined,
  clause: Clause,
  context: SentenceContext,
): Reading | undefined {
  const meta = context.facts.editable.find((one) => one.field === field);
  return value === undefined || meta === undefined
    ? undefined
    : readValue(meta, value, "set", clause, context);
}

function readListOrder(text: string, clause: Clause, context: SentenceContext): Reading | undefined {
  const tag = TAG.exec(text)?.groups?.["value"];
  // A label has few words: "label printing is broken on the second floor" tells of something else.
  if (tag !== undefined && tag.split(/\s+/u).length <= MOST_LABEL_WORDS) {
    const labels = context.facts.editable.find((one) => one.field === "labels");
    if (labels !== undefined) return readValue(labels, tag, "add", clause, context);
  }
  const groups = (LIST.exec(text) ?? LIST_AFTER.exec(text))?.groups;
  const meta =
    groups === undefined ? undefined : findField(versionField(groups["name"] ?? ""), context.facts);
  if (meta === undefined) return undefined;
  return readValue(
    meta,
    groups?.["value"] ?? "",
    /^(?:add|hinzu)$/iu.test(groups?.["verb"] ?? "") ? "add" : "remove",
    clause,
    context,
  );
}

const versionField = (name: string) => (/^versions?$/i.test(name) ? "fix version" : name);

function readType(text: string, clause: Clause, context: SentenceContext): Reading | undefined {
  const value = AS_TYPE.exec(text)?.groups?.["value"];
  const meta = context.facts.editable.find((one) => one.field === "issuetype");
  if (value === undefined || meta === undefined) return undefined;
  return chooseOption(meta, value, clause, context);
}

function readNamed(text: string, clause: Clause, context: SentenceContext): Reading | undefined {
  for (const one of [SET, LABELLED, BARE]) {
    const groups = one.exec(text)?.groups;
    const [name, value] = [groups?.["name"], groups?.["value"]];
    if (name === undefined || value === undefined) continue;
    const meta = findField(name, context.facts);
    if (meta !== undefined) return readValue(meta, value, "set", clause, context);
    if (one === SET && !new RegExp(`^${THIS}$`, "iu").test(name))
      return noteOf(`There is no field “${name.slice(0, 60)}” that can be changed on this issue.`);
  }
  return undefined;
}

function readClear(text: string, clause: Clause, context: SentenceContext): Reading | undefined {
  const name = CLEAR.exec(text)?.groups?.["name"];
  const meta = name === undefined ? undefined : findField(name, context.facts);
  if (meta === undefined || meta.kind === "rich-text" || meta.kind === "unsupported") return undefined;
  if (meta.kind === "multi-select" || meta.kind === "labels")
    return { kind: "list", meta, mode: "set", items: [] };
  return setValue(meta, null, 0.95, clause, context);
}

/** A value in words for a field of any kind. */
export function readValue(
  meta: FieldMeta,
  value: string,
  mode: ListMode,
  clause: Clause,
  context: SentenceContext,
): Reading | undefined {
  const plain = unquote(value);
  switch (meta.kind) {
    case "select":
      return chooseOption(meta, value, clause, context);
    case "multi-select":
    case "labels":
      return { kind: "list", meta, mode, items: [{ text: value, clause }] };
    case "date": {
      const date = readDate(plain, context.facts.now);
      return date === undefined
        ? askForDate(meta, value, clause, context)
        : setValue(meta, date, 0.95, clause, context);
    }
    case "number": {
      const number = Number(plain.replace(",", "."));
      return Number.isFinite(number) && plain !== ""
        ? setValue(meta, number, 0.95, clause, context)
        : noteOf(`${meta.name} needs a number.`);
    }
    case "person": {
      const one = onePerson(value, clause, context);
      return "ask" in one
        ? one.ask
        : setValue(meta, aliasOf(context.facts, one.person), one.confidence, clause, context);
    }
    case "people": {
      const one = onePerson(value, clause, context);
      return "ask" in one
        ? one.ask
        : setValue(
            meta,
            { add: [aliasOf(context.facts, one.person)], remove: [] },
            one.confidence,
            clause,
            context,
          );
    }
    case "text":
      return setValue(meta, plain, 0.95, clause, context);
    case "rich-text":
      return setValue(meta, { markdown: plain, mode: "replace" }, 0.9, clause, context);
    default:
      return noteOf(`${meta.name} cannot be changed by TicketSmith.`);
  }
}

const askForDate = (meta: FieldMeta, value: string, clause: Clause, context: SentenceContext): Reading =>
  askInstead(
    meta.field,
    `Which day is “${unquote(value).slice(0, 60)}”? Say ${meta.name} as a date such as 2026-12-01.`,
    value,
    clause,
    context,
    [],
  );
