import type { FoundPersonalData } from "../../contract/index.ts";
import {
  countFound,
  DEFAULT_PERSONAL_DATA_POLICY,
  treatPersonalData,
  type PersonalDataPolicy,
} from "../../guardrails/index.ts";
import type { Facts, PlanningRequest } from "../facts.ts";
import { plainText } from "../read-plain-text.ts";

const LONGEST_TEXT = 12_000;
/** Stands between texts while they are masked together, so that one number means one value in all of them. */
const SEAM = "\n\u241E\n";

export type MaskedTexts = {
  request: string;
  summary: string;
  description: string;
  comments: string[];
  similar: string[];
  /** Puts masked values back into a text that an engine returned. */
  unmask: (text: string) => string;
  /** What the request and the issue's own texts hold. */
  found: FoundPersonalData[];
};

/** Every text that people wrote, with secrets and personal data masked. The same facts always give the same masks. */
export function maskTexts(
  facts: Facts,
  request: PlanningRequest,
  policy: PersonalDataPolicy = DEFAULT_PERSONAL_DATA_POLICY,
): MaskedTexts {
  const { issue } = facts;
  const comments = (issue?.comments ?? [])
    .filter((one) => one.id !== request.commentId)
    .map((one) => plainText(one.body));
  const similar = facts.similar.map((one) => one.summary);
  const written = [
    request.text ?? "",
    issue?.summary ?? "",
    plainText(issue?.description ?? []),
    ...comments,
    ...similar,
  ];
  const texts = written.map((text) => text.slice(0, LONGEST_TEXT));
  // Names of the site are looked for only where that matters: a large site has thousands.
  const people = policy.person === "allow" ? [] : facts.people.map(({ name }) => name);
  const { shown, unmask, findings } = maskAll(texts, policy, people);
  const ours = texts.slice(0, texts.length - similar.length).join(SEAM).length;
  const [own = "", summary = "", description = "", ...rest] = shown;
  return {
    request: own,
    summary,
    description,
    comments: rest.slice(0, comments.length),
    similar: rest.slice(comments.length),
    unmask,
    found: countFound(
      findings.filter(({ start }) => start < ours),
      policy,
    ),
  };
}

/** Texts masked together. `shown` has as many. */
export function maskAll(texts: readonly string[], policy: PersonalDataPolicy, people: readonly string[]) {
  const seamless = texts.map((text) => text.replaceAll("\u241E", " "));
  const { masked, restore, findings } = treatPersonalData(seamless.join(SEAM), policy, people);
  const shown = masked.split(SEAM);
  // A secret that reached over a seam was masked as one: nothing is shown rather than a text in the wrong place.
  if (shown.length !== texts.length)
    return { shown: texts.map(() => "⟦HIDDEN⟧"), unmask: (text: string) => text, findings };
  return { shown, unmask: restore, findings };
}
