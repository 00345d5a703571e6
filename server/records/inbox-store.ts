import { Op } from "sequelize";
import { TenantId } from "../contract/index.ts";
import type { Clock } from "../kit/index.ts";
import type { Delivery, Inbox, InboxAppender } from "../proposals/index.ts";
import type { Caller } from "../tenants/index.ts";
import type { Database } from "./open-database.ts";
import type { InboxRow } from "./rows.ts";
import type { Tx } from "./run-in-tenant.ts";

type Deps = { db: Pick<Database, "withTenant" | "apart" | "models">; clock: Clock };

const MOST_TRIES = 5;
/** How long a delivery is recognised when it is sent again; Jira gives up long before. */
const REMEMBERED_MS = 7 * 24 * 60 * 60 * 1000;

/** Through the narrow door: the webhooks of one batch may belong to many tenants. Resolves after the commit. */
export function createInboxAppender({ db }: Pick<Deps, "db">): InboxAppender {
  return async (deliveries) => {
    // The bodies are JSON already, and large: they are put in as they are.
    const rows = deliveries.map(({ tenantId, identifier, event, json, trace, receivedAt }) => {
      const row = { tenant_id: tenantId, identifier, event, trace, received_at: receivedAt };
      return `${JSON.stringify(row).slice(0, -1)},"body":${json}}`;
    });
    await db.apart.query("SELECT FROM append_inbox($1::jsonb)", [`[${rows.join(",")}]`]);
  };
}

/**
 * The stored deliveries of a tenant. `drain` throws, after it has tried all, when a handler did: the job that
 * drains is then tried again, and after the last try the delivery stays where it is for a person to see.
 */
export function createInbox({ db, clock }: Deps): Inbox {
  const { inbox } = db.models;

  /** Skips what another worker has in hand. */
  const takeNext = async ({ tenantId, transaction }: Tx, failed: readonly string[]) => {
    const where = {
      tenantId,
      processedAt: { [Op.is]: null },
      attempts: { [Op.lt]: MOST_TRIES },
      id: { [Op.notIn]: [...failed] },
    };
    return inbox.findOne({
      where,
      order: ["receivedAt", "id"],
      lock: transaction.LOCK.UPDATE,
      skipLocked: true,
      transaction,
    });
  };

  const handleNext = (
    caller: Caller,
    failed: readonly string[],
    handle: (delivery: Delivery) => Promise<void>,
  ) => {
    let taken: string | undefined;
    const handled = db.withTenant(caller, async (tx) => {
      const row = await takeNext(tx, failed);
      if (row === null) return;
      taken = row.get().id;
      await handle(toDelivery(row.get()));
      await inbox.update(
        { processedAt: clock.now(), body: null },
        { where: { tenantId: tx.tenantId, id: taken }, transaction: tx.transaction },
      );
    });
    return handled.then(
      () => ({ taken, error: undefined }),
      (error: unknown) => ({ taken, error }),
    );
  };

  const countFailure = (caller: Caller, id: string) =>
    db.withTenant(caller, ({ tenantId, transaction }) =>
      inbox.increment("attempts", { where: { tenantId, id }, transaction }),
    );

  const forgetOld = ({ tenantId, transaction }: Tx) => {
    const longAgo = new Date(clock.now().getTime() - REMEMBERED_MS);
    return inbox.destroy({ where: { tenantId, processedAt: { [Op.lt]: longAgo } }, transaction });
  };

  return {
    async drain(caller, limit, handle) {
      const errors: unknown[] = [];
      const failed: string[] = [];
      let handled = 0;
      while (handled + failed.length < limit) {
        const { taken, error } = await handleNext(caller, failed, handle);
        if (taken === undefined && error === undefined) break;
        if (taken === undefined) throw error;
        if (error === undefined) {
          handled += 1;
          continue;
        }
        failed.push(taken);
        errors.push(error);
        await countFailure(caller, taken);
      }
      await db.withTenant(caller, forgetOld);
      if (errors.length > 0)
        throw new AggregateError(errors, `${errors.length} deliveries could not be handled`);
      return handled;
    },
  };
}

function toDelivery(row: InboxRow): Delivery {
  const { identifier, event, body, trace, receivedAt } = row;
  return { tenantId: TenantId.parse(row.tenantId), identifier, event, body, trace, receivedAt };
}
