import { Plan, type FieldEvidence, type FoundPersonalData, type Subject } from "../../contract/index.ts";
import { ok, refuse, type Result } from "../../kit/index.ts";
import { calibrate, type Calibration } from "../confidence/fit-isotonic.ts";
import { NO_SETTINGS, type DecisionSettings } from "../decision-settings.ts";
import type { Draft, DraftQuestion } from "../draft.ts";
import type { EngineReply } from "../engine.ts";
import type { Facts, PlanningRequest } from "../facts.ts";
import { findFacts } from "../history/find-facts.ts";
import { isInstructed } from "../may-touch.ts";
import { judgeStep } from "../policy/judge-step.ts";
import { asItStands } from "../policy/origin-of.ts";
import { quietAt } from "../policy/quiet-hours.ts";
import { VERSION as LOOK_VERSION } from "../prompts/look-v1.ts";
import { VERSION } from "../prompts/plan-v1.ts";
import { maskTexts } from "../question/mask-texts.ts";
import { applyRules } from "../rules/apply-rules.ts";
import { isAddressed } from "../sentence/read-address.ts";
import { rowsOf } from "../show/rows-of.ts";
import { summarise } from "../show/summarise.ts";
import { writesPersonalData } from "../written-text.ts";
import { sourceTexts } from "../source-texts.ts";
import { buildEvidence, type EvidenceContext } from "./build-evidence.ts";
import { mergeDrafts } from "./merge-drafts.ts";
import { guardDraft } from "./guard-draft.ts";
import { lowest, orderSteps, type Weighed } from "./order-steps.ts";
import { parseDraft } from "./parse-draft.ts";
import { resolveStep } from "./resolve-step.ts";
import { writeQuestions } from "./write-questions.ts";

/** `words` is a sentence for the person. `nothing-to-do` is no error: there was simply nothing to propose. */
export type PlanRefusal = { code: "not-json" | "not-a-draft" | "nothing-to-do"; words: string };

export const OFFLINE_VERSION = "offline-v1";

/** Nobody asked, so a guess is not worth anybody's time. */
const FLOOR_UNASKED = 0.55;
/** Under this, what was understood of an order is as good as nothing. */
const FLOOR_ASKED = 0.2;
const MOST_NOTES = 50;
const MOST_OTHERS = 100;

/**
 * Pure: an engine's reply becomes a plan, or words why not. Whatever the reply says, the plan holds only typed
 * actions on the issue in question, with values that were looked up, each with evidence that was checked here.
 */
export function concludePlan({
  facts,
  request,
  reply,
  settings = NO_SETTINGS,
  found = [],
}: {
  facts: Facts;
  request: PlanningRequest;
  reply: EngineReply;
  settings?: DecisionSettings;
  /** What the question said of personal data. */
  found?: readonly FoundPersonalData[];
}): Result<Plan, PlanRefusal> {
  if (request.commentId !== null && !isAddressed(request.text ?? ""))
    return nothing("The comment was not for TicketSmith.");
  const parsed = parseDraft(reply.text, unmaskFor(reply, facts, request, settings));
  if (!parsed.ok) return refuse({ code: parsed.reason, words: UNREADABLE });

  const notes = noteTaker();
  if (reply.note !== null) notes.add(reply.note);
  const isModel = reply.engine !== "offline";
  const { draft, findings, lookFailed } = guardDraft(parsed.value, { facts, request, reply }, notes.add);
  const hostile = findings.length > 0;
  const { weighed, asked, rules } = weighSteps(draft, { facts, request, settings, hostile }, notes);
  const remarks = noteTaker();
  for (const words of draft.notes) (isModel ? remarks : notes).add(words);
  const ordered = orderSteps(weighed);
  // An answer counts as an order of whoever clicks it, so no text of an issue may get a model to word one.
  const mayAsk = !isModel || (isInstructed(request) && !hostile);
  if (!mayAsk && draft.questions.length > 0) notes.add("Left out a question that nobody asked for.");
  const questions = writeQuestions([...asked, ...(mayAsk ? draft.questions : [])], facts);
  const { policy, decisions } = settings;
  const judgedAt = { project: facts.project.key, issueType: facts.issue?.issueType.name ?? null };
  const quiet = quietAt(policy.quietHours)(facts.now);
  const personal = ordered.filter(({ action }) => writesPersonalData(action)).map(({ id }) => id);
  const common = { hostile, unseen: lookFailed, questions: questions.length > 0, decisions, quiet };
  const steps = ordered.map((step) => {
    const doubts = { ...common, personal: personal.includes(step.id) };
    const { verdict: is, because } = judgeStep(
      { action: step.action, fields: step.evidence.map(asItStands) },
      judgedAt,
      policy,
      doubts,
    );
    return { ...step, verdict: { is, because } };
  });
  if (steps.length === 0 && questions.length === 0)
    return nothing(whyNothing(draft, [...notes.all, ...remarks.all]));

  const plan = Plan.safeParse({
    version: 1,
    summary: summarise(steps, questions, facts),
    subject: subjectOf(facts),
    steps,
    questions,
    trace: {
      engine: reply.engine,
      model: reply.model,
      prompt: promptOf(reply),
      origin: request.origin,
      notes: notes.all,
      ...(isModel ? { remarks: remarks.all } : {}),
      ...(rules.length > 0 ? { rules } : {}),
      ...(hostile ? { findings } : {}),
      ...(found.length > 0 ? { personalData: [...found] } : {}),
      judged: {
        ...{ policy: settings.policyVersion, ...judgedAt },
        ...(lookFailed ? { unseen: true } : {}),
        ...(personal.length > 0 ? { private: personal } : {}),
      },
      others: facts.similar.slice(0, MOST_OTHERS).map(({ ref }) => ({ id: ref.id, key: ref.key })),
    },
  });
  return plan.success ? ok(plan.data) : refuse({ code: "not-a-draft", words: UNREADABLE });
}

function promptOf({ engine, suspects }: EngineReply): string {
  if (engine === "offline") return OFFLINE_VERSION;
  return suspects === undefined ? VERSION : `${VERSION}+${LOOK_VERSION}`;
}

/** The offline engine reads the texts themselves, so what looks like a mask in its reply is somebody's own words. */
const unmaskFor = (
  reply: EngineReply,
  facts: Facts,
  request: PlanningRequest,
  { personalData }: DecisionSettings,
) => (reply.engine === "offline" ? (text: string) => text : maskTexts(facts, request, personalData).unmask);

const UNREADABLE = "The engine's answer could not be read, so nothing was proposed.";
const nothing = (words: string) => refuse({ code: "nothing-to-do" as const, words });

type Notes = { all: string[]; add: (words: string) => void };

function noteTaker(): Notes {
  const all: string[] = [];
  const add = (words: string) => {
    const note = words.trim().slice(0, 500);
    if (note !== "" && !all.includes(note) && all.length < MOST_NOTES) all.push(note);
  };
  return { all, add };
}

type Given = { facts: Facts; request: PlanningRequest; settings: DecisionSettings; hostile: boolean };

function weighSteps(draft: Draft, { facts, request, settings, hostile }: Given, notes: Notes) {
  const texts = sourceTexts(facts, request);
  const context: EvidenceContext = { facts, texts, hostile, note: notes.add };

  const asked: DraftQuestion[] = [];
  const ruled = applyRules(settings.rules, mergeDrafts(draft.steps, notes.add), facts, request);
  const found = ruled.steps.flatMap((step) => {
    const resolved = resolveStep(step, facts, request);
    if ("leftOut" in resolved) notes.add(resolved.leftOut);
    if ("ask" in resolved) asked.push(resolved.ask);
    return "action" in resolved ? [{ step, action: resolved.action }] : [];
  });
  const components = componentsAfter(
    found.map((one) => one.action),
    facts,
  );
  const weighed = found.flatMap(({ step, action }): Weighed[] => {
    const rows = rowsOf(action).map((row) => row.field);
    const counted = findFacts(action, facts, components);
    const known = new Map(
      rows.map((field) => [field, [...ruled.evidence(step, field), ...(counted.get(field) ?? [])]]),
    );
    const evidence = buildEvidence(rows, step.because, known, step.confidence, context).map((one) =>
      weighByOutcomes(one, settings.calibration[action.type]),
    );
    return keeps(evidence, request, notes) ? [{ action, evidence }] : [];
  });
  return { weighed, asked, rules: ruled.outcomes };
}

function weighByOutcomes(evidence: FieldEvidence, calibration: Calibration = []): FieldEvidence {
  const confidence = calibrate(evidence.confidence, calibration);
  return calibration.length === 0 ? evidence : { ...evidence, confidence, raw: evidence.confidence };
}

function keeps(evidence: readonly FieldEvidence[], request: PlanningRequest, notes: Notes): boolean {
  if (lowest(evidence) >= (isInstructed(request) ? FLOOR_ASKED : FLOOR_UNASKED)) return true;
  notes.add("Left out a step that was too unsure.");
  return false;
}

/** The components the issue has, or would have after this plan. */
const subjectOf = ({ issue, project }: Facts): Subject =>
  issue === null ? { project } : { id: issue.ref.id, key: issue.ref.key };

function componentsAfter(actions: readonly Weighed["action"][], { issue }: Facts): string[] {
  const planned = actions
    .flatMap((action) => (action.type === "edit-fields" ? action.changes : []))
    .find((change) => change.field === "components")?.to;
  const value = planned ?? issue?.fields["components"];
  return value?.kind === "options" ? value.options.map((option) => option.id) : [];
}

function whyNothing(draft: Draft, notes: readonly string[]): string {
  const words = notes.length > 0 ? notes.join(" ") : draft.summary.trim();
  return (words === "" ? "Nothing to propose." : words).slice(0, 1_000);
}
