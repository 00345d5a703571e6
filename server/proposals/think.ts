import type { IssueRef, PersonalDataType, Plan, Treatment } from "../contract/index.ts";
import { typesTreated } from "../guardrails/index.ts";
import { ok, refuse, type Result } from "../kit/index.ts";
import {
  concludePlan,
  prepareQuestion,
  type DecisionSettings,
  type Engine,
  type EngineReply,
  type Facts,
  type PlanningRequest,
} from "../planning/index.ts";
import type { Caller } from "../tenants/index.ts";
import type { GatherFacts } from "./gather-facts.ts";
import type { Place, SettingsStore } from "./ports.ts";

export type Thought = {
  plan: Plan;
  issue: IssueRef | null;
  /** The issue's own, as it stands now; empty beside no issue. */
  issueSummary: string;
  projectId: string;
  projectKey: string;
  issueType: string | null;
  labels: readonly string[];
  nanoUsd: number | null;
};
export type NoThought =
  | { code: "gone"; words: string }
  | { code: "nothing-to-do"; words: string }
  /** The texts hold what the site's policy lets through to no engine, or only after an admin has looked. */
  | { code: "blocked"; types: readonly PersonalDataType[] }
  | { code: "held"; types: readonly PersonalDataType[] }
  /** `reply` is what the engine wrote, and nobody could read. */
  | { code: "not-json" | "not-a-draft"; words: string; reply: string };

export type ThinkerDeps = {
  settings: (caller: Caller) => Pick<SettingsStore, "read">;
  gatherFacts: GatherFacts;
  engineFor: (caller: Caller) => Promise<Engine>;
  /** For counting: how often, of what, and what was done about it. */
  onFound: (of: { kind: string; treatment: Treatment | "marked"; count: number }) => void;
};

/** What a request may skip of all this. */
type Leave = { released?: boolean };

const GONE = { code: "gone", words: "Jira no longer shows this issue to TicketSmith." } as const;

/** Look things up, ask the engine once, conclude. Stores nothing. */
export function createThinker({ gatherFacts, engineFor, settings, onFound }: ThinkerDeps) {
  /** The engine is asked under the site's policy for personal data; what its reply comes to may be asked more than once. */
  async function ask(
    caller: Caller,
    on: Place,
    request: PlanningRequest,
    { personalData }: Pick<DecisionSettings, "personalData">,
    { released = false }: Leave = {},
  ): Promise<Result<(under: DecisionSettings) => Result<Thought, NoThought>, NoThought>> {
    const facts = await gatherFacts(caller, on, { text: request.text, by: request.by });
    if (facts === undefined) return refuse(GONE);
    const question = prepareQuestion(facts, request, personalData);
    const { found } = question;
    for (const { type: kind, treatment, count } of found) onFound({ kind, treatment, count });
    const blocked = typesTreated(found, "block");
    if (blocked.length > 0) return refuse({ code: "blocked", types: blocked });
    const held = released ? [] : typesTreated(found, "quarantine");
    if (held.length > 0) return refuse({ code: "held", types: held });
    const engine = await engineFor(caller);
    const reply = await engine.answer(question);
    return ok((under) => {
      const plan = concludePlan({ facts, request, reply, settings: { ...under, personalData }, found });
      if (plan.ok)
        return ok({
          ...{
            plan: plan.value,
            issue: facts.issue?.ref ?? null,
            issueSummary: facts.issue?.summary ?? "",
          },
          ...{ projectId: facts.project.id, projectKey: facts.project.key },
          ...{
            issueType: facts.issue?.issueType.name ?? null,
            labels: labelsOf(facts),
            nanoUsd: costOf(reply),
          },
        });
      const { code, words } = plan.reason;
      return refuse(code === "nothing-to-do" ? { code, words } : { code, words, reply: reply.text });
    });
  }

  async function think(
    caller: Caller,
    on: Place,
    request: PlanningRequest,
    leave?: Leave,
  ): Promise<Result<Thought, NoThought>> {
    const under = await settings(caller).read();
    const conclude = await ask(caller, on, request, under, leave);
    if (!conclude.ok) return conclude;
    const thought = conclude.value(under);
    for (const { kind } of thought.ok ? (thought.value.plan.trace.findings ?? []) : [])
      onFound({ kind, treatment: "marked", count: 1 });
    return thought;
  }

  return { think, ask };
}

function labelsOf({ issue }: Facts): readonly string[] {
  const labels = issue?.fields["labels"];
  return labels?.kind === "labels" ? labels.labels : [];
}

/** The offline engine costs nothing; what another one fell back from is known to nobody. */
const costOf = ({ engine, note, usage }: EngineReply): number | null =>
  usage === null && engine === "offline" && note === null ? 0 : (usage?.nanoUsd ?? null);
