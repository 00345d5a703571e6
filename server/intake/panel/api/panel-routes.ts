import { Router, type Request, type Response } from "express";
import * as z from "zod";
import {
  AskAgainRequest,
  AskRequest,
  IssueId,
  ProposalId,
  RequestId,
  type IssueRef,
  type PanelView,
  type Proposal,
} from "../../../contract/index.ts";
import { AppError, systemClock, type Clock, type LiveUpdates } from "../../../kit/index.ts";
import { presentRequest, type FactsSource, type StoresFor } from "../../../proposals/index.ts";
import { createRateLimit } from "../../limit-rate.ts";
import { addProposalRoutes, type ProposalRoutesDeps } from "./proposal-routes.ts";
import { nameOf, notFound, parseBody, provenBy, type PageCaller } from "./prove-first.ts";
import { createStreamPlaces } from "./stream-places.ts";
import { streamEvents } from "./stream-events.ts";

/** Who is in front of the panel, and the one issue their token was given for. */
export type PanelCaller = PageCaller & { issue: IssueRef };

export type PanelApiDeps = ProposalRoutesDeps & {
  /** Proves the context token. Throws AppError `not_authenticated` where it does not hold. */
  prove: (request: Request) => Promise<PanelCaller>;
  stores: StoresFor;
  facts: Pick<FactsSource, "people" | "assignable">;
  live: LiveUpdates;
  clock?: Clock;
};

/** Each costs a look at Jira and maybe a model's answer, and waits in front of everybody: nobody types faster. */
const SENTENCES = { perWindow: 40, windowMs: 60_000 };
/** One for each tab with a panel in it. */
const STREAMS_PER_PERSON = 40;

/** The panel's API. Every route proves the caller, and serves only the issue that the token was given for. */
export function createPanelRoutes(deps: PanelApiDeps): Router {
  const { viewer, requests } = deps;
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
  addProposalRoutes(router, deps, { proven, own: ownProposal });
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

/** Whoever may decide brings an issue to our attention by opening it; a second opening finds it taken already. */
const neverLookedAt = ({ open, recent, requests, viewer, licence }: PanelView): boolean =>
  viewer.mayDecide && licence !== "unlicensed" && open.length + recent.length + requests.length === 0;

function refuseUnlicensed({ licence }: PanelView): void {
  if (licence === "unlicensed") throw new AppError("not_allowed", "Unlicensed", { said: UNLICENSED });
}

function requestIn(request: Request): RequestId {
  const id = RequestId.safeParse(request.params["requestId"]);
  if (id.success) return id.data;
  throw notFound();
}

const UNLICENSED = "TicketSmith has no licence on this site. What you typed was not sent.";
