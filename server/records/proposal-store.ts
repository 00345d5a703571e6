import { Op } from "sequelize";
import { ProposalId, type Proposal, type ProposalStatus } from "../contract/index.ts";
import { newId } from "../kit/index.ts";
import { headlineOf, weighApproval } from "../planning/index.ts";
import type { ProposalStore, WantedProposals } from "../proposals/index.ts";
import type { Caller } from "../tenants/index.ts";
import { insertRow } from "./insert-row.ts";
import { keepProposed, noteFeedback } from "./note-feedback.ts";
import { findUnfinished } from "./find-unfinished.ts";
import { readProposal, writeState } from "./read-proposal.ts";
import { settleAlone } from "./settle-alone.ts";
import type { StoreDeps } from "./store-deps.ts";
import { tellPanels } from "./tell-panels.ts";

const OPEN = [
  "waiting",
  "stale",
  "approved",
  "executing",
  "failed",
] as const satisfies readonly ProposalStatus[];
const CLOSED = ["expired", "rejected", "done", "undone"] as const satisfies readonly ProposalStatus[];
const UNDECIDED = ["waiting", "stale"] as const satisfies readonly ProposalStatus[];

/** Proposals of the caller's tenant. */
export function proposalStoreFor(deps: StoreDeps, caller: Caller): ProposalStore {
  const { db, audit, follow, clock } = deps;
  const { tenantId } = caller;
  const { proposals, requests } = db.models;

  return {
    create: (
      { request, issue, issueSummary, projectId, projectKey, plan, planHash, expiresAt, ...about },
      entry,
      then,
      alone,
    ) =>
      db.withTenant(caller, async (tx) => {
        const id = ProposalId.parse(newId());
        const now = clock.now();
        const isNew = await insertRow(tx, "proposals", {
          ...{ tenant_id: tenantId, id, request_id: request, issue_id: issue?.id ?? null },
          ...{ issue_key: issue?.key ?? null, issue_summary: issueSummary, project_key: projectKey },
          ...inQueue(plan),
          ...{
            issue_type: about.issueType ?? null,
            labels: about.labels ?? [],
            nano_usd: about.nanoUsd ?? null,
          },
          ...{ project_id: projectId, plan: { json: plan }, plan_hash: planHash, status: "waiting" },
          ...{
            state: { json: { status: "waiting" } },
            revision: 1,
            created_at: now,
            expires_at: expiresAt,
            updated_at: now,
          },
        });
        if (!isNew) return undefined;
        await requests.update(
          { state: "proposed", said: null, updatedAt: now },
          { where: { tenantId, id: request }, transaction: tx.transaction },
        );
        const alike = { to: undefined, planHash, follows: [], entries: [] };
        const settled =
          alone === undefined ? alike : await settleAlone(tx, { id, plan, planHash }, alone, now);
        if (settled.to !== undefined)
          await proposals.update(settled.to, { where: { tenantId, id }, transaction: tx.transaction });
        await follow(tx, tenantId, [...then, ...settled.follows]);
        await tellPanels(tx, issue);
        await audit.append(tx, caller, [entry(id, settled.planHash), ...settled.entries]);
        const row = await proposals.findOne({
          where: { tenantId, id },
          rejectOnEmpty: true,
          transaction: tx.transaction,
        });
        const stored = readProposal(row.get());
        if (stored.status === "approved")
          await noteFeedback(
            tx,
            { sealer: deps.sealer, at: now },
            stored,
            weighApproval(plan, stored.steps, "auto"),
          );
        return stored;
      }),

    find: (id) =>
      db.withTenant(caller, async ({ transaction }) => {
        const row = await proposals.findOne({ where: { tenantId, id }, transaction });
        return row === null ? undefined : readProposal(row.get());
      }),

    replace: (before, { state, outcomes = [], feedback, nanoUsd = null, ...change }, entries, then) =>
      db.withTenant(caller, async (tx) => {
        const [, [row]] = await proposals.update(
          {
            ...change,
            ...(change.plan === undefined ? {} : inQueue(change.plan)),
            status: state.status,
            state: writeState(state),
            revision: before.revision + 1,
            updatedAt: clock.now(),
          },
          {
            where: { tenantId, id: before.id, revision: before.revision },
            returning: true,
            transaction: tx.transaction,
          },
        );
        if (row === undefined) return undefined;
        for (const outcome of outcomes)
          await insertRow(tx, "outcomes", {
            ...{ tenant_id: tenantId, proposal_id: before.id, at: clock.now(), ...outcome },
          });
        if (change.plan !== undefined)
          await keepProposed(tx, before, feedback?.kind === "edit" ? "person" : "engine", nanoUsd);
        if (feedback !== undefined)
          await noteFeedback(tx, { sealer: deps.sealer, at: clock.now() }, before, feedback);
        await follow(tx, tenantId, then);
        await tellPanels(tx, before.issue);
        await audit.append(tx, caller, entries);
        return readProposal(row.get());
      }),

    ...placeLists(deps, caller),

    list: (wanted) => listOf(deps, caller, wanted),

    unfinished: (before, limit) =>
      db.withTenant(caller, (tx) => findUnfinished(tx, { before, now: clock.now(), limit })),

    follow: (then) => db.withTenant(caller, (tx) => follow(tx, tenantId, then)),

    dueToExpire: (now, limit) =>
      db.withTenant(caller, async ({ transaction }) => {
        const where = { tenantId, status: [...UNDECIDED], expiresAt: { [Op.lte]: now } };
        const rows = await proposals.findAll({ where, order: ["expiresAt"], limit, transaction });
        return rows.map((row) => readProposal(row.get()));
      }),
  };
}

/** What stands in one place. */
function placeLists(
  { db }: StoreDeps,
  caller: Caller,
): Pick<ProposalStore, "openInProject" | "openOnIssue" | "closedOnIssue"> {
  const { tenantId } = caller;
  const { proposals } = db.models;
  return {
    openInProject: (projectId) =>
      db.withTenant(caller, async ({ transaction }) => {
        const where = { tenantId, projectId, issueId: null, status: [...UNDECIDED] };
        const rows = await proposals.findAll({ where, order: ["createdAt", "id"], transaction });
        return rows.map((row) => readProposal(row.get()));
      }),

    openOnIssue: (issue) =>
      db.withTenant(caller, async ({ transaction }) => {
        const where = { tenantId, issueId: issue, status: [...OPEN] };
        const rows = await proposals.findAll({ where, order: ["createdAt", "id"], transaction });
        return rows.map((row) => readProposal(row.get()));
      }),

    closedOnIssue: (issue, limit) =>
      db.withTenant(caller, async ({ transaction }) => {
        const where = { tenantId, issueId: issue, status: [...CLOSED] };
        const order: [string, string][] = [
          ["updatedAt", "DESC"],
          ["id", "DESC"],
        ];
        const rows = await proposals.findAll({ where, order, limit, transaction });
        return rows.map((row) => readProposal(row.get()));
      }),
  };
}

/** What the queue finds a plan by. */
const inQueue = (plan: Proposal["plan"]) => ({
  headline: headlineOf(plan),
  confidence: plan.steps.reduce((lowest, step) => Math.min(lowest, step.confidence), 1),
  actions: [...new Set(plan.steps.map(({ action }) => action.type))],
  asks: plan.questions.length > 0,
});

function listOf(
  { db }: StoreDeps,
  caller: Caller,
  { issue, status, request, after, limit }: WantedProposals,
): Promise<Proposal[]> {
  const { tenantId } = caller;
  const { proposals } = db.models;
  return db.withTenant(caller, async ({ transaction }) => {
    const from =
      after === undefined ? null : await proposals.findOne({ where: { tenantId, id: after }, transaction });
    if (after !== undefined && from === null) return [];
    const { createdAt, id } = from?.get() ?? {};
    const where = {
      tenantId,
      ...(issue === undefined ? {} : { issueId: issue }),
      ...(status === undefined ? {} : { status }),
      ...(request === undefined ? {} : { requestId: request }),
      ...(createdAt === undefined
        ? {}
        : { [Op.or]: [{ createdAt: { [Op.lt]: createdAt } }, { createdAt, id: { [Op.lt]: id } }] }),
    };
    const order: [string, string][] = [
      ["createdAt", "DESC"],
      ["id", "DESC"],
    ];
    const rows = await proposals.findAll({ where, order, limit, transaction });
    return rows.map((row) => readProposal(row.get()));
  });
}
