import type { StatusCategory, TransitionOption } from "../facts.ts";
import { transitionTokens } from "../name-tokens.ts";
import { matchName } from "../sentence/match-name.ts";
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

/** Where it shall go in its workflow. */
export function readStatus(scene: Scene): Order[] {
  const named = namedStatus(scene);
  if (named.length > 0) return named.slice(-1);
  const form = formStatus(scene);
  if (form.length > 0) return form;
  const unnamed = [...spokenMove(scene), ...unknownStatus(scene)];
  return unnamed.slice(0, 1);
}

function options({ facts }: Scene) {
  const moves = facts.transitions.flatMap((one) => [
    { id: one.id, name: one.to.name },
    { id: one.id, name: one.name },
  ]);
  const now = facts.issue === null ? [] : [{ id: NOW, name: facts.issue.status.name }];
  return [...moves, ...now];
}
const NOW = "\u0000now";

/** A status by its name, behind a word that sends something there. */
function namedStatus(scene: Scene): Order[] {
  const { text, lexicon } = scene;
  const into = new RegExp(
    `(?:${lexicon.source("into")})[\\s"'“„«]*(?:the |den |le |la |el |o |a )?(?:[\\p{L}]+ )?["'“„«]?$`,
    "u",
  );
  const noun = new RegExp(
    `(?:${lexicon.noun("status")})\\s*(?:[:：=は>-]|should (?:say|be|read)|needs to be|must be|muss|sollte?|is|auf|a|to|bitte|please|svp|\\s)*$`,
    "u",
  );
  const moves = lexicon.pattern("move");
  return spotOptions(text, options(scene)).flatMap(({ option, start, end, confidence }): Order[] => {
    const clause = clauseAt(scene, start);
    const sentence = sentenceAt(scene, start);
    if (clause === undefined || sentence === undefined || !isFree(scene, start)) return [];
    const before = text.slice(sentence.start, start);
    const [inClause, behind] = [text.slice(clause.start, start), text.slice(end, clause.end)];
    if (inQuotes(scene, { start, end }) && !into.test(before) && !noun.test(before)) return [];
    const japanese = /^["」]? ?(?:に|へ|まで)(?:変更|して|移動|戻|進|お願い|設定|更新|し)/u.test(behind);
    const alone =
      inClause.trim() === "" &&
      /^["”»]?(?:,? (?:please|pls|bitte|now|stp|svp|por favor))*\s*$/u.test(behind) &&
      fold(option.name).length > 3;
    const sent =
      into.test(before) &&
      (moves.test(before) ||
        moves.test(text.slice(end, sentence.end)) ||
        (into.test(inClause) && inClause.trim().split(" ").length <= 2));
    const marked = /(?:mark|start|resume|markier)\p{L}*(?: it| this)?\s$/u.test(before);
    if (!noun.test(before) && !sent && !japanese && !marked && !(alone && isCapital(scene, start))) return [];
    if (option.id === NOW) return [];
    const token = tokenFor(scene, option.id);
    return token === undefined
      ? []
      : [
          {
            kind: "move",
            transition: token,
            confidence: Math.min(confidence, alone ? 0.9 : 0.96),
            start,
            end,
          },
        ];
  });
}

function isCapital(scene: Scene, at: number): boolean {
  const index = scene.view.at[at] ?? 0;
  const sign = scene.full.charAt(index);
  return (
    sign !== sign.toLowerCase() || /[\u3040-\u9FFF]/u.test(sign) || scene.text.slice(0, at).trim() !== ""
  );
}

const tokenFor = ({ facts }: Scene, id: string): string | undefined =>
  [...transitionTokens(facts.transitions)].find(([, one]) => one.id === id)?.[0];

/** "Status: …" with something that is not offered. */
function formStatus(scene: Scene): Order[] {
  const { text, lexicon } = scene;
  const told = new RegExp(
    `(?:${lexicon.noun("status")})(?:\\s*[:：=]\\s*| (?:to|auf|zu|a|en|em|para|pra|por) )`,
    "gu",
  );
  return [...freeMatches(scene, told)].slice(0, 1).flatMap((match) => {
    const from = match.index + match[0].length;
    const { words, end } = wordsAt(text, from);
    const clause = clauseAt(scene, match.index);
    const isForm = /[:：=]\s*$/u.test(match[0]);
    if (words === "" || isNow(scene, words)) return [];
    if (!isForm && !lexicon.pattern("move").test(text.slice(clause?.start ?? 0, match.index))) return [];
    return [nearest(scene, words, { start: from, end }) ?? whereTo(scene, { start: from, end })];
  });
}

const isNow = ({ facts }: Scene, words: string): boolean => fold(facts.issue?.status.name ?? "") === words;

function nearest(scene: Scene, words: string, at: Stretch): Order | undefined {
  const named = scene.facts.transitions.map((one) => ({ name: one.to.name, id: one.id }));
  const { found, confidence } = matchName(words, named);
  const [only, ...others] = found;
  const token = only === undefined ? undefined : tokenFor(scene, only.id);
  if (token !== undefined && others.length === 0)
    return { kind: "move", transition: token, confidence, ...at };
  return others.length > 0
    ? whereTo(
        scene,
        at,
        found.map(({ name }) => name),
      )
    : undefined;
}

const whereTo = (
  scene: Scene,
  at: Stretch,
  names: readonly string[] = scene.facts.transitions.map(({ to }) => to.name),
): Order =>
  ask(
    at,
    "status",
    "Where should it go?",
    names.map((name) => ({ label: name, person: null, means: sayInstead(scene, at, name) })),
  );

/** `category`: where it may go when no status has the verb's own name. */
type Verb = { words: RegExp; stem: RegExp; category: StatusCategory | null };

/** What is done with requests and releases; only where a status or a move is called so. */
const OUTCOMES: readonly (readonly [words: string, stem: RegExp])[] = [
  [
    "approve|sign off(?: on)?|green-?light|genehmig(?:e|en|t)|gib (?:das |es )?frei|freigeben|approuve(?:r|z)?|valide(?:r|z)?|aprueba(?:lo|la)?|aprobar(?:lo|la)?|aprov(?:a|ar|e)|承認",
    /approv|genehmigt|freigegeben|approuv|valide|aprobad|aprovad|承認/iu,
  ],
  [
    "reject|decline|deny|turn (?:it|this) down|lehn(?:e|en|t)? (?:wir |ich |das |es |ihn |die )*ab|ablehnen|rejet(?:te|er|tez)|refus(?:e|er|ez)|rechaza(?:lo|la|r)?|rejeit(?:a|ar|e)|recus(?:a|ar|e)|却下",
    /reject|declin|denied|abgelehnt|rejet|refus|rechazad|rejeitad|recusad|却下/iu,
  ],
  [
    "cancel|abort|scrap|bin|stornier(?:e|en|t)|brich (?:das |es )?ab|abbrechen|annul(?:e|er|ez|lez|ler|le)|abandonne(?:r|z)?|cancela(?:lo|la|r)?|anula(?:lo|la|r)?|キャンセル|取り消|中止",
    /cancel|storniert|abgebrochen|annul|abandon|anulad|キャンセル|取消|取り消|中止/iu,
  ],
  [
    "release|ship|deploy|publish|veroffentlich(?:e|en|t)|publie(?:r|z)?|deploie(?:r|z)?|publica(?:lo|la|r)?|despliega|リリース|公開",
    /releas|shipped|deployed|publish|veroffentlicht|publie|publicad|desplegad|リリース|公開/iu,
  ],
  [
    "pause|park|put (?:it|this) on (?:hold|ice)|auf eis legen|pausier(?:e|en|t)|pausa(?:r|lo)?|保留",
    /hold|paus|parked|attente|en espera|em espera|保留/iu,
  ],
];
const BAD_END =
  /won.?t|reject|cancel|declin|abgelehnt|verworfen|rejet|annul|rechaz|rejeit|drop|cut|却下|中止|キャンセル/iu;

/** "close it", "start it", "reopen": a move by what it means. */
function spokenMove(scene: Scene): Order[] {
  const { lexicon, text, facts } = scene;
  if (facts.issue === null) return [];
  const OBJECT =
    "(?=\\s*[.,!?;\\n、。]|[\\s]*(?:$|it|this|that|the (?:issue|ticket|bug|story|task)|now|please|pls|work|progress|and|das|es|den|bitte|und|le|la|ca|ce|cette|svp|stp|lo|esto|este|por|y|isso|esse|essa|e\\b|してください|お願い|で))";
  const verbs: Verb[] = [
    { words: lexicon.pattern("reopen", "gu"), stem: /re-?open|wieder|rouv|reab|再/iu, category: "new" },
    {
      words: new RegExp(`(?:${lexicon.source("close")})${OBJECT}`, "gu"),
      stem: /clos|geschlossen|schlie|ferm|clot|cerrad|fechad|encerrad|クローズ/iu,
      category: "done",
    },
    {
      words: new RegExp(`(?:${lexicon.source("start")})${OBJECT}`, "gu"),
      stem: /progress|doing|arbeit|cours|curso|andamento|progreso|進行|対応中|作業中/iu,
      category: "indeterminate",
    },
  ];
  const done = OUTCOMES.map(([words, stem]): Verb => {
    const pattern = `(?<![\\p{Script=Latin}\\p{N}_])(?:${words})(?![\\p{Script=Latin}\\p{N}_])${OBJECT}`;
    return { words: new RegExp(pattern, "gu"), stem, category: null };
  });
  for (const { words, stem, category } of [...verbs, ...done]) {
    const match = [...freeMatches(scene, words)].find(({ index }) => isImperative(scene, index, text));
    if (match === undefined) continue;
    const at = { start: match.index, end: match.index + match[0].length };
    const to = facts.transitions.filter(({ demands }) => demands.length === 0);
    const byName = to.filter(
      ({ name, to: { name: status } }) => stem.test(fold(name)) || stem.test(fold(status)),
    );
    if (byName.length === 0 && category === null) continue;
    if (byName.length === 0 && category === facts.issue.status.category && category !== "indeterminate")
      return [];
    const fitting = byName.length > 0 || category === null ? byName : to.filter((one) => fits(one, category));
    const [only, ...others] = fitting;
    const token = only === undefined ? undefined : tokenFor(scene, only.id);
    if (token !== undefined && others.length === 0)
      return [{ kind: "move", transition: token, confidence: byName.length > 0 ? 0.92 : 0.86, ...at }];
    return [whereTo(scene, at, fitting.length > 0 ? fitting.map((one) => one.to.name) : undefined)];
  }
  return [];
}

const fits = ({ to }: TransitionOption, category: StatusCategory): boolean =>
  to.category === category && !BAD_END.test(to.name);

/** The verb opens its clause, or follows somebody who is asked: "on peut fermer", "can you close it". */
function isImperative(scene: Scene, at: number, text: string): boolean {
  const clause = clauseAt(scene, at);
  const before = text.slice(clause?.start ?? 0, at).trim();
  return before === "" || before.split(/\s+/u).length <= 4 || scene.lexicon.pattern("polite").test(before);
}

/** "set it to pending", "mark it as Done": a place that this workflow does not offer from here, or more than one. */
function unknownStatus(scene: Scene): Order[] {
  const { text, facts } = scene;
  if (facts.issue === null) return [];
  const OBJ =
    "(?: (?:it|this|that|them|one|(?:this|the) (?:issue|ticket|bug|story|task))| ?-?(?:le|la|lo|ca)| es| das| isso| esse| essa)?";
  const sends = new RegExp(
    `(?<![\\p{L}])(?:(?:move|set|mark|put|push|send|transition|change|switch|bring|return)${OBJ}(?: back| over)? (?:to|as|in|into)|mark${OBJ}|auf(?= [\\p{L} ]{2,30} (?:setzen|stellen|schieben|andern))|(?:setze?|stelle?|verschiebe?)(?: es| das)? (?:auf|nach)|(?:passe|mets|remets|bascule)(?:r|z)?${OBJ} (?:en|a|comme)|(?:pon|pasa|mueve|marca)(?:lo|la)? (?:en|a|como)|(?:coloca|passa|move|muda|marca)(?:r)?${OBJ} (?:em|pra|para|como)) `,
    "gu",
  );
  for (const match of freeMatches(scene, sends)) {
    const from = match.index + match[0].length;
    const { words, end } = wordsAt(text, from);
    const bare = words.replace(
      / (?:please|pls|bitte|svp|stp|por favor|porfa|now|and .*|und .*|et .*|y .*|e .*)$/u,
      "",
    );
    const at = { start: from, end: end - (words.length - bare.length) };
    if (bare === "" || bare.split(" ").length > 4 || isNow(scene, bare)) continue;
    if (isSomethingElse(scene, from, bare)) continue;
    return [nearest(scene, bare, at) ?? whereTo(scene, at)];
  }
  return inJapanese(scene);
}

/** "検証中にしてください": to a status that is not offered. */
function inJapanese(scene: Scene): Order[] {
  const said = /([\p{Script=Han}\p{Script=Katakana}ー]{2,10})に(?:して|変更|移動|戻)/gu;
  for (const match of freeMatches(scene, said)) {
    const words = match[1] ?? "";
    const at = { start: match.index, end: match.index + words.length };
    if (/担当|誰|私|自分|優先|期限|件名|重複/u.test(words) || isNow(scene, words)) continue;
    if (isSomethingElse(scene, at.start, words)) continue;
    return [nearest(scene, words, at) ?? whereTo(scene, at)];
  }
  return [];
}

/** A value of another field, a day, a person or a key is no status. */
function isSomethingElse(scene: Scene, at: number, words: string): boolean {
  const { facts, lexicon, text } = scene;
  const lists = facts.editable.filter(({ options: own }) => own.length > 0);
  return (
    /^(?:me|her|him|them|us|it|the (?:backlog|team)|p[0-9]|[a-z][a-z0-9]+-\d+|\d)/u.test(words) ||
    lists.some((meta) => optionAt(text, at, meta.options) !== undefined) ||
    lexicon.priorities.some(({ words: own }) => new RegExp(`^(?:${own})`, "u").test(words)) ||
    scene.people.some(({ start, end }) => start < at + words.length && at < end) ||
    scene.dates.some(({ start, end }) => start < at + words.length && at < end) ||
    (
      [
        "priority",
        "labels",
        "components",
        "duedate",
        "assignee",
        "summary",
        "comment",
        "description",
      ] as const
    ).some((noun) => new RegExp(lexicon.noun(noun), "u").test(words)) ||
    matchName(
      words,
      lists.flatMap((meta) => meta.options),
    ).found.length > 0
  );
}
