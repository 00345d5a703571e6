import * as z from "zod";
import type { Sealer, SealPlace } from "../kit/index.ts";
import { isAwaited, type QuarantineStore } from "../proposals/index.ts";
import type { Caller } from "../tenants/index.ts";
import { toRequest } from "./read-request.ts";
import type { StoreDeps } from "./store-deps.ts";
import { tellPanels } from "./tell-panels.ts";

const OPEN = ["queued", "working"];
const Held = z.array(z.object({ text_sealed: z.string().nullable() }));

export const heldPlace = (tenantId: string, id: string): SealPlace => ({
  tenantId,
  field: `requests.text/${id}`,
});

/** Requests of the caller's tenant that are held back. */
export function quarantineStoreFor(
  { db, audit, follow, clock, sealer }: StoreDeps & { sealer: Sealer },
  caller: Caller,
): QuarantineStore {
  const { tenantId } = caller;
  const { requests } = db.models;
  type Tx = Parameters<Parameters<typeof db.withTenant>[1]>[0];

  /** The sealed text, under a lock; undefined: it is not held. */
  async function lockHeld(tx: Tx, id: string): Promise<{ text: string | null } | undefined> {
    const { rows } = await tx.query(
      "SELECT text_sealed FROM requests WHERE tenant_id = $1 AND id = $2 AND state = 'held' FOR UPDATE",
      [tenantId, id],
    );
    const [held] = Held.parse(rows);
    if (held === undefined) return undefined;
    return {
      text: held.text_sealed === null ? null : sealer.open(held.text_sealed, heldPlace(tenantId, id)).text,
    };
  }

  return {
    hold: (id, said, entry) =>
      db.withTenant(caller, async (tx) => {
        const where = { tenantId, id, state: OPEN };
        const row = await requests.findOne({ where, lock: true, transaction: tx.transaction });
        if (row === null) return false;
        const { text } = row.get();
        const sealed = text === null ? null : sealer.seal(text, heldPlace(tenantId, id));
        await tx.query(
          `UPDATE requests SET state = 'held', text = NULL, text_sealed = $3, said = $4, waits_for = NULL,
            next_try_at = NULL, updated_at = $5 WHERE tenant_id = $1 AND id = $2`,
          [tenantId, id, sealed, said, clock.now()],
        );
        await tellPanels(tx, toRequest(row.get()).issue);
        await audit.append(tx, caller, [entry]);
        return true;
      }),

    list: (limit) =>
      db.withTenant(caller, async ({ transaction }) => {
        const order: [string, string][] = [["createdAt", "ASC"]];
        const rows = await requests.findAll({
          where: { tenantId, state: "held" },
          order,
          limit,
          transaction,
        });
        return rows.map((row) => toRequest(row.get()));
      }),

    open: (id, entry) =>
      db.withTenant(caller, async (tx) => {
        const held = await lockHeld(tx, id);
        if (held !== undefined) await audit.append(tx, caller, [entry]);
        return held;
      }),

    release: (id, entry) =>
      db.withTenant(caller, async (tx) => {
        const held = await lockHeld(tx, id);
        if (held === undefined) return false;
        await tx.query(
          `UPDATE requests SET state = 'queued', text = $3, text_sealed = NULL, released = true, said = NULL, tries = 0,
            updated_at = $4 WHERE tenant_id = $1 AND id = $2`,
          [tenantId, id, held.text, clock.now()],
        );
        const row = await requests.findOne({ where: { tenantId, id }, transaction: tx.transaction });
        if (row === null) throw new Error("What was locked is gone");
        const request = toRequest(row.get());
        await follow(tx, tenantId, [{ do: "propose", request: id, awaited: isAwaited(request) }]);
        await tellPanels(tx, request.issue);
        await audit.append(tx, caller, [entry]);
        return true;
      }),

    erase: (id, said, entry) =>
      db.withTenant(caller, async (tx) => {
        if ((await lockHeld(tx, id)) === undefined) return false;
        await tx.query(
          "UPDATE requests SET state = 'nothing', text_sealed = NULL, said = $3, updated_at = $4 WHERE tenant_id = $1 AND id = $2",
          [tenantId, id, said, clock.now()],
        );
        const row = await requests.findOne({ where: { tenantId, id }, transaction: tx.transaction });
        if (row !== null) await tellPanels(tx, toRequest(row.get()).issue);
        await audit.forgetWords(tx, caller, id);
        await audit.append(tx, caller, [entry]);
        return true;
      }),
  };
}
