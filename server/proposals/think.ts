import type { IssueId, IssueRef, Plan } from "../contract/index.ts";
import { ok, refuse, type Result } from "../kit/index.ts";
import {
  concludePlan,
  prepareQuestion,
  type DecisionSettings,
  type Engine,
  type PlanningRequest,
} from "../planning/index.ts";
import type { Caller } from "../tenants/index.ts";
import type { GatherFacts } from "./gather-facts.ts";
import type { SettingsStore } from "./ports.ts";

export type Thought = { plan: Plan; issue: IssueRef; projectId: string };
export type NoThought =
  | { code: "gone"; words: string }
  | { code: "nothing-to-do"; words: string }
  /** `reply` is what the engine wrote, and nobody could read. */
  | { code: "not-json" | "not-a-draft"; words: string; reply: string };

export type ThinkerDeps = {
  settings: (caller: Caller) => Pick<SettingsStore, "read">;
  gatherFacts: GatherFacts;
  engineFor: (caller: Caller) => Promise<Engine>;
};

const GONE = { code: "gone", words: "Jira no longer shows this issue to TicketSmith." } as const;

/** Look things up, ask the engine once, conclude. Stores nothing. */
export function createThinker({ gatherFacts, engineFor, settings }: ThinkerDeps) {
  async function ask(caller: Caller, issue: IssueId, request: PlanningRequest) {
    const facts = await gatherFacts(caller, issue, { text: request.text, by: request.by });
    if (facts === undefined) return undefined;
    const engine = await engineFor(caller);
    const reply = await engine.answer(prepareQuestion(facts, request));
    return (under: DecisionSettings): Result<Thought, NoThought> => {
      const plan = concludePlan({ facts, request, reply, settings: under });
      if (plan.ok) return ok({ plan: plan.value, issue: facts.issue.ref, projectId: facts.project.id });
      const { code, words } = plan.reason;
      return refuse(code === "nothing-to-do" ? { code, words } : { code, words, reply: reply.text });
    };
  }

  async function think(
    caller: Caller,
    issue: IssueId,
    request: PlanningRequest,
  ): Promise<Result<Thought, NoThought>> {
    const conclude = await ask(caller, issue, request);
    return conclude === undefined ? refuse(GONE) : conclude(await settings(caller).read());
  }

  return { think, ask };
}
