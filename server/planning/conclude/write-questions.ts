import type { Question } from "../../contract/index.ts";
import type { DraftQuestion } from "../draft.ts";
import type { Facts } from "../facts.ts";
import { personAliases } from "../name-tokens.ts";

const MOST_QUESTIONS = 5;

/** Questions with ids; a choice that is a person carries the account, so that a face can be shown. */
export function writeQuestions(drafts: readonly DraftQuestion[], facts: Facts): Question[] {
  const people = personAliases(facts.people);
  return drafts.slice(0, MOST_QUESTIONS).map(({ field, text, choices }, index) => ({
    id: `q${index + 1}`,
    text,
    ...(field === null ? {} : { field }),
    choices: choices.map(({ label, person, means }, number) => {
      const known = person === null ? undefined : people.get(person);
      const face = known === undefined ? {} : { accountId: known.accountId };
      return { id: `c${number + 1}`, label, ...face, means };
    }),
  }));
}
