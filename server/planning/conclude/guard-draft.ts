import type { AccountId, InjectionFinding } from "../../contract/index.ts";
import type { Draft } from "../draft.ts";
import type { EngineReply } from "../engine.ts";
import type { Facts, PlanningRequest } from "../facts.ts";
import { findOrders, sayOrder } from "../find-orders.ts";
import { personAliases } from "../name-tokens.ts";
import { keepInScope } from "../scope/keep-in-scope.ts";
import { cleanDraft } from "./clean-draft.ts";

/** What may be gone on with, and what was found in text of others. */
export type Guarded = { draft: Draft; findings: InjectionFinding[]; lookFailed: boolean };

/** Everything that stands between hostile text and a plan. */
export function guardDraft(
  draft: Draft,
  {
    facts,
    request,
    reply: { engine, suspects = [] },
  }: { facts: Facts; request: PlanningRequest; reply: Pick<EngineReply, "engine" | "suspects"> },
  note: (words: string) => void,
): Guarded {
  const lookFailed = suspects === "failed";
  if (lookFailed) note(LOOK_FAILED);
  const findings = findOrders(facts, request, chosenPeople(draft, facts), lookFailed ? [] : suspects);
  for (const finding of findings) note(sayOrder(finding));
  // The offline engine reads orders from the request and nowhere else; a model has read everything.
  if (engine === "offline") return { draft, findings, lookFailed };
  const clean = cleanDraft(draft, request, note);
  return { draft: { ...clean, steps: keepInScope(clean.steps, facts, request, note) }, findings, lookFailed };
}

const LOOK_FAILED = "The model did not answer whether the texts here try to give orders.";

/** A name can be an order too: that of somebody who would get the issue is looked at. */
function chosenPeople({ steps }: Draft, facts: Facts): AccountId[] {
  const people = personAliases(facts.people);
  return steps.flatMap((step) => {
    const person = step.type === "assign" && step.person !== null ? people.get(step.person) : undefined;
    return person === undefined ? [] : [person.accountId];
  });
}
