import { Router, type Request, type RequestHandler, type Response } from "express";
import * as z from "zod";
import {
  AnswerRequest,
  ApproveRequest,
  AskAgainRequest,
  AskRequest,
  EditRequest,
  IssueId,
  ProposalId,
  RejectRequest,
  RequestId,
  RevisionRequest,
  SettleRequest,
  UndoRequest,
  type ApiProblem,
  type IssueRef,
  type PanelView,
  type Proposal,
  type UndoView,
} from "../../../contract/index.ts";
import type { createTryAgain, createUndoer } from "../../../execution/index.ts";
import {
  AppError,
  refuse,
  systemClock,
  type Clock,
  type LiveUpdates,
  type Result,
} from "../../../kit/index.ts";
import {
  presentRequest,
  type createDecider,
  type createEditor,
  type createPanelViewer,
  type createRequestTaker,
  type FactsSource,
  type LicenceReader,
  type Refused,
  type StoresFor,
} from "../../../proposals/index.ts";
import type { PersonCaller } from "../../../tenants/index.ts";
import { createRateLimit } from "../../limit-rate.ts";
import { sayRefusal, statusOf } from "./say-refusal.ts";
import { createStreamPlaces } from "./stream-places.ts";
import { streamEvents } from "./stream-events.ts";

/** Who is in front of the panel, and the one issue their token was given for. */
export type PanelCaller = { caller: PersonCaller; issue: IssueRef; expiresAt: Date };

export type PanelApiDeps = {
  /** Proves the context token. Throws AppError `not_authenticated` where it does not hold. */
  prove: (request: Request) => Promise<PanelCaller>;
  viewer: ReturnType<typeof createPanelViewer>;
  decider: ReturnType<typeof createDecider>;
  editor: ReturnType<typeof createEditor>;
  requests: ReturnType<typeof createRequestTaker>;
  undoer: ReturnType<typeof createUndoer>;
  tryAgain: ReturnType<typeof createTryAgain>;
  stores: StoresFor;
  facts: Pick<FactsSource, "people" | "assignable">;
  licence: LicenceReader;
  live: LiveUpdates;
  clock?: Clock;
};

/** Each costs a look at Jira and maybe a model's answer, and waits in front of everybody: nobody types faster. */
const SENTENCES = { perWindow: 40, windowMs: 60_000 };
/** One for each tab with a panel in it. */
const STREAMS_PER_PERSON = 40;

type Decide<T> = (caller: PersonCaller, id: ProposalId, body: T) => Promise<Result<Proposal, Refused>>;
type Handle = (at: PanelCaller, request: Request, response: Response) => Promise<void>;

/** The panel's API. Every route proves the caller, and serves only the issue that the token was given for. */
export function createPanelRoutes(deps: PanelApiDeps): Router {
  const { viewer, decider, editor, requests, undoer, tryAgain } = deps;
  const router = Router();
  const { clock = systemClock } = deps;
  const mayAskNow = createRateLimit(clock, SENTENCES);
  const takePlace = createStreamPlaces(STREAMS_PER_PERSON);
  const proven = provenBy(deps.prove);

  router.get("/issues/:issueId", proven(showPanel));
  router.get("/issues/:issueId/events", proven(streamIssue));
  router.get("/issues/:issueId/people", proven(findPeople));
  router.post("/issues/:issueId/requests", proven(ask));
  router.post("/issues/:issueId/requests/:requestId/retry", proven(askAgain));
  router.get("/proposals/:id/form", proven(showForm));
  router.get("/proposals/:id/undo", proven(showUndo));
  router.post("/proposals/:id/approve", decide(ApproveRequest, decider.approve));
  router.post("/proposals/:id/reject", decide(RejectRequest, decider.reject));
  router.post("/proposals/:id/edit", decide(EditRequest, editor.edit));
  router.post("/proposals/:id/answer", decide(AnswerRequest, requests.takeAnswer));
  router.post("/proposals/:id/refresh", decide(RevisionRequest, requests.takeSecondLook));
  router.post("/proposals/:id/retry", decide(RevisionRequest, tryAgain.retry));
  router.post("/proposals/:id/settle", decide(SettleRequest, tryAgain.settle));
  router.post("/proposals/:id/undo", decide(UndoRequest, undoer.approve));
  return router;

  async function showPanel(at: PanelCaller, request: Request, response: Response): Promise<void> {
    const panel = await visiblePanel(at, request);
    if (!neverLookedAt(panel)) return void response.json(panel);
    await requests.takeFirstLook(at.caller, at.issue);
    response.json(await visiblePanel(at, request));
  }

  async function streamIssue(at: PanelCaller, request: Request, response: Response): Promise<void> {
    await visiblePanel(at, request);
    // Gone while Jira was asked: nobody would ever be told again that it closed.
    if (response.destroyed) return;
    response.on("close", takePlace(nameOf(at)));
    const watch = (changed: () => void) => deps.live.subscribe(at.caller.tenantId, at.issue.id, changed);
    streamEvents(response, watch, at.expiresAt.getTime() - clock.now().getTime());
  }

  async function findPeople(at: PanelCaller, request: Request, response: Response): Promise<void> {
    await visiblePanel(at, request);
    const query = z.string().max(100).catch("").parse(request.query["query"]);
    const found = await deps.facts.assignable(at.caller, { issue: at.issue.id }, query);
    const people = found.map(({ accountId, name, avatarUrl }) => ({ accountId, name, avatarUrl }));
    response.json({ people });
  }

  async function ask(at: PanelCaller, request: Request, response: Response): Promise<void> {
    const panel = await visiblePanel(at, request);
    refuseUnlicensed(panel);
    const { text } = parseBody(AskRequest, request);
    if (!mayAskNow(nameOf(at))) throw new AppError("too_many", "Too many sentences");
    const taken = await requests.takeSentence(at.caller, { issue: at.issue }, text);
    if (!taken.ok) {
      const { code, words: said } = taken.reason;
      throw new AppError(code === "full" ? "too_many" : "not_allowed", `Not taken: ${code}`, { said });
    }
    response.status(202).json(presentRequest(taken.value, at.caller));
  }

  /** What failed is tried again as it was asked, by anybody who may ask here. */
  async function askAgain(at: PanelCaller, request: Request, response: Response): Promise<void> {
    refuseUnlicensed(await visiblePanel(at, request));
    parseBody(AskAgainRequest, request);
    const id = requestIn(request);
    if (!mayAskNow(nameOf(at))) throw new AppError("too_many", "Too many sentences");
    // Somebody may have been first: then there is nothing to do but to look.
    await requests.takeAgain(at.caller, at.issue, id);
    response.json(await visiblePanel(at, request));
  }

  async function showForm(at: PanelCaller, request: Request, response: Response): Promise<void> {
    const { id } = await ownProposal(at, request);
    response.json(await editor.form(at.caller, id));
  }

  async function showUndo(at: PanelCaller, request: Request, response: Response): Promise<void> {
    const proposal = await ownProposal(at, request);
    const { undoHash, steps } = await undoer.preview(at.caller, proposal.id);
    const view: UndoView = { undoHash, steps: await viewer.presentWayBack(at.caller, proposal, steps) };
    response.json(view);
  }

  function decide<T>(
    shape: { safeParse(raw: unknown): { success: true; data: T } | { success: false } },
    act: Decide<T>,
  ) {
    return proven(async (at, request, response) => {
      const proposal = await ownProposal(at, request);
      const body = parseBody(shape, request);
      const decided = (await isUnlicensed(at))
        ? refuse<Refused>({ code: "unlicensed", now: proposal })
        : await act(at.caller, proposal.id, body);
      if (decided.ok) {
        response.json(await viewer.presentOne(at.caller, decided.value));
        return;
      }
      const { code, now, words } = decided.reason;
      const view = await viewer.presentOne(at.caller, now);
      const problem: ApiProblem = { error: code, said: sayRefusal(code, view, words), view };
      response.status(statusOf(code)).json(problem);
    });
  }

  /** Whatever a person does to a proposal is a decision, and takes a licence. Looking does not. */
  async function isUnlicensed({ caller }: PanelCaller): Promise<boolean> {
    return (await deps.licence(caller)) === "unlicensed";
  }

  async function visiblePanel(at: PanelCaller, request: Request) {
    const asked = IssueId.safeParse(request.params["issueId"]);
    // The token names the issue it was given for. Another one in the address is no slip but a try.
    if (!asked.success || asked.data !== at.issue.id) throw notFound();
    const panel = await viewer.viewPanel(at.caller, at.issue);
    if (panel === "not-visible") throw notFound();
    return panel;
  }

  async function ownProposal(at: PanelCaller, request: Request): Promise<Proposal> {
    const id = ProposalId.safeParse(request.params["id"]);
    const found = id.success ? await deps.stores.proposals(at.caller).find(id.data) : undefined;
    if (found === undefined || found.issue?.id !== at.issue.id) throw notFound();
    // The token was given a while ago; what Jira shows this person now is what counts.
    if (!(await viewer.mayLook(at.caller, at.issue.id))) throw notFound();
    return found;
  }
}

const provenBy =
  (prove: PanelApiDeps["prove"]) =>
  (handle: Handle): RequestHandler =>
  (request, response, next) => {
    prove(request)
      .then((at) => handle(at, request, response))
      .catch(next);
  };

/** Whoever may decide brings an issue to our attention by opening it; a second opening finds it taken already. */
const neverLookedAt = ({ open, recent, requests, viewer, licence }: PanelView): boolean =>
  viewer.mayDecide && licence !== "unlicensed" && open.length + recent.length + requests.length === 0;

const nameOf = ({ caller }: PanelCaller): string => `${caller.tenantId}:${caller.actor.accountId}`;

function refuseUnlicensed({ licence }: PanelView): void {
  if (licence === "unlicensed") throw new AppError("not_allowed", "Unlicensed", { said: UNLICENSED });
}

function requestIn(request: Request): RequestId {
  const id = RequestId.safeParse(request.params["requestId"]);
  if (id.success) return id.data;
  throw notFound();
}

const UNLICENSED = "TicketSmith has no licence on this site. What you typed was not sent.";

/** One answer for "not there", "not yours" and "not this issue": none of them says more than the other. */
const notFound = () => new AppError("not_found", "Not visible to this caller", { said: "Not found." });

function parseBody<T>(
  shape: { safeParse(raw: unknown): { success: true; data: T } | { success: false } },
  request: Request,
): T {
  const parsed = shape.safeParse(request.body);
  if (parsed.success) return parsed.data;
  throw new AppError("invalid_input", `Malformed body for ${request.route?.path ?? "a route"}`, {
    said: "TicketSmith did not understand this request. Reload the page and try again.",
  });
}
