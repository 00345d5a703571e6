import type { AuditEntry, Plan, ProposalId } from "../contract/index.ts";
import { ok, refuse, type Result } from "../kit/index.ts";
import type { FollowUp, GoAlone, PolicyVersion } from "../proposals/index.ts";
import { readPolicy } from "./policy-store.ts";
import { writeState } from "./read-proposal.ts";
import type { ProposalRow } from "./rows.ts";
import type { Tx } from "./run-in-tenant.ts";
import { readStop } from "./stop-store.ts";

type Fresh = { id: ProposalId; plan: Plan; planHash: string };

/** What becomes of a proposal's row, and what follows from that. */
type Settled = {
  to: Partial<ProposalRow>;
  planHash: string;
  follows: readonly FollowUp[];
  entries: readonly AuditEntry[];
};

/** A fresh proposal that may go through without a person does so, or stays for one with the reason. */
export async function settleAlone(
  tx: Tx,
  { id, plan, planHash }: Fresh,
  { policy: judgedBy, instead }: GoAlone,
  now: Date,
): Promise<Settled> {
  const granted = await takePlace(tx, judgedBy, now);
  if (!granted.ok) {
    const other = instead(granted.reason);
    return { to: other, planHash: other.planHash, follows: [], entries: [] };
  }
  const { version, hash } = granted.value;
  const steps = plan.steps.map((step) => step.id);
  const entry: AuditEntry = {
    ...{ type: "proposal-auto-approved", by: "app", proposal: id, planHash, steps },
    ...{ policy: version, policyHash: hash },
  };
  return {
    to: {
      status: "approved",
      state: writeState({ status: "approved", byPolicy: version, at: now, steps }),
    },
    planHash,
    follows: [{ do: "execute", proposal: id }],
    entries: [entry],
  };
}

/**
 * One of the day's places for what goes through without a person. Whoever stops the site waits until this transaction is
 * over; two that want the last place wait for each other at its row. The refusal is a sentence.
 */
async function takePlace(tx: Tx, judgedBy: number, now: Date): Promise<Result<PolicyVersion>> {
  if ((await readStop(tx, "FOR SHARE")).stopped)
    return refuse("An administrator stopped TicketSmith on this site.");
  const policy = await readPolicy(tx);
  if (policy === undefined || policy.version !== judgedBy || !policy.document.auto.enabled)
    return refuse("The policy changed while this was thought out, so a person decides.");
  const { dailyCap } = policy.document.auto;
  const { rows } = await tx.query(
    `INSERT INTO auto_approvals (tenant_id, day, count) SELECT $1, $2::date, 1 WHERE $3::int > 0
     ON CONFLICT (tenant_id, day) DO UPDATE SET count = auto_approvals.count + 1
       WHERE auto_approvals.count < $3::int
     RETURNING 1`,
    [tx.tenantId, now.toISOString().slice(0, 10), dailyCap],
  );
  return rows.length > 0
    ? ok(policy)
    : refuse(`On this day ${dailyCap} went through alone already, which is as many as may.`);
}
