import type { IssueRef } from "../../contract/index.ts";
import { assertNever } from "../../kit/index.ts";
import { currentValue } from "../current-value.ts";
import type { DraftStep, DraftStepOf } from "../draft.ts";
import { isAboutIssue, type Facts, type IssueFacts, type PlanningRequest } from "../facts.ts";
import { maySetField, mayStep } from "../may-touch.ts";
import { personAliases, relationTokens, transitionTokens } from "../name-tokens.ts";
import { sameValue } from "../same-value.ts";
import { sayValue } from "../show/describe-change.ts";
import { resolveCreate } from "./resolve-create.ts";
import type { ResolvedStep } from "./resolved-step.ts";
import { resolveValue } from "./resolve-value.ts";
import { writeDocument } from "./write-document.ts";

/** Pure: nothing that was not looked up, and nothing outside the issue in question, comes out of here. */
export function resolveStep(step: DraftStep, facts: Facts, request: PlanningRequest): ResolvedStep {
  if (!mayStep(request, step.type)) return { leftOut: "Left out a step that nobody asked for." };
  if (step.type === "create") return resolveCreate(step, facts, request);
  if (!isAboutIssue(facts))
    return { leftOut: "Left out a step: there is no issue here that it could change." };
  switch (step.type) {
    case "set-field":
      return resolveField(step, facts, request);
    case "comment":
      return resolveComment(step, refOf(facts));
    case "assign":
      return resolveAssignee(step, facts);
    case "move":
      return resolveMove(step, facts);
    case "link":
      return resolveLink(step, facts);
    default:
      return assertNever(step);
  }
}

const refOf = ({ issue }: IssueFacts): IssueRef => ({ id: issue.ref.id, key: issue.ref.key });
const nameIn = (facts: Facts) => (account: string) =>
  facts.people.find((one) => one.accountId === account)?.name ?? "somebody else";

function resolveField(
  step: DraftStepOf<"set-field">,
  facts: IssueFacts,
  request: PlanningRequest,
): ResolvedStep {
  const meta = facts.editable.find((one) => one.field === step.field);
  if (meta === undefined) return { leftOut: `“${step.field.slice(0, 60)}” cannot be changed on this issue.` };
  if (!maySetField(request, meta)) return { leftOut: `${meta.name} was left alone.` };
  const from = currentValue(facts.issue, meta.field);
  const to = resolveValue(step.value, { facts, meta, current: from, isNew: false });
  if (!to.ok) return { leftOut: to.reason };
  if (isKnown(facts, meta.field) && sameValue(from, to.value))
    return { leftOut: alreadySo(meta.name, sayValue(from, nameIn(facts)), from.kind === "none") };
  const change = { field: meta.field, name: meta.name, from, to: to.value };
  return { action: { type: "edit-fields", issue: refOf(facts), changes: [change] } };
}

/** What was not looked up may hold anything, so taking it away is not nothing. */
const isKnown = ({ issue }: IssueFacts, field: string): boolean =>
  ["summary", "description", "issuetype"].includes(field) || Object.hasOwn(issue.fields, field);

const alreadySo = (name: string, value: string, empty: boolean) =>
  empty ? `${name} is empty already.` : `${name} is ${value.slice(0, 200)} already.`;

function resolveComment(step: DraftStepOf<"comment">, issue: IssueRef): ResolvedStep {
  const body = writeDocument(step.markdown);
  return body.ok
    ? { action: { type: "add-comment", issue, body: body.value } }
    : { leftOut: `The comment was left out. ${body.reason}` };
}

function resolveAssignee(step: DraftStepOf<"assign">, facts: IssueFacts): ResolvedStep {
  const person = step.person === null ? null : personAliases(facts.people).get(step.person);
  if (person === undefined) return { leftOut: "Left out an assignee who cannot be assigned to this issue." };
  const [from, to] = [facts.issue.assignee, person?.accountId ?? null];
  if (from === to)
    return {
      leftOut: person === null ? "Nobody is assigned already." : `It is assigned to ${person.name} already.`,
    };
  return { action: { type: "set-assignee", issue: refOf(facts), from, to } };
}

function resolveMove(step: DraftStepOf<"move">, facts: IssueFacts): ResolvedStep {
  const option = transitionTokens(facts.transitions).get(step.transition);
  if (option === undefined)
    return { leftOut: `The workflow does not offer “${step.transition.slice(0, 80)}” from here.` };
  const { status } = facts.issue;
  if (option.to.id === status.id) return { leftOut: `It is in ${status.name} already.` };
  if (option.demands.length > 0)
    return {
      leftOut:
        `Moving to ${option.to.name} needs ${option.demands.join(", ")}: please move it in Jira.`.slice(
          0,
          500,
        ),
    };
  return {
    action: {
      type: "transition",
      issue: refOf(facts),
      transition: { id: option.id, name: option.name },
      from: { id: status.id, name: status.name },
      to: { id: option.to.id, name: option.to.name },
    },
  };
}

function resolveLink(step: DraftStepOf<"link">, facts: IssueFacts): ResolvedStep {
  const relation = relationTokens(facts.linkTypes).get(step.relation);
  const other = facts.similar.find((one) => one.ref.key === step.issueKey);
  if (relation === undefined || other === undefined || other.ref.id === facts.issue.ref.id)
    return { leftOut: `A link to ${step.issueKey.slice(0, 60)} was left out: it was not looked up.` };
  const { id, name, inward, outward } = relation.linkType;
  if (facts.issue.links.some((link) => link.linkTypeId === id && link.other.id === other.ref.id))
    return { leftOut: `It is linked to ${other.ref.key} already.` };
  return {
    action: {
      type: "link-issues",
      issue: refOf(facts),
      linkType: { id, name, inward, outward },
      direction: relation.direction,
      other: { id: other.ref.id, key: other.ref.key, summary: other.summary.slice(0, 255) },
    },
  };
}
