import { ENGLISH } from "./words/english.ts";
import { FRENCH } from "./words/french.ts";
import { GERMAN } from "./words/german.ts";
import { JAPANESE } from "./words/japanese.ts";
import { PORTUGUESE } from "./words/portuguese.ts";
import { SPANISH } from "./words/spanish.ts";
import type { NounField, TypeKind, Words } from "./words/words.ts";

export type Language = "en" | "de" | "fr" | "es" | "pt" | "ja";

const WORDS: Readonly<Record<Language, Words>> = {
  en: ENGLISH,
  de: GERMAN,
  fr: FRENCH,
  es: SPANISH,
  pt: PORTUGUESE,
  ja: JAPANESE,
};
const LANGUAGES = ["en", "de", "fr", "es", "pt", "ja"] as const satisfies readonly Language[];

type PlainWords = {
  [K in keyof Words as Words[K] extends string ? K : never]: string;
};
export type Concept = keyof PlainWords;

/** Small words that hardly stand in another of these languages. */
const TELLING: Readonly<Record<Exclude<Language, "ja">, RegExp>> = {
  en: /(?<![a-z])(?:the|this|to|it|please|pls|and|is|with|for|of)(?![a-z])/g,
  de: /(?<![a-z])(?:der|die|das|und|ist|nicht|bitte|auf|den|mit|dem|ein|eine|fur|wird|wir|ich|mal|zu|bis|an)(?![a-z])/g,
  fr: /(?<![a-z])(?:le|la|les|et|est|une?|pour|sur|svp|stp|au|du|ce|avec|c'est|je|merci|dans|des|tu|vous|mets|passe)(?![a-z])/g,
  es: /(?<![a-z])(?:el|la|los|y|es|una?|para|por|lo|con|que|en|del|al|favor|esto|esta)(?![a-z])/g,
  pt: /(?<![a-z])(?:o|os|e|uma?|para|pra|pro|por|com|que|em|do|da|na|no|isso|esse|essa|dessa|desse|nao|ao|ta|voce|tambem|pode|sem)(?![a-z])/g,
};

/** English, which is everywhere, and what else the text seems to be in; all of them where it gives no sign. */
export function languagesOf(folded: string): Language[] {
  const counts = (["de", "fr", "es", "pt"] as const).map((language) => ({
    language,
    count: folded.match(TELLING[language])?.length ?? 0,
  }));
  const english = folded.match(TELLING.en)?.length ?? 0;
  const most = Math.max(...counts.map(({ count }) => count));
  const japanese: Language[] = /[\u3040-\u30FF\u4E00-\u9FFF]/u.test(folded) ? ["ja"] : [];
  if (most === 0 && japanese.length === 0 && english === 0) return [...LANGUAGES];
  const others = counts.filter(({ count }) => count > 0 && count * 2 >= most && count * 2 >= english);
  return ["en", ...others.map(({ language }) => language), ...japanese];
}

const joined = (languages: readonly Language[], pick: (words: Words) => string): string =>
  languages.map((language) => bounded(pick(WORDS[language]), language)).join("|");

/** Japanese has no spaces between words. A source that ends in a space is a word before another one. */
const bounded = (source: string, language: Language): string =>
  language === "ja"
    ? `(?:${source})`
    : `(?<![\\p{Script=Latin}\\p{N}_])(?:${source})(?![\\p{Script=Latin}\\p{N}_])`;

export type Lexicon = ReturnType<typeof lexiconFor>;

/** All words of some languages, as patterns over folded text. */
export function lexiconFor(languages: readonly Language[]) {
  const kept = new Map<string, RegExp>();
  /** Made once for a text: the same words are looked for in each of its clauses. */
  const made = (key: string, make: () => RegExp): RegExp => {
    const regex = kept.get(key) ?? make();
    kept.set(key, regex);
    return regex;
  };
  const source = (concept: Concept): string => joined(languages, (words) => words[concept]);
  const before = languages
    .map((language) => {
      const words = WORDS[language].giveBefore;
      return language === "ja" ? `(?:${words})` : `(?<![\\p{Script=Latin}\\p{N}_])(?:${words})`;
    })
    .join("|");
  return {
    languages,
    source,
    pattern: (concept: Concept, flags = "u"): RegExp =>
      made(`${concept} ${flags}`, () => new RegExp(source(concept), flags)),
    noun: (field: NounField): string =>
      joined(languages, (words) => `(?:${words.nouns[field]})(?:${words.ofThis})?`),
    giveBefore: new RegExp(
      `(?:${before})(?:[:：=] ?)?(?:the |el |la |den |die |der |o |a |hr\\.? |herrn? |frau |mr\\.? |ms\\.? )?["'@]?$`,
      "u",
    ),
    giveBehind: new RegExp(
      `^["']?(?:,? (?:please|bitte|svp|stp|porfa),?)? ?(?:${languages.map((language) => WORDS[language].giveBehind).join("|")})`,
      "u",
    ),
    priorities: languages.flatMap((language) =>
      WORDS[language].priorities.map(([rank, words]) => ({ rank, words: bounded(words, language) })),
    ),
    types: languages.flatMap((language) =>
      WORDS[language].types.map(([kind, words]): { kind: TypeKind; words: string } => ({
        kind,
        words: bounded(words, language),
      })),
    ),
    months: languages.map((language) => WORDS[language].months),
    weekdays: languages.map((language) => ({ language, names: WORDS[language].weekdays })),
  };
}
