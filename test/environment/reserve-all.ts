import * as z from "zod";
import { TenantId } from "../../server/contract/index.ts";
import { openDatabase } from "../../server/records/index.ts";
import { callerOf, storesOver } from "../builders/records.ts";

/** Puts aside as much as it can, and says how often that went. */
const Order = z.object({
  database: z.object({ kind: z.literal("server"), url: z.string(), migrationUrl: z.string().optional() }),
  tenantId: TenantId,
  ask: z.object({ nanoUsd: z.number(), tokens: z.number(), now: z.coerce.date(), until: z.coerce.date() }),
  times: z.number(),
});

const order = Order.parse(JSON.parse(process.argv[2] ?? ""));
const { kind, url, migrationUrl } = order.database;
const db = await openDatabase({ kind, url, migrationUrl }, { onError: () => {} });
const usage = storesOver(db).usage(callerOf(order.tenantId));
const made = await Promise.all(
  Array.from({ length: order.times }, () =>
    usage.reserve({ ...order.ask, use: "plan", project: "SHOP", siteNanoUsd: 1_000 }),
  ),
);
await db.close();
process.stdout.write(String(made.filter(({ ok }) => ok).length));
