import { randomUUID } from "node:crypto";
import type {
  AnswerRequest,
  AuditEntry,
  IssueId,
  IssueRef,
  Proposal,
  ProposalId,
  RequestId,
  RevisionRequest,
} from "../contract/index.ts";
import { countFound, treatPersonalData, typesTreated } from "../guardrails/index.ts";
import { hashCanonical, ok, refuse, type Clock, type Result } from "../kit/index.ts";
import { namedActor, type Caller, type PersonCaller } from "../tenants/index.ts";
import { stillOpen } from "./apply-decision.ts";
import { mustFind, type Refused } from "./decide.ts";
import { mayDecide } from "./may-decide.ts";
import { DECIDE_FIRST, isFull } from "./most-undecided.ts";
import {
  isAwaited,
  keyOf,
  placeOf,
  placeOfProposal,
  type About,
  type NewRequest,
  type Permissions,
  type ProposalStore,
  type RequestStore,
  type SettingsStore,
  type StoredRequest,
} from "./ports.ts";
import { sayBlocked, sayHeld } from "./say-personal-data.ts";

export type RequestTakerDeps = {
  requests: (caller: Caller) => RequestStore;
  proposals: (caller: Caller) => ProposalStore;
  settings: (caller: Caller) => Pick<SettingsStore, "personalData">;
  permissions: Permissions;
  clock: Clock;
};

/** `full`: too many wait for a decision already. `blocked`: it holds what the site keeps out. */
export type NotTaken = { code: "full" | "blocked"; words: string };

/** Every way in ends here: a webhook, a sentence, an answer to a question, a second look. */
export function createRequestTaker(deps: RequestTakerDeps) {
  async function take(caller: Caller, request: NewRequest): Promise<StoredRequest | undefined> {
    const { origin, text } = request;
    const issue = keyOf(request);
    const by = namedActor(caller);
    const { blocked, held } = await screen(deps, caller, text);
    const requests = deps.requests(caller);
    // A text that must not be kept is not kept for a moment either, in the audit log no more than here.
    if (blocked.length > 0) {
      const start = { state: "nothing", said: sayBlocked(blocked) } as const;
      return requests.create(
        { ...request, text: null },
        (id) => ({ type: "request-received", by, request: id, issue, origin }),
        () => [],
        start,
      );
    }
    if (held.length > 0)
      return requests.create(
        request,
        (id) => ({
          ...{ type: "quarantine-changed", change: "held", by, request: id, issue },
          found: held,
        }),
        () => [],
        { state: "held", said: sayHeld(held) },
      );
    const words = text === null ? {} : { words: text };
    return requests.create(
      request,
      (id): AuditEntry => ({ type: "request-received", by, request: id, issue, origin, ...words }),
      (id: RequestId) => [{ do: "propose", request: id, awaited: isAwaited(request) }],
    );
  }

  /** Another plan in the place of this one: others are looking at it, so it takes whoever could decide on it. */
  async function mayReplace(caller: PersonCaller, proposal: Proposal): Promise<Result<Proposal, Refused>> {
    const open = stillOpen(proposal, deps.clock.now());
    if (!open.ok) return refuse({ code: open.reason, now: proposal });
    const allowed = await mayDecide(deps.permissions, caller, proposal, proposal.plan.steps);
    return allowed.ok
      ? ok(proposal)
      : refuse({ code: "not-permitted", now: proposal, words: allowed.reason });
  }

  /** A sentence typed by a person about the issue they look at. Each one counts, even the same words twice. */
  async function takeSentence(
    caller: PersonCaller,
    about: About,
    text: string,
  ): Promise<Result<StoredRequest, NotTaken>> {
    if (await isFull(deps.proposals(caller), placeOf(about)))
      return refuse({ code: "full", words: DECIDE_FIRST });
    // Refused before it is stored: whoever typed it still has it.
    const { blocked } = await screen(deps, caller, text);
    if (blocked.length > 0) return refuse({ code: "blocked", words: sayBlocked(blocked) });
    const taken = await take(caller, {
      ...about,
      ...asTyped(caller, text),
      origin: "sentence",
      replaces: null,
      dedupeKey: `sentence:${randomUUID()}`,
    });
    if (taken === undefined) throw new Error("A sentence was taken for a repetition");
    return ok(taken);
  }

  /** Each answer counts, for an earlier one may have come to nothing. Answering a question puts what the answer stands for on the road, for the same card. */
  async function takeAnswer(
    caller: PersonCaller,
    id: ProposalId,
    answer: AnswerRequest,
  ): Promise<Result<Proposal, Refused>> {
    const proposal = await mustFind(deps.proposals(caller), id);
    const allowed = await mayReplace(caller, proposal);
    if (!allowed.ok) return allowed;
    if (answer.planHash !== proposal.planHash) return refuse({ code: "plan-changed", now: proposal });
    const question = proposal.plan.questions.find((one) => one.id === answer.question);
    const choice = question?.choices.find((one) => one.id === answer.choice);
    if (choice === undefined)
      return refuse({ code: "invalid-edit", now: proposal, words: "That answer is not offered." });

    await take(caller, {
      ...aboutOf(proposal),
      ...asTyped(caller, choice.means),
      origin: "answer",
      replaces: proposal.id,
      dedupeKey: `answer:${randomUUID()}`,
    });
    return ok(proposal);
  }

  /** "Look again": the request behind a stale proposal, thought through with today's facts. */
  async function takeSecondLook(
    caller: PersonCaller,
    id: ProposalId,
    seen: RevisionRequest,
  ): Promise<Result<Proposal, Refused>> {
    const proposal = await mustFind(deps.proposals(caller), id);
    const allowed = await mayReplace(caller, proposal);
    if (!allowed.ok) return allowed;
    if (seen.revision !== proposal.revision) return refuse({ code: "plan-changed", now: proposal });
    const first = await deps.requests(caller).find(proposal.request);
    await take(caller, {
      ...aboutOf(proposal),
      origin: first === undefined || first.text === null ? "refresh" : first.origin,
      text: first?.text ?? null,
      commentId: first?.commentId ?? null,
      requestedBy: first?.requestedBy ?? caller.actor.accountId,
      replaces: proposal.id,
      dedupeKey: `refresh:${randomUUID()}`,
    });
    return ok(proposal);
  }

  /** An issue that was there before us is looked at once, when somebody first opens the panel beside it. */
  async function takeFirstLook(caller: PersonCaller, issue: IssueRef): Promise<void> {
    await take(caller, {
      ...{ issue, text: null, commentId: null, requestedBy: null, replaces: null },
      origin: "opened",
      dedupeKey: firstLookKey(issue.id),
    });
  }

  /** A request that failed, once more. False: it is not one that failed on this issue. */
  async function takeAgain(caller: PersonCaller, issue: IssueRef, id: RequestId): Promise<boolean> {
    const requests = deps.requests(caller);
    const failed = await requests.find(id);
    if (failed?.issue?.id !== issue.id) return false;
    return requests.again(id, [
      { type: "request-retried", by: caller.actor.accountId, request: id, issue: issue.key },
    ]);
  }

  return { take, takeSentence, takeAnswer, takeSecondLook, takeFirstLook, takeAgain };
}

/** What of a text the site's policy keeps out, or holds back. */
async function screen({ settings }: Pick<RequestTakerDeps, "settings">, caller: Caller, text: string | null) {
  if (text === null) return { blocked: [], held: [] };
  const policy = await settings(caller).personalData();
  const found = countFound(treatPersonalData(text, policy).findings, policy);
  return { blocked: typesTreated(found, "block"), held: typesTreated(found, "quarantine") };
}

const asTyped = (caller: PersonCaller, text: string) => ({
  text,
  commentId: null,
  requestedBy: caller.actor.accountId,
});

function aboutOf(proposal: Proposal): About {
  if (proposal.issue !== null) return { issue: proposal.issue };
  const place = placeOfProposal(proposal);
  if ("issue" in place) throw new Error("A proposal beside no issue is about a project");
  return { issue: null, project: place.project };
}

/** An issue is new to us once: by its webhook, or when somebody opens it, whichever comes first. */
export const firstLookKey = (issue: IssueId): string => `first-look:${issue}`;

/** One webhook can only ever ask once, however often it is delivered. */
export const webhookDedupeKey = (identifier: string): string =>
  `webhook:${hashCanonical(identifier).slice(0, 40)}`;
