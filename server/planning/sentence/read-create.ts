import type { DraftStepOf, DraftValue } from "../draft.ts";
import type { CreatableType, FieldMeta } from "../facts.ts";
import { because, noteOf, stepsOf, type Clause, type Reading, type SentenceContext } from "./clause.ts";
import { findField } from "./find-field.ts";
import { matchName } from "./match-name.ts";
import { readValue } from "./read-field.ts";
import { closeList } from "./close-list.ts";
import { capital, type FreeText } from "./read-text.ts";

const CREATE =
  /^(?<verb>create|file|open|raise|log|add|make|erstelle?|lege?|eröffne?)\s+(?:me\s+)?(?:an?\s+|another\s+|eine[nr]?\s+|ein\s+)?(?:new\s+|neue[nrs]?\s+|follow-?up\s+|separate\s+)?(?<type>[\p{L}][\p{L} -]{1,30}?)(?:\s+an)?(?:\s*(?<colon>:)\s*|\s+(?:called|titled|named|for|to|about|für|zum|um)\s+|\s+(?=["“„«]))/iu;
const FIELD = /\s*\[(?<name>[^\]:]{1,80}):(?<value>[^\]]*)\]/gu;
const WORDS: readonly (readonly [RegExp, RegExp])[] = [
  [/^(?:issue|ticket|aufgabe|todo|to-do|task)$/iu, /^task$|^aufgabe$/iu],
  [/^(?:fehler|defect|bug)$/iu, /^bug$|^fehler$|^defect$/iu],
  [/^(?:user story|story)$/iu, /story/iu],
];

/** "create a task: …", "file a bug for …". The type must be one that the project offers. */
export function readCreateOrder(text: string, { facts }: SentenceContext): FreeText | undefined {
  const found = CREATE.exec(text);
  const said = found?.groups?.["type"]?.trim();
  if (found === null || said === undefined) return undefined;
  const type = findType(said, facts.creatable);
  const extent = found.groups?.["colon"] === undefined ? "until-order" : "sentence";
  if (type !== undefined)
    return {
      behind: found[0].length,
      extent,
      finish: (rest, clause, context) => finishCreate(type, rest, clause, context),
    };
  if (!/^(?:create|file|erstelle?)$/iu.test(found.groups?.["verb"] ?? "")) return undefined;
  const names = facts.creatable.map((one) => one.issueType.name).join(", ");
  const words = `A new “${said}” is not something this project offers. It offers: ${names === "" ? "nothing" : names}.`;
  return { behind: found[0].length, extent, finish: () => noteOf(words.slice(0, 500)) };
}

function findType(said: string, creatable: readonly CreatableType[]): CreatableType | undefined {
  const wanted = WORDS.find(([word]) => word.test(said))?.[1];
  const byName = matchName(
    said,
    creatable.map((one) => ({ name: one.issueType.name, one })),
  );
  if (byName.found.length === 1 && byName.confidence > 0.95) return byName.found[0]?.one;
  return (
    creatable.find((one) => wanted?.test(one.issueType.name) === true) ??
    (byName.found.length === 1 ? byName.found[0]?.one : undefined)
  );
}

function finishCreate(type: CreatableType, rest: string, clause: Clause, context: SentenceContext): Reading {
  const summary = capital(rest.replaceAll(FIELD, "").trim());
  if (summary === "") return noteOf(`What should the new ${type.issueType.name} be called?`);
  const fields: DraftStepOf<"create">["fields"] = [{ field: "summary", value: summary }];
  for (const { groups } of rest.matchAll(FIELD)) {
    const read = readBracket(
      type,
      groups?.["name"]?.trim() ?? "",
      groups?.["value"]?.trim() ?? "",
      clause,
      context,
    );
    if ("reading" in read) return read.reading;
    fields.push(read);
  }
  return stepsOf({
    type: "create",
    issueType: type.issueType.name,
    fields,
    confidence: 0.95,
    because: because("summary", clause, context),
  });
}

function readBracket(
  { issueType, fields }: CreatableType,
  name: string,
  value: string,
  clause: Clause,
  context: SentenceContext,
): { field: string; value: DraftValue } | { reading: Reading } {
  const meta: FieldMeta | undefined = findField(name, { editable: fields });
  if (meta === undefined)
    return { reading: noteOf(`A new ${issueType.name} has no field “${name.slice(0, 60)}”.`) };
  const read = readValue(meta, value, "add", clause, context);
  const [closed] = read?.kind === "list" ? closeList(read, context) : [read];
  const step = closed?.kind === "steps" ? closed.steps[0] : undefined;
  if (step?.type === "set-field") return { field: meta.field, value: step.value };
  return { reading: closed ?? noteOf(`${meta.name} cannot be set to “${value.slice(0, 60)}”.`) };
}
