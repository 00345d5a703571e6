import type { IssueId, ProposalId } from "../contract/index.ts";
import type { Tx } from "./run-in-tenant.ts";

/** Messages carry ids only. They go out when the transaction commits, to every process. */
export const CHANGES = "ticketsmith_changes";

/** Those beside the issue, where there is one, and every open queue of the tenant. */
export async function tellPanels(tx: Tx, issue: { id: IssueId } | null): Promise<void> {
  await tx.query("SELECT pg_notify($1, json_build_object('tenant', $2::text, 'issue', $3::text)::text)", [
    CHANGES,
    tx.tenantId,
    issue?.id ?? null,
  ]);
}

/** Tells the panels of the issue that a proposal is about. */
export async function tellPanelsOf(tx: Tx, proposal: ProposalId): Promise<void> {
  await tx.query(
    `SELECT pg_notify($1, json_build_object('tenant', tenant_id, 'issue', issue_id)::text)
     FROM proposals WHERE tenant_id = $2 AND id = $3`,
    [CHANGES, tx.tenantId, proposal],
  );
}
