import type { NamedOption } from "../../contract/index.ts";
import { tokenOf } from "../sentence/choose-option.ts";
import { findPhrase, type FoundPhrase } from "./find-phrase.ts";
import { isDefect, isWish, quoted, type Look, type Signal } from "./signal.ts";

const BROKEN =
  /(?<![\p{L}])(?:(?:does|do|did|is|are) ?n[o'’]t work(?:ing)?|no longer works?|stopped working|broken|crash(?:es|ed)?|throws? an? (?:error|exception)|(?:internal server )?error \d{3}|http \d{3}|\b50[0234]\b|exception|stack ?trace|white page|blank page|funktioniert nicht(?: mehr)?|stürzt ab|fehlermeldung|kaputt)(?![\p{L}])/u;
const WISHED =
  /^(?:feature request\b|as an? [\p{L} ]{2,40}?,? i (?:want|would like|need)|(?:please )?(?:add|support|allow|introduce|provide|make it possible)(?![\p{L}])|it would be (?:nice|great|good)|wunsch:|als [\p{L} ]{2,40}? möchte ich)/u;

/** A type that contradicts the text: something broken that is no bug, or a wish that is one. */
export const guessIssueType: Signal = (look) => {
  const { facts } = look;
  const meta = facts.editable.find((one) => one.field === "issuetype" && one.kind === "select");
  if (meta === undefined) return [];
  const now = facts.issue.issueType.name;
  const other = meta.options.filter((option) => option.id !== facts.issue.issueType.id);
  const found = isDefect(now)
    ? wishIn(look, other)
    : isWish(now) || /epic|sub-?task|change/i.test(now)
      ? undefined
      : defectIn(look, other);
  if (found === undefined) return [];
  const { option, phrase } = found;
  return [
    {
      type: "set-field",
      field: meta.field,
      value: tokenOf(meta, option),
      confidence: 0.72,
      because: [quoted(meta.field, phrase.source, phrase.quote)],
    },
  ];
};

type Found = { option: NamedOption; phrase: FoundPhrase } | undefined;

function defectIn(look: Look, options: readonly NamedOption[]): Found {
  const option = options.find((one) => /^(?:bug|defect|fehler)$/iu.test(one.name));
  const phrase = brokenSummary(look);
  return option === undefined || phrase === undefined ? undefined : { option, phrase };
}

/** "does not work" is itself a denial, so the summary alone is asked, as it stands. */
function brokenSummary({ facts }: Look): FoundPhrase | undefined {
  const found = new RegExp(BROKEN.source, "iu").exec(facts.issue.summary);
  return found === null ? undefined : { source: "summary", quote: found[0] };
}

function wishIn(look: Look, options: readonly NamedOption[]): Found {
  const option = options.find((one) =>
    /^(?:story|user story|new feature|feature|improvement)$/iu.test(one.name),
  );
  const found = new RegExp(WISHED.source, "iu").exec(look.facts.issue.summary);
  if (option === undefined || found === null || findPhrase(BROKEN, look) !== undefined) return undefined;
  return { option, phrase: { source: "summary", quote: found[0] } };
}
