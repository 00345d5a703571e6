import type { AuditEntry, IssueId, Proposal } from "../contract/index.ts";
import type { Clock } from "../kit/index.ts";
import { findDrift, type IssueSnapshot } from "../planning/index.ts";
import type { Caller } from "../tenants/index.ts";
import type { FactsSource, ProposalChange, ProposalStore } from "./ports.ts";

export type IssueCheckerDeps = {
  proposals: (caller: Caller) => ProposalStore;
  facts: Pick<FactsSource, "issue">;
  clock: Clock;
};

/**
 * After an issue changed: what waits on it is stale if the change touched what it rests on, waits
 * again if the change was taken back, and expires if the issue is gone.
 */
export function createIssueChecker({ proposals, facts, clock }: IssueCheckerDeps) {
  return async function checkIssue(caller: Caller, id: IssueId): Promise<void> {
    const store = proposals(caller);
    const open = (await store.openOnIssue(id)).filter(isUndecided);
    if (open.length === 0) return;
    const issue = await facts.issue(caller, id);
    for (const proposal of open) {
      const next =
        issue === undefined ? goneNow(proposal, clock.now()) : driftNow(proposal, issue, clock.now());
      // A proposal that somebody answers meanwhile keeps that answer: `replace` then does nothing.
      if (next !== undefined)
        await store.replace(proposal, next.change, next.entries, [{ do: "refresh-badge", issue: id }]);
    }
  };
}

type Next = { change: ProposalChange; entries: AuditEntry[] } | undefined;

const isUndecided = (proposal: Proposal) => proposal.status === "waiting" || proposal.status === "stale";

const goneNow = (proposal: Proposal, now: Date): Next => ({
  change: { state: { status: "expired", at: now, why: "issue-gone" } },
  entries: [{ type: "proposal-expired", by: "app", proposal: proposal.id, why: "issue-gone" }],
});

function driftNow(proposal: Proposal, issue: IssueSnapshot, now: Date): Next {
  const drift = findDrift(proposal.plan.steps, issue);
  if (drift.length === 0)
    return proposal.status === "stale"
      ? { change: { state: { status: "waiting" } }, entries: [] }
      : undefined;
  return {
    change: { state: { status: "stale", since: proposal.status === "stale" ? proposal.since : now, drift } },
    entries: [
      {
        type: "proposal-stale",
        by: "app",
        proposal: proposal.id,
        fields: drift.map((change) => change.field),
      },
    ],
  };
}
