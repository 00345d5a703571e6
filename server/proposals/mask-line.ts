import { createHmac } from "node:crypto";
import {
  AccountId,
  type ExportedStep,
  type ExportedValue,
  type FeedbackLine,
  type FieldValue,
  type Plan,
  type StepId,
} from "../contract/index.ts";
import { MASK_ALL } from "../guardrails/index.ts";
import { assertNever } from "../kit/index.ts";
import { maskAll, plainText, rowsOf } from "../planning/index.ts";
import type { DecidedProposal } from "./feedback-ports.ts";

export type LineMasks = {
  /** Names that count as names, wherever they stand. */
  names: readonly string[];
  /** Another one for each export, so that nobody can be followed from one to the next. */
  salt: string;
};

const MENTION = /\[~accountid:([^\]\s]{1,128})\]/g;

/**
 * Pure: a decided proposal as a line that says nothing of anybody. Each thing is listed by hand; whatever people wrote is
 * masked together, so that one mask means one value all over the line, and nothing leads back.
 */
export function maskLine(one: DecidedProposal, { names, salt }: LineMasks): FeedbackLine {
  const pseudonym = (account: string) =>
    `person-${createHmac("sha256", salt).update(account).digest("hex").slice(0, 12)}`;
  const plainly = (text: string) =>
    text.replaceAll(MENTION, (_all, account: string) => `@${pseudonym(account)}`);
  const texts: string[] = [];
  writeLine(one, { pseudonym, say: (text) => (texts.push(plainly(text)), text) });
  const all = [...new Set(texts)];
  const { shown } = maskAll(all, MASK_ALL, names);
  const masked = new Map(all.map((text, at) => [text, shown[at] ?? "⟦HIDDEN⟧"]));
  return writeLine(one, { pseudonym, say: (text) => masked.get(plainly(text)) ?? "⟦HIDDEN⟧" });
}

type Words = { say: (text: string) => string; pseudonym: (account: string) => string };

function writeLine(one: DecidedProposal, words: Words): FeedbackLine {
  const { say } = words;
  const isYes = one.kind === "approve" || one.kind === "auto" || one.kind === "undo";
  const { engine, model, prompt } = one.proposed.trace;
  return {
    text: say(one.text ?? one.summary),
    about: {
      ...{ project: one.project, issueType: one.issueType === null ? null : say(one.issueType) },
      ...{ labels: one.labels.map(say), engine, model, prompt },
    },
    proposed: writeSteps(one.proposed, undefined, words),
    decided: isYes ? writeSteps(one.last, one.approved, words) : null,
    verdict: one.kind === "approve" && one.edited ? "approve-edited" : one.kind,
    because: one.because,
    reason: one.kind === "reject" && one.reason !== null ? say(one.reason) : null,
  };
}

const writeSteps = (plan: Plan, only: readonly StepId[] | undefined, words: Words): ExportedStep[] =>
  plan.steps
    .filter(({ id }) => only?.includes(id) ?? true)
    .map(({ action, evidence, confidence }) => ({
      action: action.type,
      fields: rowsOf(action).map(({ field, name, from, to }) => ({
        ...{ field, name: words.say(name) },
        ...{ from: from === null ? null : writeValue(from, words), to: writeValue(to, words) },
        confidence: evidence.find((about) => about.field === field)?.confidence ?? confidence,
      })),
    }));

function writeValue(value: FieldValue, { say, pseudonym }: Words): ExportedValue {
  switch (value.kind) {
    case "none":
      return null;
    case "text":
      return say(value.text);
    case "number":
      // As text: an account or a card may be written as a number too.
      return say(String(value.number));
    case "date":
      return say(value.date);
    case "option":
      return say(value.option.name);
    case "options":
      return value.options.map(({ name }) => say(name));
    case "labels":
      return value.labels.map(say);
    case "person":
      return pseudonym(value.accountId);
    case "people":
      return value.accountIds.map(pseudonym);
    case "document":
      return say(plainText(value.blocks));
    case "document-patch":
      return say(plainText(value.patch.ops.flatMap((op) => op.nodes)));
    default:
      return assertNever(value);
  }
}

/** Everybody whom a line may name: their names are masked, wherever they stand. */
export function accountsBehind({ text, reason, proposed, last }: DecidedProposal): AccountId[] {
  const written = [text ?? "", reason ?? ""].flatMap((words) =>
    [...words.matchAll(MENTION)].map(([, account = ""]) => account),
  );
  const planned = [proposed, last].flatMap(({ steps }) =>
    steps.flatMap(({ action }) => rowsOf(action).flatMap(({ from, to }) => [from, to].flatMap(accountsOf))),
  );
  return [...new Set([...written, ...planned])].flatMap((account) => {
    const known = AccountId.safeParse(account);
    return known.success ? [known.data] : [];
  });
}

function accountsOf(value: FieldValue | null): string[] {
  switch (value?.kind) {
    case "person":
      return [value.accountId];
    case "people":
      return [...value.accountIds];
    case "document":
      return value.blocks.flatMap(mentionsIn);
    case "document-patch":
      return value.patch.ops.flatMap((op) => op.nodes).flatMap(mentionsIn);
    default:
      return [];
  }
}

function mentionsIn(node: unknown): string[] {
  if (typeof node !== "object" || node === null) return [];
  const { type, attrs, content }: { type?: unknown; attrs?: unknown; content?: unknown } = node;
  const id = typeof attrs === "object" && attrs !== null && "id" in attrs ? attrs.id : undefined;
  const own = type === "mention" && typeof id === "string" ? [id] : [];
  return [...own, ...(Array.isArray(content) ? content.flatMap(mentionsIn) : [])];
}
