import type { Question, Step } from "../../contract/index.ts";
import type { Facts } from "../facts.ts";
import { joinPhrases, titleOf } from "./title-of.ts";

const LONGEST = 300;

/** One line for the whole plan, written from its steps, so that it cannot promise anything else. */
export function summarise(
  steps: readonly Step[],
  questions: readonly Question[],
  facts: Pick<Facts, "people">,
): string {
  const nameOf = (account: string) =>
    facts.people.find((one) => one.accountId === account)?.name ?? "somebody";
  const line =
    steps.length > 0
      ? joinPhrases(steps.map((step) => titleOf(step.action, nameOf)))
      : (questions[0]?.text ?? "Nothing to do");
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 1)}…` : line;
}
