import * as z from "zod";
import { AccountId, PolicyDocument, IssueKey, Plan, ProposalId, type PastAnswer } from "../contract/index.ts";
import { hashCanonical } from "../kit/index.ts";
import type { PolicyStore, PolicyVersion } from "../proposals/index.ts";
import { namedActor, type Caller } from "../tenants/index.ts";
import { toJsonb } from "./insert-row.ts";
import type { Tx } from "./run-in-tenant.ts";
import type { StoreDeps } from "./store-deps.ts";

const Row = z.object({
  version: z.number(),
  document: PolicyDocument,
  by_account: z.nullable(AccountId),
  note: z.string().nullable(),
  at: z.date(),
});
const COLUMNS = "version, document, by_account, note, at";

const Past = z.object({
  id: ProposalId,
  issue_key: z.nullable(IssueKey),
  project_key: z.string(),
  plan: Plan,
  status: z.string(),
  approved: z.array(z.string()).nullable(),
  taken_back: z.boolean(),
  created_at: z.date(),
});

/** What a tenant's admins have laid down, version by version. */
export function policyStoreFor({ db, audit, clock }: StoreDeps, caller: Caller): PolicyStore {
  const { tenantId } = caller;

  return {
    current: () => db.withTenant(caller, readPolicy),
    find: (version) =>
      db.withTenant(caller, async (tx) => {
        const found = await tx.query(
          `SELECT ${COLUMNS} FROM policy_versions WHERE tenant_id = $1 AND version = $2`,
          [tenantId, version],
        );
        return versionsIn(found.rows)[0];
      }),
    versions: (limit) =>
      db.withTenant(caller, async (tx) => {
        const found = await tx.query(
          `SELECT ${COLUMNS} FROM policy_versions WHERE tenant_id = $1 ORDER BY version DESC LIMIT $2`,
          [tenantId, limit],
        );
        return versionsIn(found.rows);
      }),
    add: ({ document, expected, note, restores }) =>
      db.withTenant(caller, async (tx) => {
        const before = await readPolicy(tx);
        const by = namedActor(caller);
        // Of two with the same number the key lets one through.
        const { rows } = await tx.query(
          `INSERT INTO policy_versions (tenant_id, version, document, by_account, note, at)
           SELECT $1, $2::int, $3::jsonb, $4, $5, $6
           WHERE $2 = 1 + (SELECT coalesce(max(version), 0) FROM policy_versions WHERE tenant_id = $1)
           ON CONFLICT DO NOTHING RETURNING ${COLUMNS}`,
          [tenantId, expected + 1, toJsonb(document), by === "app" ? null : by, note, clock.now()],
        );
        const [saved] = versionsIn(rows);
        if (saved === undefined) return undefined;
        await audit.append(tx, caller, [
          {
            ...{ type: "policy-changed", policy: "policy", by },
            ...{ to: saved.hash, toVersion: saved.version },
            ...{ from: before?.hash ?? null, fromVersion: expected },
            ...(restores === undefined ? {} : { restored: restores }),
            ...(note === null ? {} : { words: note }),
          },
        ]);
        return saved;
      }),
    past: (limit) =>
      db.withTenant(caller, async (tx) => {
        const { rows } = await tx.query(
          `SELECT p.id, p.issue_key, p.project_key, p.plan, p.status, p.created_at,
             p.state -> 'steps' AS approved,
             EXISTS (SELECT FROM ledger l WHERE l.tenant_id = p.tenant_id AND l.proposal_id = p.id
               AND l.direction = 'undo') AS taken_back
           FROM proposals p WHERE p.tenant_id = $1 ORDER BY p.created_at DESC, p.id DESC LIMIT $2`,
          [tenantId, limit],
        );
        return rows.map((row) => {
          const one = Past.parse(row);
          return {
            ...{ id: one.id, issue: one.issue_key, project: one.project_key, plan: one.plan },
            ...{ summary: one.plan.summary, did: answerIn(one), createdAt: one.created_at },
          };
        });
      }),
  };
}

/** The policy that holds, in a transaction that is open. */
export async function readPolicy(tx: Tx): Promise<PolicyVersion | undefined> {
  const found = await tx.query(
    `SELECT ${COLUMNS} FROM policy_versions WHERE tenant_id = $1 ORDER BY version DESC LIMIT 1`,
    [tx.tenantId],
  );
  return versionsIn(found.rows)[0];
}

const versionsIn = (rows: readonly unknown[]): PolicyVersion[] =>
  z
    .array(Row)
    .parse(rows)
    .map(({ version, document, by_account, note, at }) => ({
      ...{ version, document, note, at },
      hash: hashCanonical(document),
      by: by_account ?? "app",
    }));

function answerIn({ status, plan, approved, taken_back }: z.infer<typeof Past>): PastAnswer | null {
  if (status === "rejected") return "rejected";
  if (status === "undone" || taken_back) return "undone";
  if (plan.trace.origin === "edit") return "edited";
  return approved !== null && approved.length < plan.steps.length ? "left-out" : null;
}
