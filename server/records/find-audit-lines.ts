import * as z from "zod";
import type { AuditQuery } from "../audit/index.ts";
import type { Tx } from "./run-in-tenant.ts";

const Lines = z.array(z.object({ seq: z.coerce.number(), at: z.date(), entry: z.unknown() }));
const Proposals = z.array(z.object({ proposal: z.string() }));

/** Enough for any issue; what was proposed before that is found by its proposal. */
const MOST_PROPOSALS = 1_000;

/**
 * Newest first. What may stand in one of two columns is asked of each by itself, so that every question runs down an
 * index in the order of the log, however long that is. `digests` are those of the person who is asked for.
 */
export async function findLines(tx: Tx, query: AuditQuery, digests: readonly string[]) {
  const values: unknown[] = [tx.tenantId];
  const bind = (value: unknown) => `$${values.push(value)}`;
  const always = [
    ...(query.before === undefined ? [] : [`seq < ${bind(query.before)}`]),
    ...(query.types === undefined ? [] : [typeIs(query.types, bind)]),
    ...(query.proposal === undefined ? [] : [`proposal = ${bind(query.proposal)}`]),
    ...(await between(tx, query, bind)),
  ];
  const people =
    query.who === undefined
      ? [[]]
      : digests.flatMap((digest) =>
          ["by_digest", "for_digest"].map((column) => [`${column} = ${bind(digest)}`]),
        );
  const places = query.issue === undefined ? [[]] : await onIssue(tx, query.issue, bind);
  const limit = bind(query.limit);
  const branches = people.flatMap((person) =>
    places.map((place) => {
      const where = ["tenant_id = $1", ...always, ...person, ...place].join(" AND ");
      return `(SELECT seq FROM audit_log WHERE ${where} ORDER BY seq DESC LIMIT ${limit})`;
    }),
  );
  const found = `SELECT seq FROM (${branches.join(" UNION ")}) AS found ORDER BY seq DESC LIMIT ${limit}`;
  const { rows } = await tx.query(
    `SELECT seq, at, entry FROM audit_log WHERE tenant_id = $1 AND seq IN (${found}) ORDER BY seq DESC`,
    values,
  );
  return Lines.parse(rows);
}

type Bind = (value: unknown) => string;

/** One by itself can be followed down an index. */
const typeIs = (types: readonly string[], bind: Bind): string =>
  types.length === 1 ? `type = ${bind(types[0])}` : `type = ANY(${bind([...types])}::text[])`;

/**
 * A time as the part of the log that it is, for the planner would rather walk all of the log than sort a day of it.
 * The log is in the order of time but for the clocks of several processes, which are taken to be less than a day apart.
 */
async function between(tx: Tx, { from, to }: AuditQuery, bind: Bind): Promise<string[]> {
  const first =
    from === undefined ? [] : [`at >= ${bind(from)}`, `seq >= ${bind(await firstSince(tx, from))}`];
  const last = to === undefined ? [] : [`at < ${bind(to)}`, `seq <= ${bind(await lastBefore(tx, to))}`];
  return [...first, ...last];
}

const Nearest = z.array(z.object({ at: z.date() }));
const Bound = z.tuple([z.object({ seq: z.coerce.number().nullable() })]);
const A_DAY_MS = 86_400_000;

async function firstSince(tx: Tx, from: Date): Promise<number> {
  const { rows } = await tx.query(
    "SELECT at FROM audit_log WHERE tenant_id = $1 AND at >= $2 ORDER BY at LIMIT 1",
    [tx.tenantId, from],
  );
  const [nearest] = Nearest.parse(rows);
  if (nearest === undefined) return Number.MAX_SAFE_INTEGER;
  const until = new Date(nearest.at.getTime() + A_DAY_MS);
  return (await boundWithin(tx, "min", from, until)) ?? Number.MAX_SAFE_INTEGER;
}

async function lastBefore(tx: Tx, to: Date): Promise<number> {
  const { rows } = await tx.query(
    "SELECT at FROM audit_log WHERE tenant_id = $1 AND at < $2 ORDER BY at DESC LIMIT 1",
    [tx.tenantId, to],
  );
  const [nearest] = Nearest.parse(rows);
  if (nearest === undefined) return 0;
  return (await boundWithin(tx, "max", new Date(nearest.at.getTime() - A_DAY_MS), to)) ?? 0;
}

/** Of a sum, lest the planner look for it from the end of the log on. */
async function boundWithin(tx: Tx, which: "min" | "max", from: Date, to: Date): Promise<number | null> {
  const { rows } = await tx.query(
    `SELECT ${which}(seq + 0) AS seq FROM audit_log WHERE tenant_id = $1 AND at >= $2 AND at < $3`,
    [tx.tenantId, from, to],
  );
  return Bound.parse(rows)[0].seq;
}

/** Lines that name the issue, and those that name a proposal on it. */
async function onIssue(tx: Tx, issue: string, bind: Bind): Promise<string[][]> {
  const { rows } = await tx.query(
    `SELECT DISTINCT proposal FROM audit_log
     WHERE tenant_id = $1 AND issue = $2 AND proposal IS NOT NULL LIMIT $3`,
    [tx.tenantId, issue, MOST_PROPOSALS],
  );
  const proposals = Proposals.parse(rows).map(({ proposal }) => proposal);
  return [[`issue = ${bind(issue)}`], [`proposal = ANY(${bind(proposals)}::text[])`]];
}
