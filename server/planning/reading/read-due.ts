import type { FieldMeta } from "../facts.ts";
import type { Stretch } from "./split-text.ts";
import {
  ask,
  asksForChange,
  clauseAt,
  freeMatches,
  inQuotes,
  isFree,
  sentenceAt,
  type Order,
  type Scene,
} from "./scene.ts";

/** What a date must have about it to be the one by which something is due. */
const BY =
  /(?:^|[\s(:,])(?:by|until|till|before|bis|spatestens|zum|pour|avant|d'ici|para|antes|pra|pro|ate|due|on|for|am)\s(?:the |zum |am |le |el |a |o |au |al )?$/u;
/** Small words that a date was read with. */
const LEAD = /^(?:by|until|on|am|le|el|la|na|no|a|the)\s/u;
const BEHIND_JAPANESE = /^(?:まで|締め?切|期限|が期限|に設定)/u;
const STRONG =
  /(?:due date|due(?! to)|deadline|falligkeit(?:sdatum)?|fallig|frist|echeance|date limite|fecha (?:limite|de vencimiento|de entrega)|vencimiento|plazo|prazo|data (?:de entrega|limite)|期限|期日|締め?切り?|納期)/gu;
/** A day that is none, named as one. */
const NO_DAY =
  /(?<!\d)(?:3[0-9]|[4-9]\d)[. ]|\b(?:sometime|irgendwann|un jour|algun dia|algum dia|どこか|そのうち)/u;

/** The day by which it is due; a question where one is wanted and none, or none that exists, is given. */
export function readDue(scene: Scene, meta: FieldMeta): Order[] {
  const { text, lexicon, dates } = scene;
  const noun = new RegExp(`(?:${lexicon.noun("duedate")})`, "u");
  const orders = dates.flatMap((one): Order[] => {
    const sentence = sentenceAt(scene, one.start);
    const clause = clauseAt(scene, one.start);
    if (sentence === undefined || clause === undefined) return [];
    if (!isFree(scene, one.start) || inQuotes(scene, one)) return [];
    const before = text.slice(Math.max(sentence.start, one.start - 45), one.start);
    const led = before + (LEAD.exec(text.slice(one.start, one.end))?.[0] ?? "");
    const behind = text.slice(one.end, Math.min(sentence.end, one.end + 45));
    const isDue =
      noun.test(before) ||
      BY.test(led) ||
      BEHIND_JAPANESE.test(behind) ||
      new RegExp(STRONG.source, "u").test(behind);
    if (!isDue || isOfSomethingElse(before)) return [];
    if (!OF_DUTY.test(before) && !isForm(before) && isTold(scene, sentence, one)) return [];
    if (one.date === null) return [ask(one, meta.field, `Which day is the ${meta.name.toLowerCase()}?`)];
    return [
      { kind: "value", field: meta.field, value: one.date, confidence: 0.95, start: one.start, end: one.end },
    ];
  });
  if (orders.length > 0) return orders.slice(-1);
  return [...freeMatches(scene, STRONG)].flatMap((match) => withoutDay(scene, meta, match)).slice(0, 1);
}

/** So few words as "needed by Friday, Kofi" tell no story. */
const MOST_WORDS = 4;
/** Somebody does something, or something is so. */
const STORY =
  /(?:^|\s)(?:will|is|are|wants?|expects?|comes?|we|i|he|she|they|wird|werden|ist|sind|mochte|will|kommt|erwartet|wir|ich|er|nous|je|on|il|elle|attend|veut|nosotros|yo|quiere|espera|eu|ele|ela|quer)\s/u;
const OF_DUTY = new RegExp(`${STRONG.source}|muss|soll|must|needs?|should|doit|debe|deve|tem que`, "u");

/** "due: …", "entrega = …" */
const isForm = (before: string): boolean => /[:：=]\s*$/u.test(before);

/** A story that goes on until a day is no order that something be done by then. */
function isTold({ text, lexicon }: Scene, sentence: Stretch, date: Stretch): boolean {
  const words = text.slice(sentence.start, date.start) + text.slice(date.end, sentence.end);
  const isOrder = asksForChange(words, lexicon) || new RegExp(STRONG.source, "u").test(words);
  if (isOrder || BEHIND_JAPANESE.test(words)) return false;
  return STORY.test(words) || words.trim().split(/\s+/u).length > MOST_WORDS;
}

/** "The due date on the contract is …", "la fecha límite era …": a day of something else, or one that is over. */
const isOfSomethingElse = (before: string): boolean =>
  new RegExp(
    `(?:${STRONG.source}|termin)\\s+(?:of|on|for|with|du|de|do|da|del|des|der|mit|vom|von)\\s+(?:the |le |la |el |o |a |dem |den |der |l')?(?!this|it|ticket|issue|es |ce|este|esta|esse|essa|diese)[\\p{L}]{4,}|(?:${STRONG.source})\\s+(?:was|war|etait|era|foi)(?![\\p{L}])`,
    "u",
  ).test(before);

function withoutDay(scene: Scene, meta: FieldMeta, match: RegExpMatchArray & { index: number }): Order[] {
  const { text, lexicon } = scene;
  const at = { start: match.index, end: match.index + match[0].length };
  const clause = clauseAt(scene, at.start) ?? at;
  const around = text.slice(clause.start, clause.end);
  const before = text.slice(sentenceAt(scene, at.start)?.start ?? clause.start, at.start);
  if (/^ (?:yet|so far|noch|bisher)/u.test(text.slice(at.end))) return [];
  if (
    lexicon.pattern("remove").test(before) ||
    /外し|削除|消し|クリア|なしに/u.test(around) ||
    /^\s*[:：]?\s*(?:entfernen|loschen|weg|raus|none|keine?|sin|sem|aucune)/u.test(text.slice(at.end))
  )
    return [{ kind: "value", field: meta.field, value: null, confidence: 0.95, ...at }];
  const wants = lexicon.pattern("set").test(around) || NO_DAY.test(around);
  return wants ? [ask(at, meta.field, `Which day is the ${meta.name.toLowerCase()}?`)] : [];
}
