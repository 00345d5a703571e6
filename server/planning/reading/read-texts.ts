import type { FieldMeta } from "../facts.ts";
import { freeMatches, originalOf, sentenceAt, type Order, type Scene } from "./scene.ts";
import type { Stretch } from "./split-text.ts";

const VERB =
  "(?:add|leave|write|post|put|drop|pop|stick|jot|scribble|record|log|schreib(?:e|en|t)?|hinterlass(?:e|en)?|fug(?:e|en)?|ajoute(?:r|z)?|mets|laisse(?:r|z)?|ecris|anade|agrega|pon(?:er)?|deja|escribe|adiciona(?:r)?|coloca(?:r)?|deixa(?:r)?|escreve(?:r)?)";
/** "Tell the reporter: …": who is told something here is told it in a comment. */
const COMMENTS =
  "(?<![\\p{L}])(?:(?:reply|respond|write back)(?= |:)|(?:tell|answer|inform|notify|let|ask) (?:them|him|her|the (?:reporter|customer|client|user|requester|team))|antworte(?:n|t)?(?= |:)|schreib(?:e|en|t)? (?:dazu|drunter|darunter|rein|ihm|ihr|ihnen|de[mr] \\p{L}+)|sag(?:e|t)? (?:ihm|ihr|ihnen|de[mr] \\p{L}+)|reponds(?:-lui|-leur)?|ecris(?:-lui|-leur)|dis(?:-lui|-leur)|responde(?:le|les)?|contesta(?:le|les)?|dile(?:s)?|escribele(?:s)?|anota(?= |:)|apunta(?= |:)|avisa(?= |:)|escreve (?:ai|la|aqui|para)|comenta(?:r)?(?: ai| aqui| que)?|comment(?:ez|er)?(?= ?:)|kommentier(?:e|en)?)";

/** A comment in the person's own words: behind a colon, or in quotation marks. */
export function readComment(scene: Scene): Order[] {
  const { lexicon } = scene;
  const noun = `(?:${lexicon.noun("comment")})`;
  const said = new RegExp(
    `(?:${VERB}\\s[^.!?\\n:：]{0,40})?${noun}[^.!?\\n:："“„«「]{0,40}|${COMMENTS}[^.!?\\n:："“„«「]{0,30}`,
    "gu",
  );
  for (const match of freeMatches(scene, said)) {
    const from = match.index + match[0].length;
    const text = textFrom(scene, from);
    if (text === undefined) continue;
    return [
      {
        kind: "comment",
        markdown: originalOf(scene, text).trim(),
        confidence: 0.95,
        start: match.index,
        end: text.end,
      },
    ];
  }
  const before = scene.quotes.find(({ end }) =>
    /^ ?(?:と|を)?コメント|^ ?(?:als|as an?|comme|como) (?:kommentar|comment|commentaire|comentario)/u.test(
      scene.text.slice(end),
    ),
  );
  return before === undefined
    ? []
    : [
        {
          kind: "comment",
          markdown: originalOf(scene, before.inner).trim(),
          confidence: 0.93,
          start: before.start,
          end: before.end,
        },
      ];
}

/** Text in quotes right here, or all that stands behind a colon up to the end of the paragraph. */
export function textFrom(scene: Scene, from: number): Stretch | undefined {
  const { text, quotes } = scene;
  const gap = /^[\s:：=,]*/u.exec(text.slice(from))?.[0] ?? "";
  const quote = quotes.find(({ start }) => start >= from && start <= from + gap.length);
  if (quote !== undefined) return quote.inner;
  if (!/[:：=]/u.test(gap)) return undefined;
  const start = from + gap.length;
  const end = text.indexOf("\n", start);
  const line = text.slice(start, end === -1 ? text.length : end).trimEnd();
  return line === "" ? undefined : { start, end: start + line.length };
}

/** A new summary: "rename it to …", "Titel ändern in: …", "件名を「…」に変えて". */
export function readRename(scene: Scene, meta: FieldMeta): Order[] {
  const { lexicon, text } = scene;
  const verb = new RegExp(`(?:${lexicon.source("rename")})[^.!?\\n:："“„«「]{0,30}`, "gu");
  const noun = new RegExp(`(?:${lexicon.noun("summary")})[^.!?\\n:："“„«「]{0,30}`, "gu");
  for (const [pattern, needsVerb] of [
    [verb, false],
    [noun, true],
  ] as const)
    for (const match of freeMatches(scene, pattern)) {
      const found = textFrom(scene, match.index + match[0].length) ?? unquoted(text, match);
      const sentence = sentenceAt(scene, match.index);
      if (found === undefined || sentence === undefined) continue;
      const around = text.slice(sentence.start, Math.max(sentence.end, found.end + 12));
      const isForm =
        text.slice(sentence.start, match.index).trim() === "" &&
        /^[^:：]*[:：]/u.test(text.slice(match.index, found.start));
      if (needsVerb && !isForm && !lexicon.pattern("set").test(around)) continue;
      return [
        {
          kind: "value",
          field: meta.field,
          value: originalOf(scene, found).trim(),
          confidence: 0.95,
          start: match.index,
          end: found.end,
        },
      ];
    }
  return [];
}

/** "rename this to Crash on launch" */
function unquoted(text: string, match: RegExpMatchArray & { index: number }): Stretch | undefined {
  const to = /(?<![\p{L}])(?:to|in|en|a|para|zu) $/u.exec(match[0]);
  if (to === null) return undefined;
  const start = match.index + match[0].length;
  const line = /^[^\n]{3,200}/u.exec(text.slice(start))?.[0].trimEnd();
  return line === undefined ? undefined : { start, end: start + line.length };
}
