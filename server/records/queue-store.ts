import * as z from "zod";
import type { ProposalStatus } from "../contract/index.ts";
import { IssueId, ProposalId } from "../contract/index.ts";
import type { InSight, QueueFilter, QueueStore, QueueTab } from "../proposals/index.ts";
import type { Caller } from "../tenants/index.ts";
import { readProposal } from "./read-proposal.ts";
import type { StoreDeps } from "./store-deps.ts";

const STATUSES: Readonly<Record<QueueTab, readonly ProposalStatus[]>> = {
  waiting: ["waiting", "stale", "approved", "executing"],
  questions: ["waiting", "stale"],
  failed: ["failed"],
  done: ["done", "undone", "rejected", "expired"],
};

const Places = z.array(z.object({ issue_id: z.nullable(IssueId), project_id: z.string() }));
const Counted = z.array(
  z.object({ tab: z.enum(["waiting", "questions", "failed", "done"]), count: z.coerce.number() }),
);
const Projects = z.array(z.object({ key: z.string(), count: z.coerce.number() }));
const Groups = z.array(z.object({ headline: z.string(), sure: z.number(), count: z.coerce.number() }));
const Lines = z.array(z.object({ id: ProposalId, issue_summary: z.string(), headline: z.string() }));

/** The proposals of the caller's tenant as one list. */
export function queueStoreFor({ db }: Pick<StoreDeps, "db">, caller: Caller): QueueStore {
  const { tenantId } = caller;
  const { proposals } = db.models;
  const read = <T>(shape: z.ZodType<T>, sql: string, values: readonly unknown[]): Promise<T> =>
    db.withTenant(caller, async (tx) => shape.parse((await tx.query(sql, [...values])).rows));

  return {
    async places(closedSince) {
      const rows = await read(
        Places,
        `SELECT DISTINCT issue_id, CASE WHEN issue_id IS NULL THEN project_id ELSE '' END AS project_id
         FROM proposals WHERE tenant_id = $1 AND (status <> ALL($2::text[]) OR updated_at >= $3)`,
        [tenantId, STATUSES.done, closedSince],
      );
      return {
        issues: rows.flatMap(({ issue_id: issue }) => issue ?? []),
        projects: rows.flatMap(({ issue_id: issue, project_id: project }) =>
          issue === null ? [project] : [],
        ),
      };
    },

    async counts(sight, closedSince) {
      const { sql, values } = whereOf({ tab: undefined }, sight, closedSince, [tenantId]);
      const rows = await read(
        Counted,
        `SELECT CASE WHEN status = 'failed' THEN 'failed'
                     WHEN status = ANY('{done,undone,rejected,expired}') THEN 'done'
                     WHEN asks AND status = ANY('{waiting,stale}') THEN 'questions'
                     ELSE 'waiting' END AS tab, count(*) AS count
         FROM proposals WHERE tenant_id = $1 ${sql} GROUP BY 1`,
        values,
      );
      const count = (tab: QueueTab) => rows.find((row) => row.tab === tab)?.count ?? 0;
      return {
        waiting: count("waiting"),
        questions: count("questions"),
        failed: count("failed"),
        done: count("done"),
      };
    },

    projects: (tab, sight, closedSince) => {
      const { sql, values } = whereOf({ tab }, sight, closedSince, [tenantId]);
      return read(
        Projects,
        `SELECT project_key AS key, count(*) AS count FROM proposals WHERE tenant_id = $1 ${sql}
         GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 200`,
        values,
      );
    },

    groups: (filter, sight, { bands, closedSince, limit }) => {
      const { sql, values } = whereOf(filter, sight, closedSince, [tenantId, bands, limit]);
      return read(
        Groups,
        `SELECT headline, coalesce((SELECT max(band) FROM unnest($2::double precision[]) AS band WHERE band <= confidence), 0) AS sure,
                count(*) AS count
         FROM proposals WHERE tenant_id = $1 ${sql}
         GROUP BY 1, 2 ORDER BY 3 DESC, 2 DESC, 1 LIMIT $3`,
        values,
      );
    },

    lines: (filter, sight, { after, limit, closedSince }) =>
      db.withTenant(caller, async (tx) => {
        const isOver = filter.tab === "done" || filter.tab === "failed";
        const [column, order, sign] = isOver ? ["updated_at", "DESC", "<"] : ["created_at", "ASC", ">"];
        const { sql, values } = whereOf(filter, sight, closedSince, [tenantId, limit, after ?? null]);
        const found = await tx.query(
          `SELECT id, issue_summary, headline FROM proposals
           WHERE tenant_id = $1 ${sql}
             AND ($3::uuid IS NULL OR (${column}, id) ${sign} (SELECT ${column}, id FROM proposals WHERE tenant_id = $1 AND id = $3))
           ORDER BY ${column} ${order}, id ${order} LIMIT $2`,
          values,
        );
        const lines = Lines.parse(found.rows);
        const rows = await proposals.findAll({
          where: { tenantId, id: lines.map(({ id }) => id) },
          transaction: tx.transaction,
        });
        const byId = new Map(rows.map((row) => [row.get().id, readProposal(row.get())]));
        return lines.flatMap(({ id, issue_summary: issueSummary, headline }) => {
          const proposal = byId.get(id);
          return proposal === undefined ? [] : [{ proposal, issueSummary, headline }];
        });
      }),
  };
}

type Wanted = Omit<QueueFilter, "tab"> & { tab: QueueTab | undefined };

/** Conditions with their values behind those that are there already. What is not in sight is never matched. */
function whereOf(
  { tab, project, action, sure, search, headline }: Wanted,
  sight: InSight,
  closedSince: Date,
  before: readonly unknown[],
): { sql: string; values: unknown[] } {
  const values = [...before];
  const put = (value: unknown) => `$${values.push(value)}`;
  const parts = [
    `(issue_id = ANY(${put(sight.issues)}::text[]) OR (issue_id IS NULL AND project_id = ANY(${put(sight.projects)}::text[])))`,
    `(status <> ALL(${put(STATUSES.done)}::text[]) OR updated_at >= ${put(closedSince)})`,
  ];
  if (tab !== undefined) parts.push(`status = ANY(${put(STATUSES[tab])}::text[])`);
  if (tab === "waiting") parts.push("NOT (asks AND status IN ('waiting', 'stale'))");
  if (tab === "questions") parts.push("asks");
  if (project !== undefined) parts.push(`project_key = ${put(project)}`);
  if (action !== undefined) parts.push(`${put(action)} = ANY(actions)`);
  if (sure !== undefined) parts.push(`confidence >= ${put(sure.from)} AND confidence < ${put(sure.below)}`);
  if (headline !== undefined) parts.push(`headline = ${put(headline)}`);
  if (search !== undefined) {
    const pattern = put(`%${search.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`);
    parts.push(`(issue_key ILIKE ${pattern} OR issue_summary ILIKE ${pattern} OR headline ILIKE ${pattern})`);
  }
  return { sql: parts.map((part) => `AND ${part}`).join(" "), values };
}
