import { literal, Op } from "sequelize";
import * as z from "zod";
import { RequestId } from "../contract/index.ts";
import { newId, type Sealer, type SealPlace } from "../kit/index.ts";
import { isAwaited, type RequestStore, type StoredRequest } from "../proposals/index.ts";
import type { Caller } from "../tenants/index.ts";
import { insertRow } from "./insert-row.ts";
import { heldPlace } from "./quarantine-store.ts";
import { toRequest } from "./read-request.ts";
import type { StoreDeps } from "./store-deps.ts";
import { tellPanels } from "./tell-panels.ts";

const OPEN = ["queued", "working"];
const Kept = z.array(z.object({ reply_sealed: z.string().nullable() }));

/** Enough to see what a model was at. */
const LONGEST_REPLY = 16_000;
export const replyPlace = (tenantId: string, id: string): SealPlace => ({
  tenantId,
  field: `requests.reply/${id}`,
});

/** Requests of the caller's tenant. */
export function requestStoreFor(
  { db, audit, follow, clock, sealer }: StoreDeps & { sealer: Sealer },
  caller: Caller,
): RequestStore {
  const { tenantId } = caller;
  const { requests } = db.models;
  return {
    create: (...asked) => createRequest({ db, audit, follow, clock, sealer }, caller, ...asked),

    find: (id) =>
      db.withTenant(caller, async ({ transaction }) => {
        const row = await requests.findOne({ where: { tenantId, id }, transaction });
        return row === null ? undefined : toRequest(row.get());
      }),

    end: (id, end) =>
      db.withTenant(caller, async (tx) => {
        const [, ended] = await requests.update(
          {
            ...{ state: end.state, said: "said" in end ? end.said : null },
            ...{ waitsFor: null, nextTryAt: null, updatedAt: clock.now() },
          },
          { where: { tenantId, id, state: OPEN }, returning: true, transaction: tx.transaction },
        );
        if (ended.length > 0 && "reply" in end && end.reply !== undefined) {
          const sealed = sealer.seal(end.reply.slice(0, LONGEST_REPLY), replyPlace(tenantId, id));
          await tx.query("UPDATE requests SET reply_sealed = $3 WHERE tenant_id = $1 AND id = $2", [
            ...[tenantId, id, sealed],
          ]);
        }
        for (const row of ended) await tellPanels(tx, toRequest(row.get()).issue);
      }),

    keptReply: (id) =>
      db.withTenant(caller, async (tx) => {
        const { rows } = await tx.query(
          "SELECT reply_sealed FROM requests WHERE tenant_id = $1 AND id = $2",
          [...[tenantId, id]],
        );
        const sealed = Kept.parse(rows)[0]?.reply_sealed ?? null;
        return sealed === null ? undefined : sealer.open(sealed, replyPlace(tenantId, id)).text;
      }),

    wait: (id, why, afterMs) =>
      db.withTenant(caller, async (tx) => {
        const now = clock.now();
        const nextTryAt = new Date(now.getTime() + afterMs);
        const [, waiting] = await requests.update(
          { state: "working", waitsFor: why, nextTryAt, tries: literal("tries + 1"), updatedAt: now },
          { where: { tenantId, id, state: OPEN }, returning: true, transaction: tx.transaction },
        );
        await follow(
          tx,
          tenantId,
          waiting.map((row) => ({
            do: "propose",
            request: id,
            afterMs,
            awaited: isAwaited(toRequest(row.get())),
          })),
        );
        for (const row of waiting) await tellPanels(tx, toRequest(row.get()).issue);
      }),

    again: (id, entries) =>
      db.withTenant(caller, async (tx) => {
        const [, reopened] = await requests.update(
          { state: "queued", said: null, tries: 0, updatedAt: clock.now() },
          { where: { tenantId, id, state: "failed" }, returning: true, transaction: tx.transaction },
        );
        if (reopened.length === 0) return false;
        await tx.query("UPDATE requests SET reply_sealed = NULL WHERE tenant_id = $1 AND id = $2", [
          ...[tenantId, id],
        ]);
        await follow(tx, tenantId, [{ do: "propose", request: id, awaited: true }]);
        for (const row of reopened) await tellPanels(tx, toRequest(row.get()).issue);
        await audit.append(tx, caller, entries);
        return true;
      }),

    unfinished: (before, limit) =>
      db.withTenant(caller, async ({ transaction }) => {
        const noTryDue = { [Op.or]: [{ [Op.is]: null }, { [Op.lte]: clock.now() }] };
        const where = { tenantId, state: OPEN, updatedAt: { [Op.lt]: before }, nextTryAt: noTryDue };
        const rows = await requests.findAll({ where, order: ["updatedAt"], limit, transaction });
        return rows.map((row) => RequestId.parse(row.get().id));
      }),

    latest: (limit) => latestOf(db, caller, limit),

    onIssue: (issue, endedSince) =>
      db.withTenant(caller, async ({ transaction }) => {
        const endedLately = (state: "nothing" | "failed") => ({
          ...{ state, updatedAt: { [Op.gte]: endedSince[state] } },
        });
        const rows = await requests.findAll({
          where: {
            tenantId,
            issueId: issue,
            [Op.or]: [{ state: [...OPEN, "held"] }, endedLately("nothing"), endedLately("failed")],
          },
          order: [
            ["createdAt", "DESC"],
            ["id", "DESC"],
          ],
          limit: 100,
          transaction,
        });
        return rows.map((row) => toRequest(row.get()));
      }),
  };
}

/** Stores a request with what follows from it, or what is held of it sealed. */
function createRequest(
  { db, audit, follow, clock, sealer }: StoreDeps & { sealer: Sealer },
  caller: Caller,
  ...[request, entry, then, start = { state: "queued" }]: Parameters<RequestStore["create"]>
): ReturnType<RequestStore["create"]> {
  const { tenantId } = caller;
  return db.withTenant(caller, async (tx) => {
    const id = RequestId.parse(newId());
    const now = clock.now();
    const { issue, origin, commentId, requestedBy, dedupeKey, replaces } = request;
    const said = "said" in start ? start.said : null;
    // What is held is nowhere in the open.
    const [text, text_sealed] =
      start.state === "held" && request.text !== null
        ? [null, sealer.seal(request.text, heldPlace(tenantId, id))]
        : [request.text, null];
    const isNew = await insertRow(tx, "requests", {
      ...{
        tenant_id: tenantId,
        id,
        issue_id: issue?.id ?? null,
        issue_key: issue?.key ?? null,
        origin,
        text,
      },
      ...(request.issue === null ? { project: { json: request.project } } : {}),
      ...{ comment_id: commentId, requested_by: requestedBy, dedupe_key: dedupeKey, replaces },
      ...{ state: start.state, said, text_sealed, created_at: now, updated_at: now },
    });
    if (!isNew) return undefined;
    await follow(tx, tenantId, then(id));
    await tellPanels(tx, issue);
    await audit.append(tx, caller, [entry(id)]);
    const fresh = { released: false, waitsFor: null, nextTryAt: null, tries: 0 } as const;
    return { ...request, ...fresh, text, state: start.state, said, id, createdAt: now, updatedAt: now };
  });
}

function latestOf(db: StoreDeps["db"], caller: Caller, limit: number): Promise<StoredRequest[]> {
  return db.withTenant(caller, async ({ transaction }) => {
    const where = { tenantId: caller.tenantId, replaces: null };
    const order: [string, string][] = [["createdAt", "DESC"]];
    const rows = await db.models.requests.findAll({ where, order, limit, transaction });
    return rows.map((row) => toRequest(row.get()));
  });
}
