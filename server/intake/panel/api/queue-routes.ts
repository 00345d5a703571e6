import { Router, type Request, type Response } from "express";
import * as z from "zod";
import {
  ACTION_TYPES,
  BareRequest,
  BatchId,
  BatchRequest,
  ProposalId,
  type ApiProblem,
  type Proposal,
  type QueuedProposalView,
} from "../../../contract/index.ts";
import { AppError, type Clock, type LiveUpdates } from "../../../kit/index.ts";
import type {
  BatchApprover,
  createQueueViewer,
  FactsSource,
  Permissions,
  QueueQuery,
  StoresFor,
} from "../../../proposals/index.ts";
import type { PersonCaller } from "../../../tenants/index.ts";
import { addProposalRoutes, type ProposalRoutesDeps } from "./proposal-routes.ts";
import { nameOf, notFound, parseBody, provenBy, type PageCaller } from "./prove-first.ts";
import { createStreamPlaces } from "./stream-places.ts";
import { streamEvents } from "./stream-events.ts";

export type QueueApiDeps = ProposalRoutesDeps & {
  /** Proves the context token of a page that stands beside no issue. Throws AppError `not_authenticated`. */
  prove: (request: Request) => Promise<PageCaller>;
  queueViewer: ReturnType<typeof createQueueViewer>;
  batchApprover: BatchApprover;
  stores: Pick<StoresFor, "proposals">;
  permissions: Permissions;
  facts: Pick<FactsSource, "assignable">;
  live: LiveUpdates;
  clock: Clock;
};

const Query = z.object({
  tab: z.enum(["waiting", "questions", "failed", "done"]).default("waiting"),
  project: z.string().max(255).optional(),
  action: z.enum(ACTION_TYPES).optional(),
  sure: z.coerce.number().min(0).max(1).optional(),
  search: z.string().trim().max(200).optional(),
  headline: z.string().max(200).optional(),
  after: z
    .uuid()
    .transform((id) => ProposalId.parse(id))
    .optional(),
});

const STATUS_OF = { unlicensed: 403, not_found: 404, conflict: 409 } as const;
const STREAMS_PER_PERSON = 20;

/** The review queue's API: every proposal of the site that the person may see, and what they may do to each. */
export function createQueueRoutes(deps: QueueApiDeps): Router {
  const { queueViewer, batchApprover, viewer, permissions, clock } = deps;
  const router = Router();
  const takePlace = createStreamPlaces(STREAMS_PER_PERSON);
  const proven = provenBy(deps.prove);

  router.get("/", proven(showQueue));
  router.get("/rows", proven(showRows));
  router.get("/last-look", proven(showLastLook));
  router.get("/batches", proven(showBatches));
  router.post("/batches", proven(startBatch));
  router.post("/batches/:id/stop", proven(onOwnBatch(batchApprover.stop)));
  router.post("/batches/:id/dismiss", proven(onOwnBatch(batchApprover.dismiss)));
  router.get("/events", proven(stream));
  router.get("/proposals/:id", proven(showOne));
  router.get("/proposals/:id/people", proven(findPeople));
  addProposalRoutes(router, deps, { proven, own });
  return router;

  async function showQueue({ caller }: PageCaller, request: Request, response: Response): Promise<void> {
    response.json(await queueViewer.viewQueue(caller, queryIn(request)));
  }

  async function showRows({ caller }: PageCaller, request: Request, response: Response): Promise<void> {
    response.json(await queueViewer.viewRows(caller, queryIn(request)));
  }

  async function showLastLook({ caller }: PageCaller, request: Request, response: Response): Promise<void> {
    response.json(await queueViewer.lastLook(caller, queryIn(request)));
  }

  async function showBatches({ caller }: PageCaller, _request: Request, response: Response): Promise<void> {
    response.json(await batchApprover.view(caller));
  }

  async function startBatch({ caller }: PageCaller, request: Request, response: Response): Promise<void> {
    const started = await batchApprover.start(caller, parseBody(BatchRequest, request));
    if (!started.ok) {
      const problem: ApiProblem = started.reason;
      response.status(STATUS_OF[started.reason.error]).json(problem);
      return;
    }
    response.status(202).json(await batchApprover.view(caller));
  }

  function onOwnBatch(act: (caller: PersonCaller, id: BatchId) => Promise<boolean>) {
    return async ({ caller }: PageCaller, request: Request, response: Response): Promise<void> => {
      parseBody(BareRequest, request);
      const id = BatchId.safeParse(request.params["id"]);
      if (!id.success || !(await act(caller, id.data))) throw notFound();
      response.json(await batchApprover.view(caller));
    };
  }

  /** It says that something has changed somewhere, and nothing of what. */
  async function stream(at: PageCaller, _request: Request, response: Response): Promise<void> {
    response.on("close", takePlace(nameOf(at)));
    const watch = (changed: () => void) => deps.live.subscribeToAll(at.caller.tenantId, changed);
    streamEvents(response, watch, at.expiresAt.getTime() - clock.now().getTime());
  }

  async function showOne(at: PageCaller, request: Request, response: Response): Promise<void> {
    const proposal = await own(at, request);
    const { caller } = at;
    const on = { issue: proposal.issue?.id ?? null, projectId: proposal.projectId };
    const wanted = proposal.issue === null ? "CREATE_ISSUES" : "EDIT_ISSUES";
    const granted = await permissions.granted(caller, caller.actor.accountId, on, [wanted]);
    const view: QueuedProposalView = {
      proposal: await viewer.presentOne(caller, proposal),
      issueKey: proposal.issue?.key ?? null,
      mayDecide: granted.has(wanted),
    };
    response.json(view);
  }

  async function findPeople(at: PageCaller, request: Request, response: Response): Promise<void> {
    const { issue, projectId } = await own(at, request);
    const query = z.string().max(100).catch("").parse(request.query["query"]);
    const on = issue === null ? { project: projectId } : { issue: issue.id };
    const found = await deps.facts.assignable(at.caller, on, query);
    response.json({
      people: found.map(({ accountId, name, avatarUrl }) => ({ accountId, name, avatarUrl })),
    });
  }

  /** Whatever stands beside an issue is for those who may see the issue now; what stands in a project, for those who see that. */
  async function own({ caller }: PageCaller, request: Request): Promise<Proposal> {
    const id = ProposalId.safeParse(request.params["id"]);
    const found = id.success ? await deps.stores.proposals(caller).find(id.data) : undefined;
    if (found === undefined) throw notFound();
    const isSeen =
      found.issue === null
        ? await viewer.mayLookInto(caller, found.projectId)
        : await viewer.mayLook(caller, found.issue.id);
    if (!isSeen) throw notFound();
    return found;
  }
}

function queryIn(request: Request): QueueQuery {
  const query = Query.safeParse(request.query);
  if (query.success) return query.data;
  const words = query.error.issues.map(({ path }) => path.join(".")).join(", ");
  throw new AppError("invalid_input", `A queue was asked for by ${words}`, {
    said: `TicketSmith did not understand what to show (${words}).`,
  });
}
