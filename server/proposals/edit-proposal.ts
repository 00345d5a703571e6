import type {
  AccountId,
  AuditEntry,
  EditRequest,
  FieldInput,
  FormView,
  Proposal,
  ProposalId,
} from "../contract/index.ts";
import { hashCanonical, ok, refuse, type Clock, type Result } from "../kit/index.ts";
import { applyEdits, formFor, outcomesOfEdit, weighEdit } from "../planning/index.ts";
import type { PersonCaller } from "../tenants/index.ts";
import { stillOpen } from "./apply-decision.ts";
import { mustFind, type Refused } from "./decide.ts";
import type { GatherFacts } from "./gather-facts.ts";
import { mayDecide } from "./may-decide.ts";
import { placeOfProposal, type Permissions, type ProposalChange, type ProposalStore } from "./ports.ts";
import { othersIn, sightOf } from "./present-other-issues.ts";

export type EditorDeps = {
  proposals: (caller: PersonCaller) => ProposalStore;
  permissions: Permissions;
  gatherFacts: GatherFacts;
  clock: Clock;
};

/** Changing a plan by hand before approving it. An edit makes a new hash, so an older yes no longer fits. */
export function createEditor(deps: EditorDeps) {
  /** The controls for everything in the plan that can be edited, with what Jira allows right now. */
  async function form(caller: PersonCaller, id: ProposalId): Promise<FormView> {
    const proposal = await mustFind(deps.proposals(caller), id);
    const by = caller.actor.accountId;
    const facts = await deps.gatherFacts(caller, placeOfProposal(proposal), { by });
    const fields = facts === undefined ? [] : formFor(proposal.plan, facts);
    const visible = await deps.permissions.visible(caller, by, othersIn(proposal, []));
    const { say } = sightOf(proposal, [], (issue) => visible.has(issue));
    return {
      planHash: proposal.planHash,
      fields: fields.map((field) => ({ ...field, name: say(field.name) })),
    };
  }

  async function edit(
    caller: PersonCaller,
    id: ProposalId,
    request: EditRequest,
  ): Promise<Result<Proposal, Refused>> {
    const proposals = deps.proposals(caller);
    const before = await mustFind(proposals, id);
    const open = stillOpen(before, deps.clock.now());
    if (!open.ok) return refuse({ code: open.reason, now: before });
    if (request.planHash !== before.planHash) return refuse({ code: "plan-changed", now: before });
    const touched = before.plan.steps.filter((step) => request.edits.some((edit) => edit.step === step.id));
    const allowed = await mayDecide(deps.permissions, caller, before, touched);
    if (!allowed.ok) return refuse({ code: "not-permitted", now: before, words: allowed.reason });

    const accounts = request.edits.flatMap(({ value }) => accountsNamed(value));
    const by = caller.actor.accountId;
    const facts = await deps.gatherFacts(caller, placeOfProposal(before), { by, accounts });
    if (facts === undefined) return refuse({ code: "expired", now: before, words: "The issue is gone." });
    const plan = applyEdits(before.plan, request.edits, facts);
    if (!plan.ok) return refuse({ code: "invalid-edit", now: before, words: plan.reason.words });

    const planHash = hashCanonical(plan.value);
    const entry: AuditEntry = {
      type: "proposal-edited",
      by: caller.actor.accountId,
      proposal: id,
      fromHash: before.planHash,
      toHash: planHash,
      fields: request.edits.map((edit) => edit.field),
    };
    const change: ProposalChange = {
      state: { status: "waiting" },
      plan: plan.value,
      planHash,
      outcomes: outcomesOfEdit(before.plan, request.edits),
      feedback: weighEdit(before.plan, plan.value),
    };
    const after = await proposals.replace(before, change, [entry], []);
    if (after !== undefined) return ok(after);
    const now = await mustFind(proposals, id);
    return refuse({ code: now.status === "waiting" ? "plan-changed" : "already-decided", now });
  }

  return { form, edit };
}

function accountsNamed(value: FieldInput): readonly AccountId[] {
  if (value.kind === "person") return [value.accountId];
  return value.kind === "people" ? value.accountIds : [];
}
