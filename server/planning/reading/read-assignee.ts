import type { Person } from "../facts.ts";
import { aliasOf } from "../name-tokens.ts";
import { matchName } from "../sentence/match-name.ts";
import {
  ask,
  clauseAt,
  freeMatches,
  inQuotes,
  isFree,
  sayInstead,
  sentenceAt,
  originalOf,
  type Order,
  type Scene,
} from "./scene.ts";
import type { Mention } from "./spot-people.ts";
import type { Stretch } from "./split-text.ts";

/** First names that are everyday words as well: written small, or first in a sentence, they are mostly that. */
const EVERYDAY =
  /^(?:will|mark|grace|may|june|april|art|bill|drew|chase|hope|joy|faith|sky|rose|grant|frank|max|pat|rob|sue|don|dean|jack|jan|so|ana|mar|sol|luz|paz)$/u;

/** Who shall have it: a person, nobody, or a question. */
export function readAssignee(scene: Scene): Order[] {
  const given = scene.people.filter((mention) => isGiven(scene, mention));
  const last = given.at(-1);
  if (last !== undefined) return [orderFor(scene, last)];
  return [...toMe(scene), ...toNobody(scene), ...toThem(scene), ...toStranger(scene)].slice(0, 1);
}

function isGiven(scene: Scene, mention: Mention): boolean {
  return !inQuotes(scene, mention) && isFree(scene, mention.start) && hasCue(scene, mention);
}

function hasCue(scene: Scene, mention: Mention): boolean {
  const { text, lexicon } = scene;
  const sentence = sentenceAt(scene, mention.start);
  const clause = clauseAt(scene, mention.start);
  if (sentence === undefined || clause === undefined) return false;
  const before = text.slice(Math.max(0, mention.start - 60), mention.start);
  const near = before.slice(before.lastIndexOf("\n") + 1);
  const behind = text.slice(mention.end, Math.min(text.length, mention.end + 60)).split("\n")[0] ?? "";
  const word = text.slice(mention.start, mention.end);
  const isBehind = lexicon.giveBehind.test(behind);
  if (/^(?:'s|’s|s')? ?のまま|^(?:さん|様)? ?のまま/u.test(behind)) return false;
  if (EVERYDAY.test(word) && !isBehind) {
    const capital = originalOf(scene, mention).charAt(0) !== word.charAt(0);
    const given = lexicon.giveBefore.test(near) && isStrong(near);
    if (!given && (!capital || near.trim() === "")) return false;
  }
  if (
    /^ ?(?:asked|wants|said|says|wrote|thinks|fragt|sagt|meint|dit|demande|dice|pide|disse|pediu)/u.test(
      behind,
    )
  )
    return false;
  if (/(?:^|[\s(])(?:cc|fyi|bcc|kopie an|en copie|con copia)[:\s]*@?$/u.test(near)) return false;
  if (isBehind) return true;
  if (
    scene.facts.issue === null &&
    mention.whole &&
    /(?:^|[\s,])(?:for|fur|pour|para)\s$/u.test(near) &&
    !/^['’]?s(?![\p{L}])/u.test(behind)
  )
    return true;
  // "reassign from Misaki to Kenji"
  if (/(?:^|\s)(?:from|von|de) $/u.test(near) && /^ (?:to|an|a|para) /u.test(behind)) return false;
  if (
    /(?:from|von|de) [^,.]{2,40} (?:to|an|a|para) $/u.test(near) &&
    /assign|weis|attrib|asign|atribu|pass|move|hand|give|geb/u.test(clauseWords(scene, clause))
  )
    return true;
  if (lexicon.giveBefore.test(near)) return isStrong(near) || isOrderly(scene, clause, sentence);
  const alone =
    text.slice(clause.start, mention.start).trim() === "" &&
    /^(?:さん|様)?\s*(?:please|pls|bitte|svp|stp)?\s*$/u.test(text.slice(mention.end, clause.end));
  const noun = new RegExp(`(?:${lexicon.noun("assignee")})\\s*[:：=]?\\s*$`, "u");
  return (
    noun.test(near) || (alone && mention.whole && scene.sentences.length <= 2 && isBareList(scene, sentence))
  );
}

const clauseWords = ({ text }: Scene, { start, end }: Stretch): string => text.slice(start, end);

/** "to Mia" alone may be anything; with a verb of giving it is an order. */
const isStrong = (near: string): boolean =>
  /(?:assign|gve|gv|asgn|kann (?:das|es|dies)|konnte (?:das|es)|give|hand|pass|route|let|have|get|put|owner|@|weis|gib|ubergib|zustandig|bearbeiter|verantwortlich|attribu|donne|confie|affecte|passe|transf|refile|met|c'est|macht|ubernimmt|soll|kummert|geht an|bei|belongs|over to|go|by|ask|want|like|need|quem|fi(?:ca|que)|colo|maos?|cargo|conta|druck|schieb|leg|reich|uberlass|toss|kick|throw|bounce|drop|dump|stick|leave|delegat|colle|file|balance|refourgue|charge|echa|endosa|encarg|ocup|encarreg|joga|larga|repassa|encaminha|responsable|asigna|pasa|dasel|dale|encargad|que l[oa] |ponselo|atribu|responsavel|bota|deixa|manda|da pr|担当)[^,.;]*$/u.test(
    near,
  );

function isOrderly(scene: Scene, clause: Stretch, sentence: Stretch): boolean {
  const { text, lexicon, facts } = scene;
  const words = text.slice(clause.start, clause.end);
  if (facts.issue === null) return true;
  const whole = text.slice(sentence.start, sentence.end);
  return (
    lexicon.giveBehind.test(words) ||
    /(?:geb|gib|weis|zuweis|ubergeb|pass|don|attrib|confi|asign|da |manda|atrib)/u.test(whole)
  );
}

/** A sentence of nothing but values: "Kofi Mensah, Major". */
const isBareList = ({ text, facts }: Scene, { start, end }: Stretch): boolean =>
  text.slice(start, end).trim().length < 60 && facts.issue !== null;

function orderFor(scene: Scene, mention: Mention): Order {
  const { facts } = scene;
  const [only, ...others] = mention.people;
  const named = settledBy(scene, mention);
  const person = others.length === 0 ? only : named;
  if (person !== undefined)
    return {
      kind: "value",
      field: "assignee",
      value: aliasOf(facts, person),
      confidence: mention.whole ? 0.97 : 0.93,
      start: mention.start,
      end: mention.end,
    };
  return whichOf(scene, mention, mention.people);
}

/** Another place in the text may say who is meant: "Anna Lindqvist … Anna". */
function settledBy(scene: Scene, mention: Mention): Person | undefined {
  const whole = scene.people.filter(
    (one) => one.whole && one.people.length === 1 && one.start !== mention.start,
  );
  const fitting = [...new Set(whole.flatMap((one) => one.people))].filter((person) =>
    mention.people.includes(person),
  );
  return fitting.length === 1 ? fitting[0] : undefined;
}

const whichOf = (scene: Scene, at: Stretch, people: readonly Person[]): Order =>
  ask(
    at,
    "assignee",
    `Which ${originalOf(scene, at).slice(0, 60)} do you mean?`,
    people.map((person) => ({
      label: person.name,
      person: aliasOf(scene.facts, person),
      means: sayInstead(scene, at, person.name),
    })),
  );

const GIVE =
  "(?:(?:re)?assign(?: (?:it|this|that|this one))?(?: to)?|(?:give|hand|pass|send|kick|toss|throw|bounce|move|shift|leave) (?:it|this|that|this one)(?: over| on| along| across| back)? (?:to|with)|put(?= (?:him|her|them) (?:down|on))|weise? (?:es |das )?|(?:assigne|attribue|donne)(?:r|z)?(?:[- ](?:le|la|moi))?(?:[- ]le)?(?: a)?|asigna(?:lo|la|me)?(?:lo|la)?(?: a)?|atribu(?:a|i|ir)(?: (?:isso|esse|essa))?(?: (?:a|para|pra))?)";

function toMe(scene: Scene): Order[] {
  const { lexicon, facts, request } = scene;
  const me = `(?:${GIVE} (?:${lexicon.source("me")})|(?:${lexicon.source("me")}) ?(?:zuweisen|に(?:割り?当て|アサイン|担当))|i'?ll take (?:it|this)|ich ubernehme|je (?:m'en occupe|le prends)|yo (?:lo|la) (?:cojo|tomo)|me (?:lo )?asign|eu (?:pego|assumo)|attribue[- ]le[- ]moi|asignamel[oa])`;
  return [...freeMatches(scene, new RegExp(me, "gu"))].slice(0, 1).map((match): Order => {
    const at = { start: match.index, end: match.index + match[0].length };
    const person = facts.people.find(({ accountId }) => accountId === request.by);
    return person === undefined
      ? ask(at, "assignee", "Who should it be assigned to?")
      : { kind: "value", field: "assignee", value: aliasOf(facts, person), confidence: 0.97, ...at };
  });
}

const UNASSIGN =
  "(?<![\\p{L}])(?:un-?assign|entferne? (?:den |die )?(?:bearbeiter(?:in)?|zuweisung)|(?:bearbeiter(?:in)?|zuweisung) (?:entfernen|loschen|leeren|rausnehmen|raus)|desassign|desasigna\\p{L}*|desatrib\\p{L}*|sin asignar|sem responsavel|(?:remove|clear|drop) (?:the )?(?:assignee|owner)|(?:take|get|remove|pull|kick|drop) \\p{L}[\\p{L}-]*(?: \\p{L}[\\p{L}-]*){0,2} (?:off|from) (?:this|it|the)|nimm (?:ihn|sie|den|die|\\p{L}+) (?:da |hier |bitte |wieder |mal |davon )*(?:runter|raus|weg|ab)|(?:enleve|retire|vire|degage)(?:r|z)? \\p{L}+ (?:de la|du ticket|de ce ticket|d'ici)|(?:quita|saca)(?:r)? a \\p{L}+(?: de (?:aqui|ahi|esto|este|esta))?|(?:tira|remove|retira)(?:r)? (?:o |a )?\\p{L}+ (?:dai|daqui|disso|disto|dessa|desse|desta|deste)|(?:deixa|fica|deja|queda) (?:sem|sin) (?:ninguem|dono|nadie|dueno)|(?:retire|enleve)[- ](?:le|la)(?=[.,!\\s]|$)|(?:retire|enleve)(?:r|z)? (?:l'assigne|le responsable)|quita(?:r)? (?:el |al |la )?(?:responsable|asignad[oa]|asignacion)|(?:without|with no) (?:an? )?(?:assignee|owner)|ohne bearbeiter(?:in)?|sans (?:responsable|assigne)|sin responsable|tira(?:r)? (?:o )?responsavel|担当(?:者)?を(?:外し|なし|解除|未)|未割り?当て|アサインを(?:外し|解除))";

function toNobody(scene: Scene): Order[] {
  const { lexicon } = scene;
  const noun = `(?:${lexicon.noun("assignee")})\\s*(?:[:：=]|to|auf|a|は)?\\s*(?:${lexicon.source("nobody")}|-|—|n/a)`;
  const give = `${GIVE} (?:${lexicon.source("nobody")})`;
  const matches = [
    ...freeMatches(scene, new RegExp(`${UNASSIGN}|${give}`, "gu")),
    ...formMatches(scene, noun),
  ];
  return matches.slice(0, 1).map(
    (match): Order => ({
      ...{ kind: "value", field: "assignee", value: null, confidence: 0.96 },
      ...{ start: match.index, end: match.index + match[0].length },
    }),
  );
}

/** "Assignee: none" is no denial of anything. */
const formMatches = (scene: Scene, source: string): (RegExpMatchArray & { index: number })[] =>
  [...scene.text.matchAll(new RegExp(source, "gu"))].filter(
    (match) => !inQuotes(scene, { start: match.index, end: match.index + match[0].length }),
  );

/** "… assign it to her": whoever was spoken of. */
function toThem(scene: Scene): Order[] {
  const { lexicon } = scene;
  const said = new RegExp(
    `${GIVE} (?:${lexicon.source("pronoun")})|give (?:him|her|them) (?:it|this|that)|(?:gib|geb(?:t|en)?) (?:ihm|ihr) (?:das|es)|asignasel[oa]|(?:dasel|pasasel)[oa]|(?:彼|彼女)(?:に|へ)`,
    "gu",
  );
  return [...freeMatches(scene, said)].slice(0, 1).map((match): Order => {
    const at = { start: match.index, end: match.index + match[0].length };
    const spoken = scene.people.findLast(({ end }) => end <= match.index);
    if (spoken === undefined) return ask(at, "assignee", "Who should it be assigned to?");
    const order = orderFor(scene, spoken);
    return order.kind === "value" ? { ...order, confidence: 0.88 } : order;
  });
}

/** An order to give it to somebody who cannot be found here. */
function toStranger(scene: Scene): Order[] {
  const { lexicon, facts } = scene;
  const noun = `(?:${lexicon.noun("assignee")})\\s*[:：=]`;
  const said = new RegExp(
    `(?:${GIVE} |${noun} ?|give (?:it|this|that) to |zuweisen an |an (?=\\p{L}+ (?:geben|zuweisen|ubergeben)))(?!(?:to|it|this|the|high|low|pls|please)[\\s,]|there|here|back|um )([\\p{L}][^,.;:!?\\n()]{1,40})`,
    "gu",
  );
  const japanese =
    /([\p{Script=Han}\p{Script=Katakana}ー]{2,8})(?:さん|様|氏)(?:に|へ|を担当)(?:アサイン|割り?当て|担当|渡|お願い|に|変更)/gu;
  const stranger = [...freeMatches(scene, japanese)][0];
  if (stranger !== undefined && scene.people.every(({ start }) => start !== stranger.index))
    return [
      ask(
        { start: stranger.index, end: stranger.index + (stranger[1]?.length ?? 0) },
        "assignee",
        `Nobody called “${stranger[1] ?? ""}” can be chosen here. Who should it be?`,
      ),
    ];
  return [...freeMatches(scene, said)].slice(0, 1).map((match): Order => {
    const words = (match[1] ?? "").trim();
    const start = match.index + match[0].length - (match[1] ?? "").length;
    const at = { start, end: start + words.length };
    const near = matchName(words.split(" ").slice(0, 2).join(" "), facts.people);
    const single = near.found.length > 0 ? near : matchName(words.split(" ")[0] ?? "", facts.people);
    const [only, ...others] = single.found;
    const word = originalOf(scene, at).split(" ")[0] ?? "";
    if (only !== undefined && others.length === 0 && /^\p{Lu}/u.test(word))
      return { kind: "value", field: "assignee", value: aliasOf(facts, only), confidence: 0.8, ...at };
    if (only !== undefined && others.length > 0) return whichOf(scene, at, single.found);
    return ask(
      at,
      "assignee",
      `Nobody called “${originalOf(scene, at).slice(0, 60)}” can be chosen here. Who should it be?`,
    );
  });
}
