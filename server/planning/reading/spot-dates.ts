import { today } from "../today.ts";
import type { Lexicon } from "./lexicon.ts";
import type { Stretch } from "./split-text.ts";

/** A day as an ISO date; null for one that does not exist, or that people read in two ways. */
export type DateMention = Stretch & { date: string | null };

const DAY = 24 * 60 * 60_000;
const NUMBERS: Readonly<Record<string, number>> = Object.fromEntries(
  [
    ["a an one ein eine einem einer un une uno una um uma 一", 1],
    ["two zwei deux dos dois duas 二", 2],
    ["three drei trois tres 三", 3],
    ["four vier quatre cuatro quatro 四", 4],
    ["five funf cinq cinco 五", 5],
    ["six sechs seis 六", 6],
    ["seven sieben sept siete sete 七", 7],
    ["ten zehn dix diez dez 十", 10],
  ].flatMap(([words, value]) =>
    String(words)
      .split(" ")
      .map((word) => [word, Number(value)]),
  ),
);
const NUMBER = `(\\d{1,3}|${Object.keys(NUMBERS).join("|")})`;
const WORD = (source: string) => `(?<![\\p{Script=Latin}\\p{N}_])(?:${source})(?![\\p{Script=Latin}\\p{N}_])`;

type Read = (match: RegExpMatchArray, now: number) => number | null | undefined;
type Rule = { pattern: RegExp; read: Read };

/** Every day that a text names, in the reader's own time zone. `undefined` from a rule means that it is no date after all. */
export function spotDates(
  text: string,
  facts: { now: Date; timeZone: string },
  lexicon: Lexicon,
): DateMention[] {
  const [year = 0, month = 1, day = 1] = today(facts).split("-").map(Number);
  const now = Date.UTC(year, month - 1, day);
  const found: DateMention[] = [];
  for (const { pattern, read } of [...rulesOf(lexicon), ...COMMON])
    for (const match of text.matchAll(pattern)) {
      const [start, end] = [match.index, match.index + match[0].length];
      if (found.some((one) => start < one.end && one.start < end)) continue;
      const time = read(match, now);
      if (time !== undefined)
        found.push({ start, end, date: time === null ? null : new Date(time).toISOString().slice(0, 10) });
    }
  return found.toSorted((a, b) => a.start - b.start);
}

const rule = (source: string, read: Read): Rule => ({ pattern: new RegExp(source, "gu"), read });

function dayOf(year: number, month: number, day: number): number | null {
  const time = Date.UTC(year, month - 1, day);
  return new Date(time).getUTCMonth() === month - 1 && new Date(time).getUTCDate() === day ? time : null;
}

/** Without a year it is the next such day. */
function comingDay(now: number, month: number, day: number, year: string | undefined): number | null {
  if (year !== undefined && year !== "")
    return dayOf(Number(year) + (year.length === 2 ? 2000 : 0), month, day);
  const thisYear = new Date(now).getUTCFullYear();
  const time = dayOf(thisYear, month, day);
  return time !== null && time < now ? dayOf(thisYear + 1, month, day) : time;
}

/** "The 20th" is the next 20th there is. */
function comingDayOfMonth(now: number, day: number): number | null {
  if (day < 1 || day > 31) return null;
  const date = new Date(now);
  for (let ahead = 0; ahead < 3; ahead += 1) {
    const month = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + ahead, 1));
    const time = dayOf(month.getUTCFullYear(), month.getUTCMonth() + 1, day);
    if (time !== null && time >= now) return time;
  }
  return null;
}

const monday = (now: number): number => now - ((new Date(now).getUTCDay() + 6) % 7) * DAY;
const lastOfMonth = (now: number, ahead: number): number =>
  Date.UTC(new Date(now).getUTCFullYear(), new Date(now).getUTCMonth() + ahead + 1, 0);
function monthsAhead(now: number, count: number): number {
  const date = new Date(now);
  const last = new Date(lastOfMonth(now, count)).getUTCDate();
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + count, Math.min(last, date.getUTCDate()));
}
const ahead = (now: number, count: number, unit: string): number =>
  /^(?:d|t|j|日)/u.test(unit)
    ? now + count * DAY
    : /^(?:w|s|週)/u.test(unit)
      ? now + count * 7 * DAY
      : monthsAhead(now, count);
const numberOf = (word = ""): number => NUMBERS[word] ?? Number(word);
const lastOf = (now: number, index: number, year?: string): number => {
  const date = new Date(now);
  const own =
    year === undefined ? date.getUTCFullYear() + (index < date.getUTCMonth() ? 1 : 0) : Number(year);
  return Date.UTC(own, index + 1, 0);
};

const UNIT =
  "(days?|weeks?|months?|tag(?:e|en)?|woche(?:n)?|monat(?:e|en)?|jours?|semaines?|mois|dias?|semanas?|mes(?:es)?|日|週間|か月|ヶ月|カ月)";
const END =
  "(?:(?:the )?(?:end|last day) of|ende(?: (?:des|der))?|(?:am )?(?:monats|wochen)?ende(?: (?:des|der))?|letzter? tag (?:im|des)|(?:la )?fin (?:du|de)?|(?:le )?dernier jour (?:de|du|d')|(?:el |al )?ultimo dia de(?:l)?|a? ?fin(?:es|ales)? de|(?:o )?ultimo dia (?:de|do)|(?:o )?fim (?:de|do))";

const COMMON: readonly Rule[] = [
  rule(WORD(`(?:exactly )?${NUMBER} ${UNIT} (?:from (?:today|now)|ab heute)`), ([, count, unit = ""], now) =>
    ahead(now, numberOf(count), unit),
  ),
  rule("(?<!\\d)(\\d{4})[-/.](\\d{1,2})[-/.](\\d{1,2})(?!\\d)", ([, y, m, d]) =>
    dayOf(Number(y), Number(m), Number(d)),
  ),
  rule("(\\d{4})年(\\d{1,2})月(\\d{1,2})日", ([, y, m, d]) => dayOf(Number(y), Number(m), Number(d))),
  rule("(?<!\\d)(\\d{1,2})月(\\d{1,2})日", ([, m, d], now) =>
    comingDay(now, Number(m), Number(d), undefined),
  ),
  rule("(?<!\\d)(\\d{1,2})\\.(\\d{1,2})\\.(\\d{4}|\\d{2}(?!\\d))?(?!\\d)", ([, d, m, y], now) =>
    comingDay(now, Number(m), Number(d), y),
  ),
  rule(`(?<!\\d)今週末`, (_, now) => monday(now) + 4 * DAY),
  rule("今月末|月末(?!ご)", (_, now) => lastOfMonth(now, 0)),
  rule("来月末", (_, now) => lastOfMonth(now, 1)),
  rule("明後日|あさって", (_, now) => now + 2 * DAY),
  rule("明日|あした", (_, now) => now + DAY),
  rule("今日中?|本日中?", (_, now) => now),
  rule(`${NUMBER}(日|週間|か月|ヶ月|カ月)後`, ([, count, unit = ""], now) =>
    ahead(now, numberOf(count), unit),
  ),
  rule("(?<![\\d月])(\\d{1,2})日(?!後|間|前)", ([, d], now) => comingDayOfMonth(now, Number(d))),
  rule(
    WORD(`(?:the )?day after tomorrow|ubermorgen|apres-demain|pasado manana|depois de amanha`),
    (_, now) => now + 2 * DAY,
  ),
  rule(WORD(`tomorrow|morgen(?! fruh)|demain|manana|amanha`), (_, now) => now + DAY),
  rule(WORD(`(?:eod|end of day|cob) ?(?:today)?|today|heute|aujourd'hui|hoy|hoje`), (_, now) => now),
  rule(
    WORD(`(?:exactly )?(?:in|dans|en|em|within|dentro de|daqui a) ${NUMBER} ${UNIT}`),
    ([, count, unit = ""], now) => ahead(now, numberOf(count), unit),
  ),
  rule(
    WORD(
      `${END} ?(?:this |the |der |dieser |cette |la |esta |da |a )?(?:week|woche|semaine|semana)|eow|end of week`,
    ),
    (_, now) => monday(now) + 4 * DAY,
  ),
  rule(
    WORD(
      `${END} ?(?:next |nachsten |kommenden )(?:month|monats?)|fin du mois prochain|fin(?:es)? del (?:proximo mes|mes que viene)|fim do (?:proximo mes|mes que vem)`,
    ),
    (_, now) => lastOfMonth(now, 1),
  ),
  rule(
    WORD(
      `${END} ?(?:this |the |des |dieses |ce |du |este |del? |do |deste )?(?:month|monats?|mois|mes)|eom|monatsende|fin de mes`,
    ),
    (_, now) => lastOfMonth(now, 0),
  ),
];

function rulesOf(lexicon: Lexicon): Rule[] {
  const slashed: Rule = rule(
    "(?<![\\d/])(\\d{1,2})/(\\d{1,2})(?:/(\\d{4}|\\d{2}))?(?![\\d/])",
    ([, a, b, y], now) => {
      const [first, second] = [Number(a), Number(b)];
      const isJapanese = lexicon.languages.length < 6 && lexicon.languages.includes("ja");
      if (first > 12) return comingDay(now, second, first, y);
      if (second > 12 || isJapanese) return comingDay(now, first, second, y);
      // In English, or with no sign of a language, people read it in two ways.
      const dayFirst =
        lexicon.languages.length < 6 && lexicon.languages.some((one) => one !== "en" && one !== "ja");
      return dayFirst || first === second ? comingDay(now, second, first, y) : null;
    },
  );
  const months = lexicon.months.flatMap((names) => names.map((name, index) => ({ name, index })));
  const monthOf = (word = "") =>
    months.find(({ name }) => new RegExp(`^(?:${name})$`, "u").test(word))?.index ?? -1;
  const anyMonth = `(${months.map(({ name }) => name).join("|")})`;
  const year = `(?:,? ?(?:de |do )?(\\d{4}))?`;
  return [
    rule(
      WORD(
        "(?:the )?end of next week|ende (?:der )?(?:nachsten|kommenden) woche|ende nachster woche|(?:la )?fin de (?:la )?semaine prochaine|(?:a )?fin(?:es|ales)? de (?:la )?(?:proxima semana|semana que viene)|(?:o )?fim da (?:proxima semana|semana que vem)",
      ),
      (_, now) => monday(now) + 11 * DAY,
    ),
    rule("来週末", (_, now) => monday(now) + 11 * DAY),
    slashed,
    ...(months.length === 0
      ? []
      : [
          rule(WORD(`${END} ?(?:de |d')?${anyMonth}(?: (?:de )?(\\d{4}))?`), ([, m, y], now) =>
            lastOf(now, monthOf(m), y),
          ),
          rule(
            WORD(
              `(?:the |den |am |le |el |o |dia )?(\\d{1,2})(?:st|nd|rd|th|er|\\.|º|o)? ?(?:of |de |do )?${anyMonth}\\.?${year}`,
            ),
            ([, d, m, y], now) => comingDay(now, monthOf(m) + 1, Number(d), y),
          ),
          rule(WORD(`${anyMonth}\\.? (\\d{1,2})(?:st|nd|rd|th)?${year}`), ([, m, d, y], now) =>
            comingDay(now, monthOf(m) + 1, Number(d), y),
          ),
        ]),
    rule(
      WORD("(?:the )(\\d{1,2})(?:st|nd|rd|th)|(?:le|el|am|dia|o dia|zum|den) (\\d{1,2})\\.?(?! ?[%:.\\d])"),
      ([, a, b], now) => comingDayOfMonth(now, Number(a ?? b)),
    ),
    ...lexicon.weekdays.flatMap(({ language, names }) =>
      names.map((name, index) => weekday(name, index, language === "ja")),
    ),
    rule(
      WORD(
        "next week|nachste woche|la semaine prochaine|la proxima semana|la semana que viene|semana que vem|proxima semana",
      ),
      (_, now) => monday(now) + 7 * DAY,
    ),
    rule("来週(?![の末]|\\p{Script=Han}曜)", (_, now) => monday(now) + 7 * DAY),
  ];
}

const NEXT = "next|nachste[nrms]?|der nachsten woche";
const COMING =
  "this|coming|diese[nrms]?|kommende[nrms]?|ce|este|esta|proxim[oa]|na|no|el|le|la|a|am|on|by|until";

/** "Friday" is the next one to come, "next Friday" the one of next week (weeks begin on Monday). */
function weekday(name: string, index: number, japanese: boolean): Rule {
  const coming = (now: number) => now + ((index - new Date(now).getUTCDay() + 7) % 7 || 7) * DAY;
  const ofNextWeek = (now: number) => monday(now) + (7 + ((index + 6) % 7)) * DAY;
  return japanese
    ? rule(`(来週の?|今週の?|次の)?${name}`, ([, next], now) =>
        next?.startsWith("来週") === true ? ofNextWeek(now) : coming(now),
      )
    : rule(
        WORD(
          `(?:(${NEXT}) |(?:${COMING}) )?${name}( prochaine?| que vem| que viene| proxim[oa]| next week| (?:der )?nachsten woche| de la semaine prochaine| da (?:proxima semana|semana que vem)| de la proxima semana)?`,
        ),
        ([, next, behind = ""], now) =>
          next === undefined && !/(?:week|woche|semaine|semana)/u.test(behind)
            ? coming(now)
            : ofNextWeek(now),
      );
}
