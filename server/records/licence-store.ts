import * as z from "zod";
import type { Caller, LicenceStore } from "../tenants/index.ts";
import type { StoreDeps } from "./store-deps.ts";

const Kept = z.array(
  z.object({
    state: z.enum(["active", "trial", "none", "free"]),
    since: z.date(),
    lapsedAt: z.date().nullable(),
    checkedAt: z.date(),
  }),
);
const COLUMNS = `state, since, lapsed_at AS "lapsedAt", checked_at AS "checkedAt"`;

/** What the site of the caller's tenant says of our licence. */
export function licenceStoreFor({ db }: Pick<StoreDeps, "db">, caller: Caller): LicenceStore {
  const { tenantId } = caller;
  return {
    read: () =>
      db.withTenant(caller, async (tx) => {
        const { rows } = await tx.query(`SELECT ${COLUMNS} FROM licences WHERE tenant_id = $1`, [tenantId]);
        return Kept.parse(rows)[0];
      }),

    note: (state, before, at) =>
      db.withTenant(caller, async (tx) => {
        const lapsed = state === "none" && before === "active" ? at : null;
        const { rows } = await tx.query(
          `INSERT INTO licences AS kept (tenant_id, state, since, lapsed_at, checked_at) VALUES ($1, $2, $3, $4, $3)
           ON CONFLICT (tenant_id) DO UPDATE SET
             state = excluded.state, checked_at = excluded.checked_at,
             since = CASE WHEN kept.state = excluded.state THEN kept.since ELSE excluded.since END,
             lapsed_at = CASE
               WHEN excluded.state <> 'none' THEN NULL
               WHEN kept.state IN ('active', 'trial') THEN excluded.since
               ELSE kept.lapsed_at END
           RETURNING ${COLUMNS}`,
          [tenantId, state, at, lapsed],
        );
        const [kept] = Kept.parse(rows);
        if (kept === undefined) throw new Error("The licence was not noted");
        return kept;
      }),
  };
}
