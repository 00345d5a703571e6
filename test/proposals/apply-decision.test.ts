import { describe, expect, test } from "vitest";
import { applyDecision, type Decision } from "../../server/proposals/apply-decision.ts";
import { ANA, aPlan, aProposal, aStep, MIA, NOW, stepId } from "../builders/proposals.ts";

const waiting = aProposal({ plan: aPlan(aStep("s1"), aStep("s2")) });
const yes: Decision = { verdict: "approve", planHash: waiting.planHash, steps: [stepId("s1"), stepId("s2")] };
const no: Decision = { verdict: "reject", planHash: waiting.planHash, reason: "noise" };
const later = new Date(NOW.getTime() + 1);
const approvedByMia = { status: "approved", by: MIA, at: NOW, steps: [stepId("s1")] } as const;

const decide = (proposal: typeof waiting, decision: Decision) => {
  const result = applyDecision(proposal, decision, { by: ANA, now: NOW });
  return result.ok ? result.value.status : result.reason;
};

describe("deciding a proposal", () => {
  test.each([
    { name: "a yes to the plan on screen approves it", proposal: waiting, decision: yes, gives: "approved" },
    {
      name: "a yes to an older plan is refused",
      proposal: waiting,
      decision: { ...yes, planHash: "0".repeat(64) },
      gives: "plan-changed",
    },
    {
      name: "a no to an older plan is refused too",
      proposal: waiting,
      decision: { ...no, planHash: "0".repeat(64) },
      gives: "plan-changed",
    },
    { name: "a no keeps the reason", proposal: waiting, decision: no, gives: "rejected" },
    {
      name: "a step that the plan does not have is refused",
      proposal: waiting,
      decision: { ...yes, steps: [stepId("s9")] },
      gives: "no-such-step",
    },
    {
      name: "a yes to nothing is refused",
      proposal: waiting,
      decision: { ...yes, steps: [] },
      gives: "no-such-step",
    },
    {
      name: "a second answer is refused",
      proposal: aProposal({ plan: waiting.plan, state: approvedByMia }),
      decision: yes,
      gives: "already-decided",
    },
    {
      name: "nobody can answer once it has expired",
      proposal: aProposal({ plan: waiting.plan, expiresAt: NOW }),
      decision: yes,
      gives: "expired",
    },
    {
      name: "it can be answered up to the last moment",
      proposal: aProposal({ plan: waiting.plan, expiresAt: later }),
      decision: yes,
      gives: "approved",
    },
    {
      name: "a stale plan cannot be approved",
      proposal: aProposal({ plan: waiting.plan, state: { status: "stale", since: NOW, drift: [] } }),
      decision: yes,
      gives: "stale",
    },
    {
      name: "a stale plan can be rejected",
      proposal: aProposal({ plan: waiting.plan, state: { status: "stale", since: NOW, drift: [] } }),
      decision: no,
      gives: "rejected",
    },
  ])("$name", ({ proposal, decision, gives }) => {
    expect(decide(proposal, decision)).toBe(gives);
  });

  test("steps left out are vetoed, and the rest keep the plan's order", () => {
    const plan = aPlan(aStep("s1"), aStep("s2"), aStep("s3"));
    const proposal = aProposal({ plan });
    const decision: Decision = {
      verdict: "approve",
      planHash: proposal.planHash,
      steps: [stepId("s3"), stepId("s1")],
    };
    const result = applyDecision(proposal, decision, { by: ANA, now: NOW });
    expect(result).toEqual({
      ok: true,
      value: { status: "approved", by: ANA, at: NOW, steps: ["s1", "s3"] },
    });
  });
});

describe("what the policy wants", () => {
  const judged = (is: "review" | "four-eyes" | "blocked") => ({ verdict: { is, because: "Line 1" } });
  const plan = aPlan(aStep("s1", undefined, judged("four-eyes")), aStep("s2", undefined, judged("review")));
  const proposal = aProposal({ plan });
  const say = (before: typeof proposal, by: typeof ANA, ...steps: string[]) =>
    applyDecision(
      before,
      { verdict: "approve", planHash: before.planHash, steps: steps.map(stepId) },
      { by, now: NOW },
    );
  const afterFirst = (...steps: string[]) => {
    const first = say(proposal, MIA, ...steps);
    if (!first.ok || first.value.status !== "waiting") throw new Error("The first yes did not wait");
    return aProposal({ plan, state: first.value });
  };

  test("a blocked step cannot be approved, and left out it holds nothing else back", () => {
    const some = aProposal({
      plan: aPlan(aStep("s1", undefined, judged("blocked")), aStep("s2", undefined, judged("review"))),
    });
    expect(say(some, ANA, "s1", "s2")).toEqual({ ok: false, reason: "blocked" });
    expect(say(some, ANA, "s2")).toMatchObject({ ok: true, value: { status: "approved", steps: ["s2"] } });
  });

  test("four eyes are two people: the first yes waits, the second one approves", () => {
    expect(say(afterFirst("s1", "s2"), ANA, "s1", "s2")).toMatchObject({
      ok: true,
      value: { status: "approved", by: ANA, steps: ["s1", "s2"] },
    });
  });

  test("one person cannot be both", () => {
    expect(say(afterFirst("s1"), MIA, "s1")).toEqual({ ok: false, reason: "needs-another" });
  });

  test("a second yes that goes further than the first is a first one for what it adds", () => {
    expect(say(afterFirst("s1"), ANA, "s1", "s2")).toMatchObject({
      ok: true,
      value: { status: "waiting", yes: { by: ANA } },
    });
  });

  test("a second yes to less approves that much", () => {
    expect(say(afterFirst("s1", "s2"), ANA, "s1")).toMatchObject({
      ok: true,
      value: { status: "approved", steps: ["s1"] },
    });
  });

  test("steps that need one person need no second one", () => {
    expect(say(proposal, ANA, "s2")).toMatchObject({ ok: true, value: { status: "approved" } });
  });

  test("an edited plan has nobody's yes", () => {
    const edited = aProposal({ plan, state: { status: "waiting" } });
    expect(say(edited, ANA, "s1")).toMatchObject({ ok: true, value: { status: "waiting" } });
  });
});
