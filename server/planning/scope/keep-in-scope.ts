import { assertNever } from "../../kit/index.ts";
import type { DraftStep, DraftStepOf } from "../draft.ts";
import type { FieldMeta, Facts, PlanningRequest } from "../facts.ts";
import { resolveStep } from "../conclude/resolve-step.ts";
import { mayStep } from "../may-touch.ts";
import { personAliases, transitionTokens } from "../name-tokens.ts";
import { keepCreate } from "./keep-create.ts";
import { mayPutValue } from "./may-put.ts";
import { readScope } from "./read-scope.ts";
import { readSources } from "./read-sources.ts";
import type { ScopeContext } from "./scope-context.ts";
import { keepUnasked } from "./keep-unasked.ts";
import { whyNotWritten } from "./check-words.ts";

/**
 * Pure: the steps of a draft that stay inside the person's own words. Other people's texts can fill a slot that was
 * asked for; they choose no step, no field, no person, no status and no other issue, whatever an engine makes of them.
 */
export function keepInScope(
  steps: readonly DraftStep[],
  facts: Facts,
  request: PlanningRequest,
  note: (words: string) => void,
): DraftStep[] {
  const scope = readScope(facts, request);
  const context = { facts, request, scope, sources: readSources(facts, request, scope) };
  let created = 0;
  return steps.flatMap((step): DraftStep[] => {
    // What Jira does not offer says so itself, and must not push aside what it does offer.
    const resolved = resolveStep(step, facts, request);
    if ("leftOut" in resolved) {
      note(resolved.leftOut);
      return [];
    }
    if (step.type === "create") {
      const kept = keepCreate(step, context, created, note);
      created += kept.length;
      return kept;
    }
    const why = whyNot(step, context);
    if (why === undefined) return [step];
    if (mayStand(step, context)) return [step];
    note(why);
    return [];
  });
}

/** Where the choice is left to us, what an unasked look may propose; to a question, an answer at most. */
function mayStand(step: DraftStep, context: ScopeContext): boolean {
  const { scope, request } = context;
  if (!scope.unasked || !mayStep({ ...request, text: null }, step.type)) return false;
  return (!scope.isQuestion || step.type === "comment") && keepUnasked(step, context);
}

/** Why a person's words do not cover a step; undefined where they do. */
function whyNot(step: Exclude<DraftStep, { type: "create" }>, context: ScopeContext): string | undefined {
  const { facts, scope } = context;
  switch (step.type) {
    case "assign":
      return mayAssign(step, context) ? undefined : "Left out an assignee whom nobody asked for.";
    case "move": {
      const option = transitionTokens(facts.transitions).get(step.transition);
      if (option === undefined || scope.namesStatus(option)) return undefined;
      return "Left out a move that nobody asked for.";
    }
    case "link":
      return scope.asksFor("link") && scope.namesIssue(step.issueKey)
        ? undefined
        : "Left out a link that nobody asked for.";
    case "comment":
      return whyNoComment(step, context);
    case "set-field":
      return mayPut(step, context) ? undefined : leftAlone(step, facts);
    default:
      return assertNever(step);
  }
}

const leftAlone = ({ field }: DraftStepOf<"set-field">, facts: Facts): string =>
  `${metaOf(field, facts)?.name ?? "A field"} was left alone: nobody asked for that.`;

const metaOf = (field: string, { editable }: Facts): FieldMeta | undefined =>
  editable.find((meta) => meta.field === field);

function mayAssign({ person }: DraftStepOf<"assign">, context: ScopeContext): boolean {
  if (person === null) return context.scope.says("nobody") || saysToRemove(context);
  const meant = personAliases(context.facts.people).get(person);
  return meant === undefined || context.scope.namesPerson(meant);
}

/** "Take Pablo off it": the one it is taken from is named, and nobody to give it to. */
function saysToRemove({ scope, facts }: ScopeContext): boolean {
  const now = facts.people.find((one) => one.accountId === facts.issue?.assignee);
  return scope.says("removes") && (scope.says("assign") || (now !== undefined && scope.namesPerson(now)));
}

function whyNoComment({ markdown }: DraftStepOf<"comment">, { scope, sources }: ScopeContext) {
  if (!scope.asksFor("comment")) return "Left out a comment that nobody asked for.";
  const why = whyNotWritten(markdown, sources);
  return why === undefined ? undefined : `Left out a comment: ${why}.`;
}

function mayPut({ field, value }: DraftStepOf<"set-field">, context: ScopeContext): boolean {
  const meta = metaOf(field, context.facts);
  return meta === undefined || mayPutValue(meta, value, context);
}
