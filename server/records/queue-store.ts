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
const Overview = z.tuple([
  z.object({
    counts: z.record(z.string(), z.number()).nullable(),
    projects: z.array(z.object({ key: z.string(), count: z.number() })).nullable(),
    groups: z.array(z.object({ headline: z.string(), sure: z.number(), count: z.number() })).nullable(),
  }),
]);
const Lines = z.array(z.object({ id: ProposalId, issue_summary: z.string(), headline: z.string() }));

/** Where a proposal stands in the queue. */
const TAB = `CASE WHEN status = 'failed' THEN 'failed'
  WHEN status = ANY('{done,undone,rejected,expired}') THEN 'done'
  WHEN asks AND status = ANY('{waiting,stale}') THEN 'questions'
  ELSE 'waiting' END`;

/** The proposals of the caller's tenant as one list. */
export function queueStoreFor({ db }: Pick<StoreDeps, "db">, caller: Caller): QueueStore {
  const { tenantId } = caller;
  const { proposals } = db.models;
  const read = <T>(shape: z.ZodType<T>, sql: string, values: readonly unknown[]): Promise<T> =>
    db.withTenant(caller, async (tx) => shape.parse((await tx.query(sql, [...values])).rows));

  return {
    async places(closedSince, known) {
      const rows = await read(
        Places,
        `SELECT DISTINCT issue_id, CASE WHEN issue_id IS NULL THEN project_id ELSE '' END AS project_id
         FROM proposals WHERE tenant_id = $1 AND (status <> ALL($2::text[]) OR updated_at >= $3)
           AND NOT coalesce(issue_id = ANY($4::text[]), project_id = ANY($5::text[]))`,
        [tenantId, STATUSES.done, closedSince, known.issues, known.projects],
      );
      return {
        issues: rows.flatMap(({ issue_id: issue }) => issue ?? []),
        projects: rows.flatMap(({ issue_id: issue, project_id: project }) =>
          issue === null ? [project] : [],
        ),
      };
    },

    async overview(filter, sight, { bands, closedSince, limit }) {
      const values: unknown[] = [tenantId, bands, limit, filter.tab];
      const seen = inSight(sight, closedSince, values);
      const wanted = whereOf(filter, values);
      const [{ counts, projects, groups }] = await read(
        Overview,
        `WITH mine AS MATERIALIZED (
           SELECT issue_key, issue_summary, project_key, headline, confidence, actions, ${TAB} AS tab
           FROM proposals WHERE tenant_id = $1 ${seen}
         ), counted AS (SELECT tab, count(*) AS count FROM mine GROUP BY 1
         ), by_project AS (
           SELECT project_key AS key, count(*) AS count FROM mine WHERE tab = $4 GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT $3
         ), by_group AS (
           SELECT headline, (SELECT max(band) FROM unnest($2::double precision[]) AS band WHERE band <= confidence) AS sure,
             count(*) AS count
           FROM mine WHERE tab = $4 ${wanted} GROUP BY 1, 2 ORDER BY 3 DESC, 2 DESC, 1 LIMIT $3
         )
         SELECT (SELECT json_object_agg(tab, count) FROM counted) AS counts,
           (SELECT json_agg(by_project) FROM by_project) AS projects,
           (SELECT json_agg(by_group) FROM by_group) AS groups`,
        values,
      );
      const count = (tab: QueueTab) => counts?.[tab] ?? 0;
      return {
        counts: {
          ...{ waiting: count("waiting"), questions: count("questions") },
          ...{ failed: count("failed"), done: count("done") },
        },
        projects: projects ?? [],
        groups: groups ?? [],
      };
    },

    lines: (filter, sight, { after, limit, closedSince }) =>
      db.withTenant(caller, async (tx) => {
        const isOver = filter.tab === "done" || filter.tab === "failed";
        const [column, order, sign] = isOver ? ["updated_at", "DESC", "<"] : ["created_at", "ASC", ">"];
        const values: unknown[] = [tenantId, limit, after ?? null, STATUSES[filter.tab]];
        const seen = inSight(sight, closedSince, values);
        const wanted = whereOf(filter, values);
        const found = await tx.query(
          `SELECT id, issue_summary, headline FROM proposals
           WHERE tenant_id = $1 AND status = ANY($4::text[]) AND ${TAB} = '${filter.tab}' ${seen} ${wanted}
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

/** What is not in sight, or was over long ago, is never matched. Values are put behind those that are there already. */
function inSight({ issues, projects }: InSight, closedSince: Date, values: unknown[]): string {
  const put = (value: unknown) => `$${values.push(value)}`;
  return `AND coalesce(issue_id = ANY(${put(issues)}::text[]), project_id = ANY(${put(projects)}::text[]))
    AND (status <> ALL(${put(STATUSES.done)}::text[]) OR updated_at >= ${put(closedSince)})`;
}

function whereOf({ project, action, sure, search, headline }: QueueFilter, values: unknown[]): string {
  const put = (value: unknown) => `$${values.push(value)}`;
  const parts: string[] = [];
  if (project !== undefined) parts.push(`project_key = ${put(project)}`);
  if (action !== undefined) parts.push(`${put(action)} = ANY(actions)`);
  if (sure !== undefined) parts.push(`confidence >= ${put(sure.from)} AND confidence < ${put(sure.below)}`);
  if (headline !== undefined) parts.push(`headline = ${put(headline)}`);
  if (search !== undefined) {
    const pattern = put(`%${search.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`);
    parts.push(`(issue_key ILIKE ${pattern} OR issue_summary ILIKE ${pattern} OR headline ILIKE ${pattern})`);
  }
  return parts.map((part) => `AND ${part}`).join(" ");
}
