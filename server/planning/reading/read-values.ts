import type { FieldMeta } from "../facts.ts";
import { matchName } from "../sentence/match-name.ts";
import { escapeForRegExp } from "../text/escape-for-reg-exp.ts";
import { fold } from "./fold-view.ts";
import { readDue } from "./read-due.ts";
import { readList } from "./read-list.ts";
import { readPriority } from "./read-priority.ts";
import { wordsAt } from "./match-at.ts";
import { inQuotes, isFree, metaOf, originalOf, sentenceAt, type Order, type Scene } from "./scene.ts";

/** Everything the text says of fields, in whatever issue they are. */
export function readValues(scene: Scene, metas: readonly FieldMeta[]): Order[] {
  const { lexicon } = scene;
  const priority = metaOf(metas, "priority");
  const components = metaOf(metas, "components");
  const labels = metaOf(metas, "labels");
  const due = metaOf(metas, "duedate");
  const read = [
    ...(priority === undefined ? [] : readPriority(scene, priority)),
    ...(components === undefined ? [] : readList(scene, components, lexicon.noun("components"))),
    ...(labels === undefined ? [] : readList(scene, labels, lexicon.noun("labels"))),
    ...(due === undefined ? [] : readDue(scene, due)),
  ];
  const usual = new Set([
    "priority",
    "components",
    "labels",
    "duedate",
    "summary",
    "description",
    "assignee",
    "issuetype",
  ]);
  return [
    ...read,
    ...metas.filter(({ field }) => !usual.has(field)).flatMap((meta) => readOther(scene, meta)),
  ];
}

/** A field that only this site has, by its own name. */
function readOther(scene: Scene, meta: FieldMeta): Order[] {
  const { text } = scene;
  const name = fold(meta.name).trim();
  if (name.length < 3) return [];
  const noun = `(?<![\\p{Script=Latin}\\p{N}_])${escapeForRegExp(name)}(?![\\p{Script=Latin}\\p{N}_])`;
  if (meta.kind === "multi-select") return readList(scene, meta, noun);
  return [...mentions(scene, new RegExp(`${noun}${VALUE_FOLLOWS}`, "gu"))]
    .slice(0, 1)
    .flatMap((match): Order[] => {
      const before = valueBefore(scene, match.index, meta);
      if (before !== undefined)
        return [
          { kind: "value", field: meta.field, confidence: 0.88, end: match.index + name.length, ...before },
        ];
      const from = match.index + match[0].length;
      const at = { start: match.index, end: from };
      const value = valueFrom(scene, from, meta, text);
      return value === undefined
        ? []
        : [{ kind: "value", field: meta.field, confidence: 0.9, ...at, ...value }];
    });
}

const VALUE_FOLLOWS =
  "\\)?(?:\\s*(?:field|feld|champ|campo|フィールド))?\\s*(?:[:：=]\\s*|(?:to|is|are|should be|must be|needs to be|auf|ist|soll|sollte|bitte|est|doit etre|es|debe ser|deve ser|e|a|en|em|please|svp) |は|を)*\\s*";

/** What a field is, is also said where nothing is ordered: "the ward is Maternity, please put that in". */
function* mentions(scene: Scene, pattern: RegExp): Generator<RegExpMatchArray & { index: number }> {
  const { text, lexicon, facts } = scene;
  for (const match of text.matchAll(pattern)) {
    const stretch = { start: match.index, end: match.index + match[0].length };
    if (inQuotes(scene, stretch)) continue;
    const sentence = sentenceAt(scene, match.index) ?? stretch;
    const words = text.slice(sentence.start, sentence.end);
    const isOrdered =
      facts.issue === null || lexicon.pattern("polite").test(words) || lexicon.pattern("set").test(words);
    if (isFree(scene, match.index) && isOrdered) yield match;
  }
}

/** "put 18 in the field Affected Patients" */
function valueBefore(scene: Scene, at: number, meta: FieldMeta) {
  const near = scene.text.slice(Math.max(0, at - 70), at);
  const put =
    /(?:^|\s)([^\s,.;:!?][^,.;:!?\n]{0,40}?) (?:in|into|for|as|to|ins?|im|fur|als|dans|en|no|na|em|para|como|pour)(?: (?:the|das|dem|le|la|el|o|a))?(?: (?:field|feld|champ|campo))? $/u.exec(
      near,
    );
  const words = put?.[1];
  if (put === null || words === undefined) return undefined;
  const from = at - near.length + put.index + put[0].indexOf(words);
  // The value is the end of what stands there: "could you put 18".
  for (let start = from; start < from + words.length; start += 1) {
    if (start > from && scene.text.charAt(start - 1) !== " ") continue;
    const value = valueFrom(scene, start, meta, scene.text);
    if (value?.end === from + words.length) return { start, value: value.value };
  }
  return undefined;
}

function valueFrom(scene: Scene, from: number, meta: FieldMeta, text: string) {
  if (meta.kind === "select") {
    return chosenFrom(text, from, meta);
  }
  if (meta.kind === "number") {
    const number = /^\d+(?:[.,]\d+)?/u.exec(text.slice(from))?.[0];
    return number === undefined
      ? undefined
      : { value: Number(number.replace(",", ".")), end: from + number.length };
  }
  if (meta.kind === "date") {
    const date = scene.dates.find(({ start }) => start >= from && start <= from + 10);
    return date?.date === null || date === undefined ? undefined : { value: date.date, end: date.end };
  }
  if (meta.kind === "text" && /[:：=]/u.test(text.slice(from - 3, from))) {
    const { words, end } = wordsAt(text, from);
    return words === "" ? undefined : { value: originalOf(scene, { start: from, end }), end };
  }
  return undefined;
}

const CHOICE_WORDS = 8;
const IN_FULL = 0.95;

/** The longest words that name one option in full, else in part: "Frankfurt / Hall B", "Hall B". */
function chosenFrom(text: string, from: number, { options }: FieldMeta) {
  const words = [...text.slice(from).matchAll(/[^\s;!?。、]+/gu)].slice(0, CHOICE_WORDS);
  let part: { value: string; end: number } | undefined;
  for (const last of words.toReversed()) {
    const said = text.slice(from, from + last.index + last[0].length).replace(/[^\p{L}\p{N})]+$/u, "");
    const { found, confidence } = matchName(said, options);
    const [only, ...others] = found;
    if (only === undefined || others.length > 0) continue;
    const chosen = { value: only.name, end: from + said.length };
    if (confidence >= IN_FULL) return chosen;
    part ??= chosen;
  }
  return part;
}
