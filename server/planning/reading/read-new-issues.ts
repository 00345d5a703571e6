import type { DraftStep, DraftValue } from "../draft.ts";
import type { CreatableType } from "../facts.ts";
import { matchName } from "../sentence/match-name.ts";
import { fold } from "./fold-view.ts";
import type { TypeKind } from "./words/words.ts";
import { readAssignee } from "./read-assignee.ts";
import { textFrom } from "./read-texts.ts";
import { readValues } from "./read-values.ts";
import { spotOptions, wordsAt } from "./match-at.ts";
import {
  ask,
  clauseAt,
  inQuotes,
  isFree,
  originalOf,
  quoteOf,
  sayInstead,
  sentenceAt,
  type Order,
  type Scene,
} from "./scene.ts";
import type { Stretch } from "./split-text.ts";

/** What sites call the kinds of issue that everybody has. */
const NAMED: Readonly<Record<TypeKind, RegExp>> = {
  bug: /^(?:bug|defect|fault|fehler|bogue|anomalie|error|fallo|defeito|erro|バグ|不具合|breakdown)/iu,
  task: /^(?:task|aufgabe|tache|tarea|tarefa|タスク|作業|to-?do)/iu,
  story: /^(?:story|user story|historia|história|ストーリー|recit|feature|new feature)/iu,
  incident: /^(?:incident|storung|incidencia|incidente|インシデント|障害|outage)/iu,
  improvement: /^(?:improvement|enhancement|verbesserung|amelioration|mejora|melhoria|改善)/iu,
  epic: /^(?:epic|epopee|epica|epico|エピック)/iu,
  request: /^(?:request|anfrage|demande|solicitud|peticion|solicitacao|pedido|依頼|service request)/iu,
};

type TypeMention = Stretch & { type: CreatableType | null; said: string };
type Item = { type: TypeMention; title: Stretch | undefined; from: number; to: number };

/** Does the text ask for a new issue, rather than something of the one it stands beside? */
export function wantsNewIssue(scene: Scene): boolean {
  const { facts, lexicon, text } = scene;
  if (facts.issue === null) return true;
  return spotTypes(scene).some((mention) => {
    const sentence = sentenceAt(scene, mention.start);
    const before = text.slice(sentence?.start ?? 0, mention.start);
    const near = before.slice(-40);
    if (!isFree(scene, mention.start)) return false;
    const behind = text.slice(mention.end, mention.end + 25);
    return (
      (new RegExp(`(?:${lexicon.source("create")})[\\s\\p{L}'-]{0,25}$`, "u").test(near) &&
        !/(?:this|the|dieser|der|ce|este|esse)\s$/u.test(near)) ||
      /^ ?(?:anlegen|erstellen|aufmachen|を作成|を起票|を登録|登録)/u.test(behind)
    );
  });
}

function spotTypes(scene: Scene): TypeMention[] {
  const { facts, text, lexicon } = scene;
  const types = facts.creatable.map(({ issueType }) => issueType);
  const exact = spotOptions(text, types).map(
    ({ option, start, end }): TypeMention => ({
      ...{ start, end, said: option.name },
      type: facts.creatable.find(({ issueType }) => issueType.id === option.id) ?? null,
    }),
  );
  const alike = lexicon.types.flatMap(({ kind, words }) =>
    [...text.matchAll(new RegExp(words, "gu"))].map((match): TypeMention => {
      const fitting = facts.creatable.filter(({ issueType }) => NAMED[kind].test(fold(issueType.name)));
      const [only, ...others] = fitting;
      return {
        start: match.index,
        end: match.index + match[0].length,
        said: match[0],
        type: others.length === 0 ? (only ?? null) : null,
      };
    }),
  );
  return [
    ...exact,
    ...alike.filter((one) => !exact.some(({ start, end }) => one.start < end && start < one.end)),
  ]
    .filter((one) => !inQuotes(scene, one) && clauseAt(scene, one.start) !== undefined)
    .toSorted((a, b) => a.start - b.start);
}

/** New issues with the fields that the text gives each of them, and what has to be asked first. */
export function readNewIssues(scene: Scene): { steps: DraftStep[]; orders: Order[] } {
  const items = itemsIn(scene);
  const made = items.map((item, index) =>
    readItem(scene, item, items.length === 1 ? undefined : items, index),
  );
  return { steps: made.flatMap(({ steps }) => steps), orders: made.flatMap(({ orders }) => orders) };
}

function itemsIn(scene: Scene): Item[] {
  const { text, facts, lexicon } = scene;
  const types = spotTypes(scene).filter((one) => isFree(scene, one.start));
  const form = formType(scene);
  const isOrdered = new RegExp(`${lexicon.source("create")}|${lexicon.noun("summary")}\\s*[:：]`, "u").test(
    text,
  );
  const [only, ...others] = facts.creatable;
  const created = new RegExp(`(?:${lexicon.source("create")})[\\s\\p{L}'-]{0,15}$`, "u");
  const ordered = types.filter(({ start }) => created.test(text.slice(Math.max(0, start - 30), start)));
  const known =
    form ?? ordered.find(({ type }) => type !== null) ?? besides(types, ordered[0]) ?? ordered[0] ?? types[0];
  if (known === undefined) {
    if (!isOrdered || only === undefined || !lastsAsOrder(scene)) return [];
    const sole = others.length === 0 ? only : null;
    return [
      {
        type: { start: 0, end: 0, said: "", type: sole },
        title: titleIn(scene, 0, text.length),
        from: 0,
        to: text.length,
      },
    ];
  }
  const titled = types.flatMap((type, index): Item[] => {
    const next = types[index + 1]?.start ?? text.length;
    const titles = scene.quotes.filter(
      ({ start }) => start >= type.end && start < next && isTitle(scene, type, start),
    );
    return titles.map(({ inner }) => ({ type, title: inner, from: type.start, to: next }));
  });
  // Two quotes behind one type are two issues of it: "Two bugs. First: “…”. Second: “…”".
  if (form === undefined && titled.length > 1) return bordered(titled, text.length);
  if (!isOrdered && form === undefined && titled.length === 0 && !isShort(scene, known)) return [];
  return [
    {
      type: known,
      title: titled[0]?.title ?? titleIn(scene, known.end, text.length),
      from: 0,
      to: text.length,
    },
  ];
}

/** "una solicitud de datos (Data Request)": the site's own name for what was just said in other words. */
function besides(types: readonly TypeMention[], said: TypeMention | undefined): TypeMention | undefined {
  const known = types.filter(({ type }) => type !== null);
  return said === undefined
    ? known[0]
    : known.find(({ start }) => start > said.start && start < said.end + 30);
}

/** Nothing but thanks, news or questions is no order for an issue. */
const lastsAsOrder = (scene: Scene): boolean =>
  scene.sentences.some(({ clauses }) => clauses.some(({ blocked }) => !blocked));

const isTitle = (scene: Scene, type: TypeMention, at: number): boolean => {
  const between = scene.text.slice(type.end, at);
  return between.length < 80 && !/(?:comment|kommentar|comentario|commentaire|コメント)/u.test(between);
};

/** "P1 incident please": a type with hardly a verb, close to its clause's end or beginning. */
function isShort(scene: Scene, type: TypeMention): boolean {
  if (/^\s*$/u.test(scene.text.slice(0, type.start)) && /^\s*[:：-]/u.test(scene.text.slice(type.end)))
    return true;
  const { lexicon, text } = scene;
  const sentence = sentenceAt(scene, type.start);
  const whole = text.slice(sentence?.start, sentence?.end);
  return (
    lexicon.pattern("polite").test(whole) ||
    /(?:please|pls|bitte|svp|stp|porfa)/u.test(whole) ||
    new RegExp(
      `(?:${lexicon.noun("components")}|${lexicon.noun("priority")}|${lexicon.noun("labels")})`,
      "u",
    ).test(text)
  );
}

const bordered = (items: readonly Item[], end: number): Item[] =>
  items.map((item, index) => ({
    ...item,
    from:
      index === 0
        ? 0
        : (item.title?.start ?? item.from) > (items[index - 1]?.type.end ?? 0) &&
            items[index - 1]?.type === item.type
          ? (item.title?.start ?? 0) - 1
          : item.type.start,
    to:
      items[index + 1] === undefined
        ? end
        : items[index + 1]?.type === item.type
          ? (items[index + 1]?.title?.start ?? end) - 1
          : (items[index + 1]?.type.start ?? end),
  }));

/** "Type: Data Request" */
function formType(scene: Scene): TypeMention | undefined {
  const { text, lexicon, facts } = scene;
  const match = new RegExp(`^\\s*(?:${lexicon.noun("issuetype")})\\s*[:：=]\\s*`, "mu").exec(text);
  if (match === null) return undefined;
  const start = match.index + match[0].length;
  const { words, end } = wordsAt(text, start);
  const { found } = matchName(
    words,
    facts.creatable.map((one) => ({ name: one.issueType.name, one })),
  );
  return { start, end, said: words, type: found.length === 1 ? (found[0]?.one ?? null) : null };
}

/** "Title: …", or text in quotation marks. */
function titleIn(scene: Scene, from: number, to: number): Stretch | undefined {
  const { text, lexicon } = scene;
  const noun = new RegExp(
    `(?:${lexicon.noun("summary")}|named|called|namens|intitulee?|llamad[oa]|chamad[oa]|mit (?:dem )?titel)\\s*[^\\s\\w:："“„«「]{0,3}`,
    "gu",
  );
  for (const match of text.matchAll(noun)) {
    const found = textFrom(scene, match.index + match[0].length);
    if (found !== undefined) return found;
  }
  return scene.quotes.find(({ start }) => start >= from && start < to)?.inner ?? scene.quotes[0]?.inner;
}

function readItem(
  scene: Scene,
  item: Item,
  all: readonly Item[] | undefined,
  index: number,
): { steps: DraftStep[]; orders: Order[] } {
  const { facts } = scene;
  const { type } = item.type;
  const metas = type?.fields ?? facts.creatable[0]?.fields ?? [];
  const outside = item.title === undefined ? scene : without(scene, item.title);
  const read = [...readValues(outside, metas), ...readAssignee(outside)];
  const own = read.filter((order) => all === undefined || belongsTo(scene, order, item, all));
  const orders: Order[] = own.filter((order) => order.kind === "ask");
  if (type === null) {
    const names = facts.creatable.map(({ issueType }) => issueType.name);
    const at = item.type.end === 0 ? { start: 0, end: 0 } : item.type;
    orders.push(
      ask(
        at,
        "issuetype",
        "Which kind of issue should it be?",
        names.map((name) => ({
          label: name,
          person: null,
          means: item.type.end === 0 ? `${name}: ${scene.full}` : sayInstead(scene, at, name),
        })),
      ),
    );
  }
  const chosen = type ?? undefined;
  if (chosen === undefined) return { steps: [], orders };
  const summary = item.title ?? summaryFor(scene, read, item, index);
  if (summary === undefined)
    return {
      steps: [],
      orders: [...orders, ask(item.type, "summary", "What should the new issue be called?")],
    };
  const fields: { field: string; value: DraftValue }[] = [
    { field: "summary", value: originalOf(scene, summary).trim().replaceAll(/\s+/gu, " ").slice(0, 255) },
  ];
  const because = [
    reason(scene, "summary", summary),
    reason(scene, "issuetype", item.type.end === 0 ? summary : item.type),
  ];
  for (const order of own) {
    if (order.kind !== "value" || order.value === null) continue;
    fields.push({ field: order.field, value: order.value });
    because.push(reason(scene, order.field, order));
  }
  const confidence = Math.min(
    item.title === undefined ? 0.75 : 0.95,
    ...own.flatMap((order) => (order.kind === "value" ? [order.confidence] : [])),
  );
  return {
    steps: [{ type: "create", issueType: chosen.issueType.name, fields, confidence, because }],
    orders,
  };
}

/** A scene in which one stretch is as if in quotes: nothing there is read as an order. */
const without = (scene: Scene, taken: Stretch): Scene => ({
  ...scene,
  quotes: [...scene.quotes, { ...taken, inner: taken }],
});

/** What stands behind an issue's type belongs to it, until the next one; "the incident is P4" names it once more. */
function belongsTo(scene: Scene, order: Order, item: Item, all: readonly Item[]): boolean {
  const clause = clauseAt(scene, order.start);
  const words = scene.text.slice(clause?.start, order.start);
  const named = all.filter(
    ({ type }) => words.includes(fold(type.said)) && clause !== undefined && type.start < clause.start,
  );
  if (named.length === 1) return named[0] === item;
  return order.start >= item.from && order.start < item.to;
}

const reason = (scene: Scene, field: string, at: Stretch) => ({
  field,
  quote: quoteOf(scene, at),
  source: scene.request.commentId === null ? ("request" as const) : ("comment" as const),
  issueKey: null,
  text: null,
});

/** Without a title of its own: what is said of it right behind its type, else the first sentence that orders nothing. */
function summaryFor(scene: Scene, read: readonly Order[], item: Item, index: number): Stretch | undefined {
  const { text } = scene;
  if (index > 0) return undefined;
  const behind = text.slice(item.type.end);
  const told =
    /^\s*[:：]\s*([^\n]{3,200}?)(?=[.!?](?:\s|$)|[。\n]|$)/u.exec(behind) ??
    /^\s*(?:-|about|that says|for this|because|wegen)?\s*([^\n]{12,200}?)(?=[.!?](?:\s|$)|[。\n]|$)/u.exec(
      behind,
    );
  const start = told === null ? -1 : item.type.end + told[0].length - (told[1]?.length ?? 0);
  const isTold =
    told !== null &&
    !read.some((order) => order.start < start + (told[1]?.length ?? 0) && start < order.end) &&
    /^\s*[:：-]|^\s*(?:about|wegen)/u.test(behind);
  if (isTold) return { start, end: start + (told[1]?.length ?? 0) };
  const quiet = scene.sentences.find(
    (sentence) =>
      !read.some((order) => order.start >= sentence.start && order.start < sentence.end) &&
      !(item.type.start >= sentence.start && item.type.start < sentence.end) &&
      text.slice(sentence.start, sentence.end).trim().length > 12 &&
      !/^\s*(?:hi|hello|hallo|bonjour|hola|oi|ola|thanks|danke|merci|gracias|obrigad)/u.test(
        text.slice(sentence.start, sentence.end),
      ),
  );
  if (quiet !== undefined) return trimmed(text, quiet);
  const first = scene.sentences[0]?.clauses.find(
    (clause) =>
      !read.some((order) => order.start >= clause.start && order.start < clause.end) &&
      text.slice(clause.start, clause.end).trim().length > 10 &&
      !(item.type.start >= clause.start && item.type.start < clause.end),
  );
  if (first !== undefined) return trimmed(text, first);
  return foreignLine(scene) ?? orderedWords(scene, item);
}

/** "a task to rotate the keys": what is said of it in the order itself. */
function orderedWords({ text }: Scene, { type }: Item): Stretch | undefined {
  if (type.end === 0) return undefined;
  const found =
    /^\s*(?:to|that|about|for|um|zu|fur|wegen|pour|para|de|sobre|por)?\s+([\p{L}\p{N}][^,.;:!?\n。]{5,150})/u.exec(
      text.slice(type.end),
    );
  const words = found?.[1]?.trimEnd();
  if (found === null || words === undefined) return undefined;
  const start = type.end + found[0].length - (found[1]?.length ?? 0);
  return { start, end: start + words.length };
}

function trimmed(text: string, { start, end }: Stretch): Stretch {
  const words = text.slice(start, end);
  return { start: start + words.length - words.trimStart().length, end: start + words.trimEnd().length };
}

/** The line of a trace that says what went wrong, which is not the person's own, but what they point at. */
function foreignLine(scene: Scene): Stretch | undefined {
  const said =
    /(?:^|\n)[^\n]*?((?:[\w$.]+(?:Error|Exception)\b[^\n]*|(?:ERROR|FATAL)\b[^\n]*|Abort message[^\n]*|Thread \d+ Crashed[^\n]*))/u.exec(
      scene.full,
    );
  const line = said?.[1];
  if (said === null || line === undefined) return undefined;
  const start = said.index + said[0].length - line.length;
  const folded = scene.view.at.findIndex((at) => at >= start);
  const end = scene.view.at.findIndex((at) => at >= start + line.trimEnd().length);
  return { start: folded, end: end === -1 ? scene.view.at.length - 1 : end };
}
