import type { AuditEntry, PersonalDataType, RequestId } from "../contract/index.ts";
import { hashCanonical, nextTryInMs, ProductFault, type Clock } from "../kit/index.ts";
import { isAddressed, isForNobody, keepForPerson, type PlanningRequest } from "../planning/index.ts";
import type { Caller } from "../tenants/index.ts";
import type { WhyNotAlone } from "./go-alone.ts";
import { DECIDE_FIRST, isFull } from "./most-undecided.ts";
import {
  badgeOf,
  isAwaited,
  keyOf,
  placeOf,
  type LicenceReader,
  type ProposalStore,
  type QuarantineStore,
  type RequestEnd,
  type RequestStore,
  type StoredRequest,
} from "./ports.ts";
import { sayBlocked, sayHeld } from "./say-personal-data.ts";
import { judgementOf } from "./say-judgement.ts";
import type { createThinker, Thought } from "./think.ts";

export const PROPOSAL_LIFE_MS = 7 * 24 * 60 * 60_000;

export type ProposerDeps = {
  requests: (caller: Caller) => RequestStore;
  quarantine: (caller: Caller) => Pick<QuarantineStore, "hold">;
  proposals: (caller: Caller) => ProposalStore;
  think: ReturnType<typeof createThinker>["think"];
  licence: LicenceReader;
  whyNotAlone: WhyNotAlone;
  clock: Clock;
  /** 0..1, spreads retries. */
  spread: () => number;
};

/**
 * From a request to a stored proposal: look things up, think, ask the engine once, think again, store.
 * Safe to run twice for one request: a request that has ended is left alone.
 */
export function createProposer(deps: ProposerDeps) {
  return async function propose(caller: Caller, id: RequestId): Promise<void> {
    const requests = deps.requests(caller);
    const request = await requests.find(id);
    if (request === undefined || !(request.state === "queued" || request.state === "working")) return;

    if ((await deps.licence(caller)) === "unlicensed") return waitForLicence(requests, request);
    const urgency = isAwaited(request) ? "live" : "background";
    const concluded = await thinkOrWait({ ...caller, urgency }, request);
    if (concluded === "later") return;
    if ("hold" in concluded) {
      const { hold: found } = concluded;
      await deps.quarantine(caller).hold(id, sayHeld(found), {
        ...{ type: "quarantine-changed", change: "held", by: "app", request: id, issue: keyOf(request) },
        found,
      });
      return;
    }
    if ("end" in concluded) {
      await requests.end(id, concluded.end);
      return;
    }
    await (request.replaces === null
      ? store(caller, request, concluded)
      : storeAgain(caller, request, concluded));
  };

  /** What cannot be looked up now is looked up later, and the panel says why: the queue's own retries are silent. */
  async function thinkOrWait(caller: Caller, request: StoredRequest) {
    try {
      return await think(caller, request);
    } catch (fault) {
      if (!(fault instanceof ProductFault)) throw fault;
      const tries = request.tries + 1;
      const inMs = fault.lasting ? undefined : nextTryInMs(tries, deps.spread(), fault.retryAfterMs ?? 0);
      if (inMs === undefined) {
        const said = fault.lasting ? fault.said : `${fault.said} TicketSmith tried ${tries} times.`;
        return { end: { state: "failed", said } } as const;
      }
      await deps.requests(caller).wait(request.id, fault.said, inMs);
      return "later" as const;
    }
  }

  async function think(
    caller: Caller,
    request: StoredRequest,
  ): Promise<Thought | { end: RequestEnd } | { hold: readonly PersonalDataType[] }> {
    // Said to somebody else: no reason to read Jira, and none to pay a model.
    if (request.commentId !== null && !isAddressed(request.text ?? ""))
      return { end: { state: "nothing", said: NOT_TO_US } };
    // A plan in the place of another one adds none.
    if (request.replaces === null && (await isFull(deps.proposals(caller), placeOf(request))))
      return { end: { state: isAwaited(request) ? "failed" : "nothing", said: DECIDE_FIRST } };
    const asked: PlanningRequest = {
      origin: request.origin,
      text: request.text,
      commentId: request.commentId,
      by: request.requestedBy,
    };
    const thought = await deps.think(caller, placeOf(request), asked, request);
    if (thought.ok) return thought.value;
    const { reason } = thought;
    // What was made a moment ago may not have reached every part of Jira.
    if (reason.code === "gone" && deps.clock.now().getTime() - request.createdAt.getTime() < NEW_FOR_MS)
      throw new ProductFault("The issue of a new request is not there", { said: NOT_YET });
    if (reason.code === "held") return { hold: reason.types };
    if (reason.code === "blocked") return { end: { state: "failed", said: sayBlocked(reason.types) } };
    if (reason.code === "nothing-to-do") return { end: { state: "nothing", said: reason.words } };
    if (reason.code === "gone") return { end: { state: "failed", said: reason.words } };
    // Nobody can read it: a person takes over, and what was written is there to be looked at.
    return { end: { state: "failed", said: `${reason.words} ${KEPT}`, reply: reason.reply } };
  }

  async function store(caller: Caller, request: StoredRequest, thought: Thought): Promise<void> {
    const { plan: thoughtOut, ...about } = thought;
    const isAlone = isForNobody(thoughtOut);
    const objection = isAlone ? await deps.whyNotAlone(caller, request, thought) : undefined;
    const forPerson = (because: string) => {
      const plan = keepForPerson(thoughtOut, because);
      return { plan, planHash: hashCanonical(plan) };
    };
    const { plan, planHash } =
      objection === undefined
        ? { plan: thoughtOut, planHash: hashCanonical(thoughtOut) }
        : forPerson(objection);
    const policy = plan.trace.judged?.policy ?? 0;
    const expiresAt = new Date(deps.clock.now().getTime() + PROPOSAL_LIFE_MS);
    await deps.proposals(caller).create(
      { request: request.id, plan, planHash, expiresAt, ...about },
      (proposal, stored): AuditEntry => ({
        type: "proposal-created",
        by: "app",
        proposal,
        issue: keyOf(request),
        planHash: stored,
        ...(request.requestedBy === null ? {} : { for: request.requestedBy }),
        ...judgementOf(plan),
      }),
      badgeOf(about),
      isAlone && objection === undefined ? { policy, instead: forPerson } : undefined,
    );
  }

  /** The same card gets a new plan: a fresh look at a stale one, or the answer to its question. */
  async function storeAgain(caller: Caller, request: StoredRequest, thought: Thought): Promise<void> {
    const { nanoUsd } = thought;
    const plan = keepForPerson(thought.plan, LOOKED_AT);
    const proposals = deps.proposals(caller);
    const before = request.replaces === null ? undefined : await proposals.find(request.replaces);
    const planHash = hashCanonical(plan);
    if (before !== undefined && (before.status === "waiting" || before.status === "stale")) {
      const entry: AuditEntry = {
        type: "proposal-edited",
        by: "app",
        proposal: before.id,
        fromHash: before.planHash,
        toHash: planHash,
        fields: [],
      };
      const expiresAt = new Date(deps.clock.now().getTime() + PROPOSAL_LIFE_MS);
      const change = { state: { status: "waiting" }, plan, planHash, expiresAt, nanoUsd } as const;
      await proposals.replace(before, change, [entry], badgeOf(before));
    }
    // Decided meanwhile: the decision stands, and this look was for nothing.
    await deps.requests(caller).end(request.id, { state: "proposed" });
  }
}

/** Nothing is planned where nothing can be decided, and nothing is lost: it goes on once there is a licence again. */
async function waitForLicence(
  requests: Pick<RequestStore, "wait" | "end">,
  request: StoredRequest,
): Promise<void> {
  if (request.tries < MOST_WAITS_FOR_LICENCE) await requests.wait(request.id, NO_LICENCE, LICENCE_AGAIN_MS);
  else await requests.end(request.id, { state: "failed", said: `${NO_LICENCE} Ask again once there is.` });
}

const NO_LICENCE = "TicketSmith has no licence on this site, so nothing is planned.";
const LICENCE_AGAIN_MS = 3 * 60 * 60_000;
/** A week. */
const MOST_WAITS_FOR_LICENCE = 56;
const LOOKED_AT = "Somebody is looking at this already, so a person decides.";
const NEW_FOR_MS = 15_000;
const NOT_YET = "Jira does not show this issue to TicketSmith yet.";
const KEPT = "Try again, or do it by hand. What it wrote is kept for an administrator.";
const NOT_TO_US = "The comment was not addressed to TicketSmith.";
