import type { IssueId, ProposalId } from "../contract/index.ts";
import type { Tx } from "./run-in-tenant.ts";

/** Messages carry ids only. They go out when the transaction commits, to every process. */
export const CHANGES = "ticketsmith_changes";

/** Of what stands beside no issue there is nobody to tell. */
export async function tellPanels(tx: Tx, issue: { id: IssueId } | null): Promise<void> {
  if (issue === null) return;
  await tx.query("SELECT pg_notify($1, json_build_object('tenant', $2::text, 'issue', $3::text)::text)", [
    CHANGES,
    tx.tenantId,
    issue.id,
  ]);
}

/** Tells the panels of the issue that a proposal is about. */
export async function tellPanelsOf(tx: Tx, proposal: ProposalId): Promise<void> {
  await tx.query(
    `SELECT pg_notify($1, json_build_object('tenant', tenant_id, 'issue', issue_id)::text)
     FROM proposals WHERE tenant_id = $2 AND id = $3 AND issue_id IS NOT NULL`,
    [CHANGES, tx.tenantId, proposal],
  );
}
