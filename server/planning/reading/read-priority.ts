import type { NamedOption } from "../../contract/index.ts";
import type { FieldMeta } from "../facts.ts";
import { priorityOfRank } from "../rank-priority.ts";
import { matchName } from "../sentence/match-name.ts";
import { tokenOf } from "../sentence/choose-option.ts";
import { fold } from "./fold-view.ts";
import { optionAt, spotOptions, wordsAt } from "./match-at.ts";
import {
  ask,
  clauseAt,
  freeMatches,
  inQuotes,
  isFree,
  sayInstead,
  sentenceAt,
  type Order,
  type Scene,
} from "./scene.ts";
import type { Stretch } from "./split-text.ts";

const FILL =
  /^(?:[\s:：=]|(?:(?:down|up|back) to|to|is|as|should be|at|auf|ist|als|sein|a|en|est|sur|es|e|em|para|pra|la|the|nach|zu|bitte|please|svp|stp|por favor)(?![\p{Script=Latin}\p{N}])|は|を|に|が|で|も)+/u;
/** Words of many languages for what some sites have a priority of their own. */
const ALIKE: readonly (readonly [said: RegExp, named: RegExp])[] = [
  [
    /^(?:critical|kritisch(?:e[rns]?)?|critique|critic[oa]|致命的|重大)/u,
    /^(?:critical|kritisch|critique|critic[oa]|致命的|重大)/u,
  ],
  [/^(?:urgent|dringend(?:e[rns]?)?|urgente|緊急|至急)/u, /^(?:urgent|dringend|urgente|緊急|至急)/u],
  [/^(?:blocker|showstopper|bloquant[e]?|bloqueante)/u, /^(?:blocker|showstopper|bloquant|bloqueante)/u],
];

export function readPriority(scene: Scene, meta: FieldMeta): Order[] {
  return [...named(scene, meta), ...spoken(scene, meta)];
}

/** "priority high", "prio: P2", "P3 priority", "優先度は高". */
function named(scene: Scene, meta: FieldMeta): Order[] {
  const { text, lexicon } = scene;
  const orders: Order[] = [];
  for (const match of freeMatches(scene, new RegExp(lexicon.noun("priority"), "gu"))) {
    const behind = match.index + match[0].length;
    const from = behind + (FILL.exec(text.slice(behind))?.[0].length ?? 0);
    if (isGrounded(scene, match.index, text.slice(behind, from))) continue;
    const value = valueAt(scene, from, meta) ?? valueBefore(scene, match.index, meta);
    if (value !== undefined) orders.push(order(meta, value));
    else orders.push(...unknown(scene, meta, { start: match.index, end: behind }, from));
  }
  return orders;
}

/** "Priority is high because …" tells why it is so; nobody gives reasons for an order in the middle of it. */
function isGrounded(scene: Scene, at: number, filler: string): boolean {
  const sentence = sentenceAt(scene, at);
  const words = scene.text.slice(at, sentence?.end);
  return (
    /^\s*(?:is|ist|est|es|e|は|が)\s*$/u.test(filler) &&
    /(?<![\p{L}])(?:because|since|as (?:the|we|it)|weil|da (?:der|die|das|wir|es)|denn|parce qu|puisqu|car|porque|ya que|pois|ja que)(?![\p{Script=Latin}])|ので|から/u.test(
      words,
    )
  );
}

type Value = Stretch & { option: NamedOption; confidence: number };

function order(meta: FieldMeta, { option, confidence, start, end }: Value): Order {
  return { kind: "value", field: meta.field, value: tokenOf(meta, option), confidence, start, end };
}

function valueAt(scene: Scene, from: number, meta: FieldMeta): Value | undefined {
  const { text, lexicon } = scene;
  const exact = optionAt(text, from, meta.options);
  if (exact !== undefined)
    return { option: exact.option, confidence: exact.confidence, start: from, end: exact.end };
  const rest = text.slice(from);
  const like = ALIKE.find(([said]) => said.test(rest));
  const same = meta.options.filter((option) => like?.[1].test(fold(option.name)) === true);
  const [only, ...more] = same;
  if (like !== undefined && only !== undefined && more.length === 0)
    return { option: only, confidence: 0.93, start: from, end: from + (like[0].exec(rest)?.[0].length ?? 0) };
  for (const { rank, words } of lexicon.priorities.toSorted((a, b) => b.words.length - a.words.length)) {
    const said = new RegExp(`^(?:${words})`, "u").exec(rest);
    const option = said === null ? undefined : priorityOfRank(rank, meta.options);
    if (said !== null && option !== undefined)
      return { option, confidence: 0.93, start: from, end: from + said[0].length };
  }
  const word = /^[\p{L}\p{N}]{4,}/u.exec(rest)?.[0];
  const near = word === undefined ? undefined : matchName(word, meta.options);
  const [option, ...others] = near?.found ?? [];
  return near === undefined || word === undefined || option === undefined || others.length > 0
    ? undefined
    : { option, confidence: near.confidence, start: from, end: from + word.length };
}

function valueBefore(scene: Scene, at: number, meta: FieldMeta): Value | undefined {
  const near = scene.text.slice(Math.max(0, at - 45), at);
  // "Elective is fine as the priority"
  const filler = AS_VALUE.exec(near)?.[0] ?? " ";
  const stop = at - filler.length + 1;
  const before = scene.text.slice(Math.max(0, stop - 30), stop);
  const word = /(?:^|[\s,])([\p{L}\p{N}]+(?: [\p{L}\p{N}]+)?)[\s-]$/u.exec(before)?.[1];
  if (word === undefined) return undefined;
  for (const words of [word, word.split(" ").at(-1) ?? ""]) {
    const start = stop - 1 - words.length;
    const value = valueAt(scene, start, meta);
    if (value?.end === stop - 1) return value;
  }
  return undefined;
}

const AS_VALUE =
  /(?: (?:is|would be|seems|ist|ware|est|serait|es|seria|e))?(?: (?:fine|ok|okay|good|enough|right|in ordnung|bien|suffisant|suficiente))?(?: (?:as|for|als|fur|comme|pour|como|para))(?: (?:a|the|its|die|la|le|a))? $/u;
const ACCORDINGLY =
  /accordingly|entsprechend|en consequence|en consecuencia|de acuerdo|adequadamente|de acordo|それに合わせ/u;

/** A priority that the site does not have, or one that is only to go up or down. */
function unknown(scene: Scene, meta: FieldMeta, noun: Stretch, from: number): Order[] {
  const { text, lexicon } = scene;
  const clause = clauseAt(scene, noun.start);
  const words = text.slice(clause?.start ?? noun.start, clause?.end ?? noun.end);
  const changes = lexicon.pattern("set").test(words) || lexicon.pattern("raise").test(words);
  const said = wordsAt(text, from);
  const sentence = sentenceAt(scene, noun.start);
  // "This is only Low, set the priority accordingly"
  const [spokenOf, ...more] = ACCORDINGLY.test(said.words)
    ? spotOptions(text.slice(sentence?.start, noun.start), meta.options)
    : [];
  if (spokenOf !== undefined && more.length === 0) {
    const at = (sentence?.start ?? 0) + spokenOf.start;
    return [order(meta, { ...spokenOf, start: at, end: noun.end })];
  }
  const isForm = /^[:：=]/u.test(text.slice(noun.end).trimStart()) && said.words !== "";
  if (!changes && !isForm) return [];
  return [question(scene, meta, isForm ? { start: from, end: said.end } : noun)];
}

const question = (scene: Scene, meta: FieldMeta, at: Stretch): Order =>
  ask(
    at,
    meta.field,
    `Which ${meta.name} should it be?`,
    meta.options.map(({ name }) => ({
      label: name,
      person: null,
      means: `${meta.name}: ${name}. ${sayInstead(scene, at, name)}`,
    })),
  );

/** How a value is spoken without its field: "make it Highest", "it's P3", "…, Low, …". */
const INTO =
  /(?:make (?:it|this|that)(?: an?)?|(?:set|bump|raise|lower|change|put) (?:it |this |that )?(?:down |up )?to|it'?s(?: an?)?|(?:is|with|as|to|on|at)(?: an?)?|auf|ist|mit|en|est|avec|con|es|como|com|e|em|で|に|は) $/u;
const ALONE = /^[\s-]*(?:(?:it'?s|its|please|pls|bitte|and|an?|the) )*$/u;
const ALONE_BEHIND =
  /^(?: (?:please|pls|bitte|is enough|is fine|reicht|suffit|incident|bug|ticket|then|too|as well|severity))*[\s🙏]*$/u;

function spoken(scene: Scene, meta: FieldMeta): Order[] {
  const { text, lexicon, facts } = scene;
  const statuses = facts.transitions.flatMap(({ to, name }) => [fold(to.name), fold(name)]);
  const nouns = new RegExp(`(?:${lexicon.noun("priority")})`, "u");
  const orders = spotOptions(text, meta.options).flatMap(({ option, start, end, confidence }): Order[] => {
    const clause = clauseAt(scene, start);
    if (clause === undefined || !isFree(scene, start) || inQuotes(scene, { start, end })) return [];
    if (statuses.includes(fold(option.name))) return [];
    const [before, behind] = [text.slice(clause.start, start), text.slice(end, clause.end)];
    const sentence = sentenceAt(scene, start);
    if (nouns.test(text.slice(clause.start, clause.end)) || sentence === undefined) return [];
    const alone = ALONE.test(before) && ALONE_BEHIND.test(behind);
    const isCode = /\d/.test(option.name);
    const into =
      INTO.test(before) &&
      (isCode ||
        /make |set |bump |raise |it'?s|change |lower /u.test(before) ||
        lexicon.pattern("set").test(before));
    const incident = isCode && ALONE.test(before);
    return alone || into || incident
      ? [order(meta, { option, start, end, confidence: Math.min(confidence, alone ? 0.9 : 0.93) })]
      : [];
  });
  if (orders.length > 0 || facts.issue === null) return orders;
  const code = [
    ...freeMatches(
      scene,
      /(?:make (?:it|this|that)(?: an?)?|set (?:it|this)?(?: to)?|auf) (p[0-9])(?![\p{L}\p{N}])/gu,
    ),
  ][0];
  if (code === undefined || meta.options.some(({ name }) => fold(name) === code[1])) return [];
  return [question(scene, meta, { start: code.index, end: code.index + code[0].length })];
}
