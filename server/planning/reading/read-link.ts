import { relationTokens } from "../name-tokens.ts";
import { fold } from "./fold-view.ts";
import { ask, freeMatches, inQuotes, isFree, sentenceAt, type Order, type Scene } from "./scene.ts";

const KEY = /(?<![\p{L}\p{N}-])[a-z][a-z0-9_]+-\d+(?![\p{L}\p{N}-])/gu;

/** What this issue is to another one that is named by its key; a question where a link is wanted to nobody knows what. */
export function readLink(scene: Scene): Order[] {
  const { text, facts, lexicon } = scene;
  const orders = [...text.matchAll(KEY)].flatMap((match): Order[] => {
    const key = match[0].toUpperCase();
    const at = { start: match.index, end: match.index + match[0].length };
    if (key === facts.issue?.ref.key || inQuotes(scene, at) || !isFree(scene, at.start)) return [];
    const sentence = sentenceAt(scene, at.start);
    const other = facts.similar.some(({ ref }) => ref.key === key);
    const relation = relationIn(
      scene,
      text.slice(sentence?.start ?? 0, at.start),
      text.slice(at.end, sentence?.end),
    );
    if (relation === undefined) return [];
    if (!other) return [ask(at, "link", `${key} cannot be found. Which issue do you mean?`)];
    return [{ kind: "link", relation, issueKey: key, confidence: 0.95, ...at }];
  });
  if (orders.length > 0) return surest(orders);
  const joins = new RegExp(
    `${lexicon.source("link")}|(?:make|mark|flag|markier\\p{L}*|marca\\p{L}*) [^.!?]{0,25}(?:${lexicon.source("duplicate")}) (?:of|von|de|do|da)`,
    "gu",
  );
  const wanted = [...freeMatches(scene, joins)][0];
  if (wanted === undefined || /a (?:link|url)|https?:/u.test(text)) return [];
  const sentence = sentenceAt(scene, wanted.index);
  if (/[a-z][a-z0-9]+-\d/u.test(text.slice(sentence?.start, sentence?.end))) return [];
  return [
    ask(
      { start: wanted.index, end: wanted.index + wanted[0].length },
      "link",
      "Which issue should it be linked to?",
    ),
  ];
}

/** Of several words about one pair the last and most particular counts: "dupe of A? no, of B. Link it as a duplicate of B". */
function surest(orders: readonly Order[]): Order[] {
  const byKey = new Map<string, Order>();
  for (const order of orders) {
    const key = order.kind === "link" ? order.issueKey : "";
    const before = byKey.get(key);
    if (
      before?.kind === "link" &&
      order.kind === "link" &&
      /relate/u.test(order.relation) &&
      !/relate/u.test(before.relation)
    )
      continue;
    byKey.set(key, order);
  }
  return [...byKey.values()];
}

const THIS =
  /(?<![\p{L}])(?:this|it|that|dies\p{L}*|das hier|es|ce|celui-ci|cette|est[eao]|ess[eao]|isso|esto)(?![\p{L}])|この|これ/u;

function relationIn(scene: Scene, before: string, behind: string): string | undefined {
  const { lexicon, facts } = scene;
  const tokens = [...relationTokens(facts.linkTypes).keys()];
  const exact = tokens
    .toSorted((a, b) => b.length - a.length)
    .find(
      (token) =>
        before.includes(fold(token)) ||
        (behind.includes(fold(token)) && lexicon.pattern("link").test(before)),
    );
  if (exact !== undefined) return exact;
  // "SHOP-7 blocks our release" says nothing of this issue; "SHOP-7 blocks this" does.
  const verb = /^\s*(?:is |was |currently |also )?(block|duplicat|relate|blockiert|bloque|bloqu)\p{L}*/u.exec(
    behind,
  )?.[1];
  if (verb !== undefined) {
    if (!THIS.test(behind)) return undefined;
    if (verb.startsWith("bl")) return tokens.find((token) => /blocked by/iu.test(token));
    if (verb.startsWith("dup")) return tokens.find((token) => /duplicated by/iu.test(token));
  }
  const words = `${before} \u0000 ${behind}`;
  const phrase = lexicon.pattern("blockedBy").test(words)
    ? /blocked by/iu
    : lexicon.pattern("duplicate").test(words)
      ? /^duplicates/iu
      : lexicon.pattern("blocks").test(words)
        ? /^blocks/iu
        : lexicon.pattern("relates").test(words) || lexicon.pattern("link").test(words)
          ? /relates to|related/iu
          : undefined;
  return phrase === undefined ? undefined : tokens.find((token) => phrase.test(token));
}
