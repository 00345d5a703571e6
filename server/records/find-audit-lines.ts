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
    ...(query.from === undefined ? [] : [`at >= ${bind(query.from)}`]),
    ...(query.to === undefined ? [] : [`at < ${bind(query.to)}`]),
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
