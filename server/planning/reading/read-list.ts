import type { FieldMeta } from "../facts.ts";
import { currentValue } from "../current-value.ts";
import { matchName } from "../sentence/match-name.ts";
import { tokenOf } from "../sentence/choose-option.ts";
import { fold } from "./fold-view.ts";
import { optionAt, spotOptions, wordsAt } from "./match-at.ts";
import {
  ask,
  asksForChange,
  clauseAt,
  freeMatches,
  originalOf,
  sayInstead,
  sentenceAt,
  type Order,
  type Scene,
} from "./scene.ts";
import type { Stretch } from "./split-text.ts";

const BETWEEN =
  /^(?:[\s,、:：=&+#"'“„«「・-]|w\/ |(?:and|und|et|y|e|plus|と|や|および|to|is|as|auf|ist|a|en|est|les|las|los|the|la|le|el|o|un|it|them|named|called|mit|bitte|please|svp|stp)(?![\p{Script=Latin}\p{N}])|は|を|に|が|も)*/u;
const ALL = /(?<![\p{L}])(?:all|alle|tous|toutes|todos|todas|すべて|全て|全部)(?![\p{Script=Latin}])/u;

type Item = { name: string; end: number; confidence: number };

/** Components or any other list of options, and labels: what stands behind the field's noun, as long as it is one. */
export function readList(scene: Scene, meta: FieldMeta, noun: string): Order[] {
  const { text, lexicon } = scene;
  const orders: Order[] = [];
  let covered = -1;
  for (const match of freeMatches(scene, new RegExp(`(?:${noun})`, "gu"))) {
    if (match.index < covered) continue;
    const at = { start: match.index, end: match.index + match[0].length };
    if (!isMeant(scene, at)) continue;
    const clause = clauseAt(scene, at.start) ?? at;
    const around = text.slice(clause.start, clause.end);
    const removes =
      lexicon.pattern("remove").test(text.slice(clause.start, at.start)) ||
      lexicon.pattern("remove").test(text.slice(at.end, clause.end)) ||
      /^\s*(?:off|weg|raus|ab)(?![\p{L}])/u.test(text.slice(at.end));
    const before = itemBefore(scene, at.start, meta);
    const items = before === undefined ? itemsFrom(scene, at.end, meta) : [before];
    covered = Math.max(at.end, ...items.map(({ end }) => end));
    if (items.length > 0 && !removes && !isOrdered(scene, at.start) && goesOn(text.slice(covered))) continue;
    const stretch = { start: at.start, end: covered };
    if (items.length > 0) orders.push(listOrder(meta, items, removes, stretch));
    else if (removes && ALL.test(around)) orders.push(clearOrder(scene, meta, stretch));
    else orders.push(...unknown(scene, meta, at));
  }
  return orders.length > 0 || meta.field !== "components" ? orders : filedUnder(scene, meta);
}

/** "The component Audio crashes": what goes on behind its value tells of it. */
const goesOn = (behind: string): boolean =>
  /^ (?!(?:and|und|et|y|e|please|pls|bitte|svp|stp|por favor|too|also|for|fur|pour|para|here|on|with|mit)(?![\p{L}]))[\p{Script=Latin}]{2,}/u.test(
    behind,
  );

/** "file it under Payments": a component without being called one. */
function filedUnder(scene: Scene, meta: FieldMeta): Order[] {
  return [
    ...freeMatches(scene, /(?:under|unter|sous|bajo|debajo de) (?:the |der |die |le |la |el )?/gu),
  ].flatMap((match): Order[] => {
    const start = match.index + match[0].length;
    const found = optionAt(scene.text, start, meta.options);
    if (found === undefined) return [];
    const item = {
      name: tokenOf(meta, found.option),
      end: found.end,
      confidence: Math.min(found.confidence, 0.88),
    };
    return [listOrder(meta, [item], false, { start, end: found.end })];
  });
}

/** Talk of labels and components is no order; a verb beside it is one, and so is a clause that begins with it. */
function isMeant(scene: Scene, at: Stretch): boolean {
  const { text, lexicon, facts } = scene;
  const sentence = sentenceAt(scene, at.start) ?? at;
  const clause = clauseAt(scene, at.start) ?? at;
  const before = text.slice(clause.start, at.start).trim();
  const whole = text.slice(sentence.start, sentence.end);
  return (
    facts.issue === null ||
    before.replace(
      /^(?:the|les?|la|el|los|las|die|das|der|an?|una?|o|a|-|and|und|et|y|e|plus|with|mit)$/u,
      "",
    ) === "" ||
    /^\s*[:：=]/u.test(text.slice(at.end)) ||
    (["set", "remove", "polite", "create"] as const).some((concept) =>
      lexicon.pattern(concept).test(whole),
    ) ||
    /(?:needs?|braucht|belongs|gehort|tag)/u.test(whole)
  );
}

function listOrder(meta: FieldMeta, items: readonly Item[], removes: boolean, at: Stretch): Order {
  const names = [...new Set(items.map(({ name }) => name))];
  const value = removes ? { add: [], remove: names } : { add: names, remove: [] };
  const confidence = Math.min(...items.map((one) => one.confidence));
  return { kind: "value", field: meta.field, value, confidence, ...at };
}

function clearOrder({ facts }: Scene, meta: FieldMeta, at: Stretch): Order {
  const now = facts.issue === null ? undefined : currentValue(facts.issue, meta.field);
  const held =
    now?.kind === "labels"
      ? now.labels
      : now?.kind === "options"
        ? now.options.map((option) => tokenOf(meta, option))
        : [];
  const value = held.length === 0 ? null : { add: [], remove: [...held] };
  return { kind: "value", field: meta.field, value, confidence: 0.93, ...at };
}

function itemsFrom(scene: Scene, from: number, meta: FieldMeta): Item[] {
  const { text } = scene;
  const items: Item[] = [];
  for (let at = from; ; ) {
    const gap = BETWEEN.exec(text.slice(at))?.[0] ?? "";
    // A new line begins something else, but for a list of points.
    if (gap.includes("\n") && items.length > 0) return items;
    if (items.length > 0 && gap.trim() === "") return items;
    const item = itemAt(scene, at + gap.length, meta, items.length === 0);
    if (item === undefined) return items;
    items.push(item);
    at = item.end;
    const close = /^["'”“»」]/u.exec(text.slice(at));
    if (close !== null) at += 1;
  }
}

function itemAt(scene: Scene, at: number, meta: FieldMeta, first: boolean): Item | undefined {
  if (meta.kind === "labels") return labelAt(scene, at, first);
  const exact = optionAt(scene.text, at, meta.options);
  if (exact !== undefined)
    return { name: tokenOf(meta, exact.option), end: exact.end, confidence: exact.confidence };
  const word = /^[\p{L}\p{N}][\p{L}\p{N}-]{3,}/u.exec(scene.text.slice(at))?.[0];
  if (word === undefined) return undefined;
  const { found, confidence } = matchName(word, meta.options);
  const [only, ...others] = found;
  return only === undefined || others.length > 0
    ? undefined
    : { name: tokenOf(meta, only), end: at + word.length, confidence };
}

/** Small words and verbs that follow the noun without being a label. */
const NO_LABEL =
  /^(?:on|in|for|from|of|off|with|that|this|please|pls|also|then|so|too|new|same|usual|right|correct|here|there|auf|an|in|zu|bitte|dazu|setzen|hinzufugen|vergeben|entfernen|sur|pour|aussi|stp|svp|en|por|para|con|tambien|de|da|do|dessa|desse|nessa|nesse|pra|tambem|to|be|are|or|oder|ou|not|should|would|issue|ticket|make|set|put|add|remove|assign|due|prio|priority|component|komponente|composant|componente|prioridade|prioridad|priorite|status|assignee|thx|thanks|danke|merci|as|als|it|ajouter|rajouter|mettre|enlever|retirer|anadir|agregar|quitar|poner|adicionar|colocar|remover|tirar|taggen)$/u;

function labelAt(scene: Scene, at: number, first: boolean): Item | undefined {
  const { text, facts } = scene;
  const known = optionAt(
    text,
    at,
    facts.labels.map((name) => ({ id: name, name })),
  );
  if (known !== undefined) return { name: known.option.name, end: known.end, confidence: 0.97 };
  const word = /^[\p{Script=Latin}\p{N}][\p{Script=Latin}\p{N}_.-]*[\p{Script=Latin}\p{N}]/u.exec(
    text.slice(at),
  )?.[0];
  if (word === undefined || NO_LABEL.test(word)) return undefined;
  const end = at + word.length;
  // Behind an "and" there may be another order as well; only what looks like a label counts, or ends the clause.
  const isLast = /^\s*(?:[,.;!?、。)\n"'”»」と]|$|(?:and|und|et|y|e)\s)/u.test(text.slice(end));
  if (!(first && isOrdered(scene, at)) && !isLast && !/[-_\d]/u.test(word)) return undefined;
  return { name: originalOf(scene, { start: at, end }), end, confidence: first ? 0.93 : 0.88 };
}

/** "The label gets printed wrong" names no label. */
function isOrdered(scene: Scene, at: number): boolean {
  const { text, lexicon } = scene;
  const sentence = sentenceAt(scene, at);
  const words = text.slice(sentence?.start ?? 0, sentence?.end);
  return (
    scene.facts.issue === null ||
    /[:：=]\s*["'“„«「]?$/u.test(text.slice(0, at)) ||
    asksForChange(words, lexicon)
  );
}

const AS =
  /([\p{L}\p{N}][\p{L}\p{N} &'-]{0,40}?) (?:as|als|comme|como) (?:an? |the |eine? |une? |um )?(?:new |neue )?$/u;

/** "add Emails as a component", "the after-hours label". */
function itemBefore(scene: Scene, at: number, meta: FieldMeta): Item | undefined {
  const before = scene.text.slice(Math.max(0, at - 60), at);
  const glued = (
    meta.kind === "labels" ? scene.facts.labels.map((name) => ({ id: name, name })) : meta.options
  ).find(
    ({ name }) =>
      name.length > 1 &&
      before.endsWith(fold(name)) &&
      !/[\p{L}\p{N}]/u.test(before.charAt(before.length - fold(name).length - 1)),
  );
  // In Japanese no space parts a value from its noun.
  if (glued !== undefined)
    return {
      name: meta.kind === "labels" ? glued.name : tokenOf(meta, glued),
      end: at,
      confidence: 0.95,
    };
  const named = AS.exec(before)?.[1] ?? /([\p{L}\p{N}][\p{L}\p{N}_&/ -]*)[ -]$/u.exec(before)?.[1];
  if (named === undefined) return undefined;
  const words = named.split(" ");
  for (let from = 0; from < words.length; from += 1) {
    const name = words.slice(from).join(" ");
    const found =
      meta.kind === "labels"
        ? scene.facts.labels.find((label) => fold(label) === name)
        : meta.options.find((option) => fold(option.name) === name);
    if (found === undefined) continue;
    return { name: typeof found === "string" ? found : tokenOf(meta, found), end: at, confidence: 0.95 };
  }
  return undefined;
}

/** Something is wanted of this field, and it cannot be made out what. */
function unknown(scene: Scene, meta: FieldMeta, at: Stretch): Order[] {
  const { text, lexicon } = scene;
  const clause = clauseAt(scene, at.start) ?? at;
  const words = text.slice(clause.start, clause.end);
  const from = at.end + (BETWEEN.exec(text.slice(at.end))?.[0].length ?? 0);
  const said = wordsAt(text, from);
  const isForm = /^\s*[:：=]/u.test(text.slice(at.end)) && said.words !== "" && from < at.end + 5;
  const isBare = text.slice(clause.start, at.start).trim() === "" && said.words !== "";
  if (!isForm && !isBare && !lexicon.pattern("set").test(words)) return [];
  // "Put it under Payments, that is the component"
  const sentence = sentenceAt(scene, at.start) ?? at;
  const [named, ...more] = spotOptions(text.slice(sentence.start, sentence.end), meta.options);
  if (named !== undefined && more.length === 0) {
    const item = {
      name: tokenOf(meta, named.option),
      end: at.end,
      confidence: Math.min(named.confidence, 0.85),
    };
    return [listOrder(meta, [item], false, { start: sentence.start + named.start, end: at.end })];
  }
  const where = said.words === "" ? at : { start: from, end: said.end };
  return [
    ask(
      where,
      meta.field,
      `Which ${meta.name} should it be?`,
      meta.options.map(({ name }) => ({ label: name, person: null, means: sayInstead(scene, where, name) })),
    ),
  ];
}
