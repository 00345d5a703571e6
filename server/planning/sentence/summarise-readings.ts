import type { Draft } from "../draft.ts";
import type { IssueFacts } from "../facts.ts";
import type { Reading } from "./clause.ts";

/** All that was read, and what was not, as one draft. */
export function summariseReadings(
  readings: readonly Reading[],
  unclear: readonly string[],
  facts: IssueFacts,
): Draft {
  const steps = readings.flatMap((one) => (one.kind === "steps" ? one.steps : []));
  const questions = readings.flatMap((one) => (one.kind === "ask" ? [one.question] : [])).slice(0, 5);
  const said = readings.flatMap((one) => (one.kind === "note" && one.words !== "" ? [one.words] : []));
  const missed = unclear.slice(0, 5).map((text) => `Not understood: “${text.slice(0, 120)}”.`);
  const empty = steps.length === 0 && questions.length === 0;
  const notes =
    empty && said.length === 0 ? [] : [...said, ...missed].slice(0, 10).map((words) => words.slice(0, 500));
  return { summary: empty ? helpWith(unclear, facts) : "", steps, questions, notes };
}

function helpWith(unclear: readonly string[], { people, transitions }: IssueFacts): string {
  const person = people[0]?.name.split(" ")[0];
  const examples = [
    ...(person === undefined ? [] : [`“assign this to ${person}”`]),
    "“make it High”",
    ...(transitions[0] === undefined ? [] : [`“move it to ${transitions[0].to.name}”`]),
    "“comment: …”",
  ];
  const what = unclear.length === 0 ? "that" : `“${unclear.join("; ").slice(0, 160)}”`;
  return `TicketSmith did not understand ${what}. Try ${examples.slice(0, -1).join(", ")} or ${examples.at(-1) ?? ""}.`;
}
