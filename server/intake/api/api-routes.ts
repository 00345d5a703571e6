import { Router, type Request, type RequestHandler, type Response } from "express";
import type { ApiScope, Proposal } from "../../contract/index.ts";
import type { Clock, LiveUpdates, Logger } from "../../kit/index.ts";
import {
  placeOf,
  presentRequest,
  type createDecider,
  type createDryRun,
  type createPanelViewer,
  type createRequestTaker,
  type FactsSource,
  type LicenceReader,
  type StoresFor,
} from "../../proposals/index.ts";
import type { AnswerStore, PersonCaller } from "../../tenants/index.ts";
import { answerNotFound } from "../http/answer-errors.ts";
import { readJson } from "../http/read-json.ts";
import { sayRefusal } from "../panel/api/say-refusal.ts";
import { createAnswerOnce, type Answer } from "./answer-once.ts";
import { createProblemAnswerer } from "./answer-problems.ts";
import type { ApiProposal } from "./answer-shapes.ts";
import type { ApiCaller, ProveApiCaller } from "./api-caller.ts";
import { awaitOutcome } from "./await-outcome.ts";
import { describeApi } from "./describe-api.ts";
import { Problem } from "./problem.ts";
import { createPlaceFinder } from "./find-place.ts";
import { codeOf, noPlan, parsed } from "./refuse.ts";
import { readPage } from "./read-page.ts";
import { DecisionRequest, ListQuery, TextRequest } from "./request-shapes.ts";

export type ApiDeps = {
  prove: ProveApiCaller;
  dryRun: ReturnType<typeof createDryRun>;
  requests: Pick<ReturnType<typeof createRequestTaker>, "takeSentence">;
  decider: ReturnType<typeof createDecider>;
  viewer: Pick<
    ReturnType<typeof createPanelViewer>,
    "presentOne" | "presentMany" | "mayLook" | "mayLookInto" | "whichVisible"
  >;
  stores: Pick<StoresFor, "proposals" | "requests">;
  answers: AnswerStore;
  facts: Pick<FactsSource, "byKeys" | "project">;
  licence: LicenceReader;
  live: LiveUpdates;
  clock: Clock;
  logger: Logger;
};

const LARGEST_BODY = "64kb";

type Work = (at: ApiCaller, request: Request, response: Response) => Promise<Answer>;

/** The API for programs. Every route proves its caller, who sees and does what the person may whom the token stands for. */
export function createApiRoutes(deps: ApiDeps): Router {
  const { viewer, decider, requests } = deps;
  const answerOnce = createAnswerOnce(deps.answers);
  const { placeNamed, visibleIssue, visibleProposal } = createPlaceFinder(deps);
  const description = describeApi();
  const router = Router();

  router.get("/openapi.json", (_request, response) => void response.json(description));
  router.post("/plan", opened(["plan"], plan));
  router.post("/proposals", opened(["propose"], propose));
  router.get("/proposals", opened(["propose", "decide"], list));
  router.get("/proposals/:id", opened(["propose", "decide"], show));
  router.post("/proposals/:id/decision", opened(["decide"], decide));
  router.use(answerNotFound, createProblemAnswerer(deps.logger));
  return router;

  /** Opens to a token that has one of these scopes. */
  function opened(scopes: readonly ApiScope[], work: Work): RequestHandler {
    return (request, response, next) => {
      deps
        .prove(request, response)
        .then(async (at) => {
          if (!scopes.some((scope) => at.scopes.includes(scope)))
            throw new Problem("out-of-scope", `Use a token with the scope ${scopes.join(" or ")}.`);
          const { status, body, headers } = await work(at, request, response);
          response.status(status).set(headers).json(body);
        })
        .catch(next);
    };
  }

  async function plan(at: ApiCaller, request: Request, response: Response): Promise<Answer> {
    const { text, about } = await readText(at, request, response);
    return answerOnce(at, request, { text, ...placeOf(about) }, async () => {
      const thought = await deps.dryRun(at.caller, about, text);
      if (!thought.ok) throw noPlan(thought.reason);
      return answerOf(200, await show1(at.caller, thought.value));
    });
  }

  async function propose(at: ApiCaller, request: Request, response: Response): Promise<Answer> {
    const { text, about } = await readText(at, request, response);
    return answerOnce(at, request, { text, ...placeOf(about) }, async () => {
      const taken = await requests.takeSentence(at.caller, about, text);
      if (!taken.ok) {
        const { code, words } = taken.reason;
        throw new Problem(code === "full" ? "too-many-proposals" : "personal-data", words);
      }
      const outcome = await awaitOutcome(deps, at.caller, taken.value);
      if ("plan" in outcome)
        return answerOf(201, await show1(at.caller, outcome), {
          location: `${request.baseUrl}/proposals/${outcome.id}`,
        });
      const view = presentRequest(outcome, at.caller);
      if (view.state === "working" || view.state === "held")
        return answerOf(202, view, {
          location: `${request.baseUrl}/proposals${about.issue === null ? "" : `?issue=${about.issue.key}`}`,
        });
      throw new Problem(
        view.state === "nothing" ? "nothing-to-do" : "conflict",
        view.said ?? "Say in other words what should be done.",
      );
    });
  }

  async function list(at: ApiCaller, request: Request): Promise<Answer> {
    const { issue: key, state, ...rest } = parsed(ListQuery, request.query, "query");
    const issue = key === undefined ? undefined : (await visibleIssue(at.caller, key)).id;
    const { page, next } = await readPage(deps, at.caller, { issue, status: state, ...rest });
    const views = await viewer.presentMany(at.caller, page);
    const stored = new Map(page.map((one) => [one.id, one]));
    const proposals = views.flatMap((view): ApiProposal[] => {
      const one = stored.get(view.id);
      return one === undefined ? [] : [{ ...view, ...whereOf(one) }];
    });
    return answerOf(200, { proposals, next });
  }

  async function show(at: ApiCaller, request: Request): Promise<Answer> {
    return answerOf(200, await show1(at.caller, await visibleProposal(at.caller, request.params["id"])));
  }

  async function decide(at: ApiCaller, request: Request, response: Response): Promise<Answer> {
    const { id } = await visibleProposal(at.caller, request.params["id"]);
    const body = parsed(DecisionRequest, await readJson(request, response, LARGEST_BODY), "body");
    await refuseUnlicensed(at.caller);
    const decided =
      body.decision === "approve"
        ? await decider.approve(at.caller, id, { planHash: body.planHash, steps: body.steps })
        : await decider.reject(at.caller, id, body);
    if (decided.ok) return answerOf(200, await show1(at.caller, decided.value));
    const { code, now, words } = decided.reason;
    const proposal = await show1(at.caller, now);
    throw new Problem(codeOf(code), sayRefusal(code, proposal, words), { proposal });
  }

  async function readText(at: ApiCaller, request: Request, response: Response) {
    const body = parsed(TextRequest, await readJson(request, response, LARGEST_BODY), "body");
    await refuseUnlicensed(at.caller);
    return { text: body.text, about: await placeNamed(at.caller, body) };
  }

  async function refuseUnlicensed(caller: PersonCaller): Promise<void> {
    if ((await deps.licence(caller)) === "unlicensed")
      throw new Problem("unlicensed", "Ask an administrator of the site to renew the licence.");
  }

  async function show1(caller: PersonCaller, proposal: Proposal): Promise<ApiProposal> {
    return { ...(await viewer.presentOne(caller, proposal)), ...whereOf(proposal) };
  }
}

/** Beside which issue it stands; or in which project, where it stands beside none. */
const whereOf = ({ issue, plan }: Proposal): Pick<ApiProposal, "issue" | "project"> => ({
  issue,
  project: "project" in plan.subject ? plan.subject.project : null,
});

const answerOf = (status: number, body: unknown, headers: Answer["headers"] = {}): Answer => ({
  status,
  body,
  headers,
});
