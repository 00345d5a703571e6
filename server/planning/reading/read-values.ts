import type { FieldMeta } from "../facts.ts";
import { escapeForRegExp } from "../text/escape-for-reg-exp.ts";
import { fold } from "./fold-view.ts";
import { readDue } from "./read-due.ts";
import { readList } from "./read-list.ts";
import { readPriority } from "./read-priority.ts";
import { wordsAt } from "./match-at.ts";
import { freeMatches, metaOf, originalOf, type Order, type Scene } from "./scene.ts";

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
  return [...freeMatches(scene, new RegExp(`${noun}\\s*(?:[:：=]|to|is|auf|ist|a|en|em|は|を)?\\s*`, "gu"))]
    .slice(0, 1)
    .flatMap((match): Order[] => {
      const from = match.index + match[0].length;
      const at = { start: match.index, end: from };
      const value = valueFrom(scene, from, meta, text);
      return value === undefined
        ? []
        : [{ kind: "value", field: meta.field, confidence: 0.9, ...at, ...value }];
    });
}

function valueFrom(scene: Scene, from: number, meta: FieldMeta, text: string) {
  if (meta.kind === "select") {
    const option = meta.options
      .toSorted((a, b) => b.name.length - a.name.length)
      .find(({ name }) => text.startsWith(fold(name), from));
    return option === undefined ? undefined : { value: option.name, end: from + fold(option.name).length };
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
