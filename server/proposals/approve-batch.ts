import type {
  AccountId,
  BatchesView,
  BatchId,
  BatchRequest,
  BatchView,
  DecisionRefusal,
  ProposalId,
} from "../contract/index.ts";
import { ok, refuse, type Clock, type Result } from "../kit/index.ts";
import type { Caller, PersonCaller } from "../tenants/index.ts";
import type { BatchItem, BatchLine, BatchOutcome, BatchProgress, BatchStore } from "./batch-ports.ts";
import type { createDecider } from "./decide.ts";
import type { LicenceReader, ProposalStore } from "./ports.ts";
import type { RememberedSight } from "./remember-sight.ts";
import { whyByItself } from "./why-by-itself.ts";

export type BatchDeps = {
  batches: (caller: Caller) => BatchStore;
  proposals: (caller: Caller) => Pick<ProposalStore, "find">;
  decider: Pick<ReturnType<typeof createDecider>, "approve">;
  licence: LicenceReader;
  sight: RememberedSight;
  clock: Clock;
};

/** As many of one tenant at once; then others have their turn. */
const AT_ONCE = 4;
const PER_TURN = 40;
const SHOWN_MS = 24 * 60 * 60_000;
const MOST_SHOWN = 5;

/** Why nothing was begun, in words. */
export type NotBegun = { error: "unlicensed" | "not_found" | "conflict"; said: string };
export type BatchApprover = ReturnType<typeof createBatchApprover>;

/**
 * One person's yes to many proposals, each bound to the hash of what the last look showed. It is carried out by a job in
 * that person's name, by the very rules of a single yes: permission, policy and drift are looked at for each, then.
 */
export function createBatchApprover(deps: BatchDeps) {
  const { batches, proposals, decider, licence, sight, clock } = deps;

  /** Asking again with the same id is the same batch; the id of somebody else's is refused. */
  async function start(caller: PersonCaller, request: BatchRequest): Promise<Result<BatchId, NotBegun>> {
    if ((await licence(caller)) === "unlicensed") return refuse({ error: "unlicensed", said: UNLICENSED });
    const by = caller.actor.accountId;
    const seen = await whichInSight(caller, request);
    const items = request.items.filter(({ proposal }) => seen.has(proposal));
    if (items.length === 0) return refuse({ error: "not_found", said: "Not found." });
    const entry = { type: "batch-approved", by, batch: request.id, size: items.length } as const;
    if (await batches(caller).create({ ...request, items }, by, entry)) return ok(request.id);
    const known = await batches(caller).find(request.id);
    return known?.by === by
      ? ok(request.id)
      : refuse({ error: "conflict", said: "This batch is known already." });
  }

  async function whichInSight(
    caller: PersonCaller,
    { items }: BatchRequest,
  ): Promise<ReadonlySet<ProposalId>> {
    const { accountId } = caller.actor;
    const places = await batches(caller).placesOf(items.map(({ proposal }) => proposal));
    const issues = places.flatMap(({ issue }) => issue ?? []);
    const projects = places.flatMap(({ issue, projectId }) => (issue === null ? projectId : []));
    const visible = await sight.visible(caller, accountId, issues);
    await sight.askOfProjects(caller, accountId, projects);
    const known = sight.known(caller, accountId).projects;
    const sees = ({ issue, projectId }: (typeof places)[number]) =>
      issue === null ? known.get(projectId) === true : visible.has(issue);
    return new Set(places.filter(sees).map(({ proposal }) => proposal));
  }

  /** Goes on where the last turn ended. True: there is more to do. */
  async function work(app: Caller, id: BatchId): Promise<boolean> {
    const store = batches(app);
    const batch = await store.find(id);
    if (batch === undefined) return false;
    for (let done = 0; done < PER_TURN; done += AT_ONCE) {
      const items = await store.next(id, AT_ONCE);
      if (items.length === 0) {
        await store.finish(id);
        return false;
      }
      const ends = await Promise.allSettled(items.map((item) => decideOne(app, batch.by, id, item)));
      const failed = ends.find((end) => end.status === "rejected");
      if (failed !== undefined) throw failed.reason;
    }
    return true;
  }

  async function decideOne(app: Caller, by: AccountId, id: BatchId, item: BatchItem): Promise<void> {
    const caller: PersonCaller = { ...app, actor: { kind: "person", accountId: by }, urgency: "live" };
    await batches(app).note(id, item.position, await say(caller, item));
  }

  async function say(caller: PersonCaller, item: BatchItem): Promise<BatchOutcome> {
    const proposal = await proposals(caller).find(item.proposal);
    if (proposal === undefined) return { state: "refused", code: "expired", words: "It is gone." };
    if ((await licence(caller)) === "unlicensed")
      return { state: "refused", code: "unlicensed", words: undefined };
    const why = whyByItself(proposal);
    // One that was decided already tells better by whom.
    if (why !== null && proposal.status === "waiting")
      return { state: "refused", code: "plan-changed", words: why };
    const decided = await decider.approve(caller, item.proposal, item);
    if (decided.ok) return { state: decided.value.status === "waiting" ? "seconded" : "agreed" };
    const { code, now, words } = decided.reason;
    // A turn that was cut off after the yes and before the note of it comes here again.
    if (code === "already-decided" && now.planHash === item.planHash && "by" in now && "steps" in now)
      if (now.by === caller.actor.accountId) return { state: "agreed" };
    if (code === "needs-another" && now.planHash === item.planHash) return { state: "seconded" };
    return { state: "refused", code, words };
  }

  /** The queue has given up on it: what waited is refused with the reason, never left without a word. */
  async function giveUp(app: Caller, id: BatchId, reason: string): Promise<void> {
    const store = batches(app);
    for (let items = await store.next(id, PER_TURN); items.length > 0; items = await store.next(id, PER_TURN))
      for (const { position } of items)
        await store.note(id, position, { state: "refused", code: "conflict", words: reason });
    await store.finish(id);
  }

  /** Only one's own. False: there is no such batch. */
  async function stop(caller: PersonCaller, id: BatchId): Promise<boolean> {
    const by = caller.actor.accountId;
    if (!(await isOwn(caller, id))) return false;
    await batches(caller).stop(id, (size) => ({ type: "batch-stopped", by, batch: id, size }));
    return true;
  }

  async function dismiss(caller: PersonCaller, id: BatchId): Promise<boolean> {
    if (!(await isOwn(caller, id))) return false;
    await batches(caller).dismiss(id);
    return true;
  }

  const isOwn = async (caller: PersonCaller, id: BatchId) =>
    (await batches(caller).find(id))?.by === caller.actor.accountId;

  async function view(caller: PersonCaller): Promise<BatchesView> {
    const { accountId } = caller.actor;
    const since = new Date(clock.now().getTime() - SHOWN_MS);
    const own = await batches(caller).ofPerson(accountId, since, MOST_SHOWN);
    const issues = own.flatMap(({ lines }) => lines.flatMap(({ issue }) => issue?.id ?? []));
    const visible = await sight.visible(caller, accountId, [...new Set(issues)]);
    return {
      batches: own.map((one) => presentBatch(one, ({ issue }) => issue === null || visible.has(issue.id))),
    };
  }

  return { start, work, giveUp, stop, dismiss, view };
}

function presentBatch(batch: BatchProgress, sees: (line: BatchLine) => boolean): BatchView {
  const { id, createdAt, stoppedAt, finishedAt, lines } = batch;
  const counts: BatchView["counts"] = {
    ...{ waiting: 0, atWork: 0, done: 0, seconded: 0 },
    ...{ failed: 0, refused: 0, stopped: 0 },
  };
  for (const line of lines) counts[standingOf(line)] += 1;
  const explained = lines.filter(sees).flatMap((line) => {
    const said = sayLine(line);
    return said === null ? [] : [{ proposal: line.proposal, key: line.issue?.key ?? line.project, said }];
  });
  const isOver = counts.atWork === 0 && (finishedAt !== null || counts.waiting === 0);
  return {
    ...{ id, createdAt: createdAt.toISOString(), isOver, isStopped: stoppedAt !== null },
    ...{ size: lines.length, counts, explained },
  };
}

function standingOf({ state, status }: BatchLine): keyof BatchView["counts"] {
  if (state !== "agreed") return state;
  if (status === "failed") return "failed";
  return status === "approved" || status === "executing" ? "atWork" : "done";
}

function sayLine(line: BatchLine): string | null {
  if (line.state === "refused") return line.words ?? WHY_REFUSED[line.code ?? "conflict"] ?? UNSAID;
  return standingOf(line) === "failed" ? "It could not be done. Open it to see why, and to try again." : null;
}

const UNLICENSED = "TicketSmith has no licence on this site, so nothing can be decided. Nothing is lost.";
const UNSAID = "It could not be decided. Look at it by itself.";
const WHY_REFUSED: Readonly<Partial<Record<DecisionRefusal, string>>> = {
  "already-decided": "Somebody else decided it before.",
  expired: "It has expired. Nothing was changed.",
  stale: "The issue changed since this was proposed. Look at it by itself.",
  "plan-changed": "It was changed after your last look. Look at it by itself.",
  "not-permitted": "Jira does not let you do this here.",
  "no-such-step": "It was changed after your last look. Look at it by itself.",
  blocked: "The policy of this site does not allow it.",
  unlicensed: UNLICENSED,
};
