import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type {
  ApiProblem,
  PanelView,
  ProposalView,
  StepDirection,
  UndoView,
} from "../../server/contract/index.ts";
import * as z from "zod";
import { appCaller } from "../../server/tenants/index.ts";
import { createRandom } from "../builders/random.ts";
import { onSite } from "../builders/on-site.ts";
import { describeOnEachDatabase } from "../environment/database.ts";
import { startRunningApp, type RunningApp } from "../environment/running-app.ts";
import { KINDS, type Call, type Kind } from "./calls.ts";
import { EFFECTS, IN_WORDS, type Effect } from "./effects.ts";

/** Another seed tries other pairs; `FAULTS=all` tries every one. */
const SEED = Number(process.env["FAULTS_SEED"] ?? 1);
const ALL = process.env["FAULTS"] === "all";

// Nearly all of the time is spent waiting for the next try.
vi.setConfig({ maxConcurrency: 16 });

const Planted = z.object({ id: z.string() });
type Panel = ReturnType<RunningApp["panelOf"]>;

type Case = { name: string; kind: Kind; call: Call; effect: Effect };
const EVERY: readonly Case[] = KINDS.flatMap((kind) =>
  kind.calls.flatMap((call) =>
    EFFECTS.filter(({ only }) => only === undefined || only === call.about).map((effect) => ({
      ...{ kind, call, effect },
      name: `${kind.name}, ${call.direction}: ${effect.name} at the ${call.place}`,
    })),
  ),
);

/** Whether an issue was created at all takes two minutes to find out, for Jira's index lags behind; then a person is asked. */
const takesLong = ({ kind, call, effect }: Case): boolean =>
  effect.long === true ||
  (effect.unclear === true && kind.name === "new issue" && call.direction === "do" && call.place === "write");

let halves = 0;

const whereOf = ({ call }: Case) => `${call.direction} ${call.place}`;

/** Each action's change both ways, each place, each effect at a read and at a write; the rest takes turns. */
function pickCases(): Case[] {
  if (ALL) return [...EVERY];
  const random = createRandom(SEED);
  const open = EVERY.filter((one) => !takesLong(one));
  const chosen = new Set<Case>();
  const choose = (from: readonly Case[]) => {
    const fresh = from.filter((one) => !chosen.has(one));
    const found = fresh[random.below(Math.max(1, fresh.length))];
    if (found !== undefined) chosen.add(found);
  };
  for (const kind of KINDS)
    for (const direction of ["do", "undo"])
      choose(
        open.filter(
          (one) => one.kind === kind && one.call.direction === direction && one.call.place === "write",
        ),
      );
  for (const where of new Set(EVERY.map(whereOf))) {
    const fitting = open.filter((one) => whereOf(one) === where);
    if (!fitting.some((one) => chosen.has(one))) choose(fitting);
  }
  for (const effect of EFFECTS)
    for (const about of ["reads", "writes"]) {
      const fitting = open.filter((one) => one.effect === effect && one.call.about === about);
      if (!fitting.some((one) => chosen.has(one))) choose(fitting);
    }
  return [...chosen];
}

describeOnEachDatabase("one call of an execution or of its undo goes wrong", (open) => {
  // What Jira does is the same over either database: in the short version they share the cases.
  const half = (halves += 1) % 2;
  const mine = () => pickCases().filter((_one, at) => ALL || at % 2 === half);
  let running: RunningApp;
  beforeAll(async () => {
    running = await startRunningApp(open().db, { settleMs: 1_000 });
  });
  afterAll(() => running.stop());

  const site = () => running.sandbox.site("acme");
  const { newIssue, issueNow } = onSite(site);
  /** The issue that a step created, which its summary gives away. */
  const madeFor = (key: string) =>
    site()
      .state()
      .issues.filter((one) => one.values["summary"] === `Water the plants ${key}`);
  /** How often the change was made, by Jira's own books. */
  const countChanges = ({ name }: Kind, key: string): number => {
    const one = issueNow(key);
    if (name === "comment") return one.comments.length;
    if (name === "link")
      return site()
        .state()
        .links.filter((link) => Object.values(link).includes(one.id)).length;
    if (name === "new issue") return madeFor(key).length;
    return one.changelog.flatMap(({ items }) => items.filter(({ field }) => field === name)).length;
  };
  /** How often it was taken back. */
  const countUndone = (kind: Kind, key: string, made: number): number => {
    if (kind.name === "comment" || kind.name === "link") return made - countChanges(kind, key);
    if (kind.name !== "new issue") return countChanges(kind, key) - made;
    const [issue] = madeFor(key);
    const moves = issue?.changelog.filter(({ items }) => items.some(({ field }) => field === "status")) ?? [];
    return Math.max(moves.length, issue?.comments.length ?? 0);
  };

  async function plant({ call, effect }: Case, issue: string, key: string): Promise<() => boolean> {
    const { method, path, nth } = call;
    const match = { method, pathPattern: path({ issue, made: madeFor(key)[0]?.id ?? "" }), tenant: "acme" };
    const one = async (times: number, what: Record<string, unknown>) => {
      const { status, body } = await running.control("acme", "POST", "faults", {
        match,
        times,
        effect: what,
      });
      if (status >= 300) throw new Error(`Not planted: ${JSON.stringify(body)}`);
      return Planted.parse(body).id;
    };
    // Those before it pass as they are.
    const before = nth > 1 ? [await one(nth - 1, { delayMs: 0 })] : [];
    const ids = [...before, await one(1, effect.effect)];
    return () => running.sandbox.faults.list().some(({ id }) => ids.includes(id));
  }

  /** Each wait was written down with its reason and time, and the panels told, however fast they looked. */
  async function timesWaited(id: ProposalView["id"]): Promise<number> {
    const { tenants, ledgerStore } = running.app.stores;
    const tenant = await tenants.findByOrigin(site().origin());
    if (tenant === undefined) throw new Error("No tenant");
    const lines = await ledgerStore(appCaller(tenant.id, "test")).linesOf(id);
    return lines.reduce((sum, { waits }) => sum + waits, 0);
  }

  /** What the panel shows; a limit that another case has met may keep it from showing anything for a moment. */
  async function see<T>(panel: Panel, look: (view: PanelView) => T | undefined): Promise<T> {
    for (let tries = 0; tries < (ALL ? 1_200 : 400); tries += 1) {
      const { status, body } = await panel.call("GET", `issues/${panel.issueId}`);
      const found = status === 200 ? look(body as PanelView) : undefined;
      if (found !== undefined) return found;
      await wait(150);
    }
    throw new Error(`It never came to rest: ${JSON.stringify(await panel.view())}`);
  }

  /** Watches until the proposal rests; whatever it waits for on the way is said in words. */
  const watch = (panel: Panel, id: string, rests: (proposal: ProposalView) => boolean) =>
    see(panel, ({ open: waiting, recent }) => {
      const found = [...waiting, ...recent].find((one) => one.id === id);
      for (const { progress } of found?.steps ?? [])
        if (progress !== null && progress.nextTryAt !== null) expect(progress.reason).toMatch(IN_WORDS);
      return found !== undefined && rests(found) ? found : undefined;
    });

  /** A proposal for this sentence, once TicketSmith has had its own look at the new issue and reads it no more. */
  async function propose(panel: Panel, key: string, sentence: string): Promise<ProposalView> {
    const isTold = () =>
      site()
        .state()
        .deliveries.some(({ state, body }) => state === "delivered" && JSON.stringify(body).includes(key));
    await vi.waitUntil(isTold, { timeout: 30_000 });
    await see(panel, ({ requests }) => (requests.length === 0 ? true : undefined));
    await panel.ask(sentence);
    return see(panel, ({ open: waiting }) => waiting.find(({ origin }) => origin === "sentence"));
  }
  const isUnsure = ({ steps }: ProposalView) => steps.some(({ progress }) => progress?.state === "unsure");
  const isOver = (one: ProposalView) => isUnsure(one) || one.status === "done" || one.status === "failed";
  const isBack = (one: ProposalView) =>
    one.status === "undone" ||
    one.steps.some(
      ({ progress }) =>
        progress?.direction === "undo" && (progress.state === "failed" || progress.state === "unsure"),
    );

  /** What a person sees before saying yes to an undo. */
  const previewUndo = async (panel: Panel, { id }: ProposalView) => {
    const answer = await vi.waitUntil(
      async () => {
        const given = await panel.call("GET", `proposals/${id}/undo`);
        return given.status === 200 && given;
      },
      { timeout: 20_000, interval: 250 },
    );
    const { undoHash, steps } = answer.body as UndoView;
    return { undoHash, steps: steps.map(({ step }) => step) };
  };

  /** A yes whose own questions to Jira fail is refused in words; said again, it counts. Whether it was refused. */
  async function sayYes(panel: Panel, proposal: ProposalView, verb: "approve" | "undo", yes: object) {
    const answer = await panel.do(proposal, verb, yes);
    if (answer.status === 200) return false;
    expect(answer.status).toBeGreaterThanOrEqual(502);
    expect((answer.body as ApiProblem).said).toMatch(IN_WORDS);
    await vi.waitUntil(async () => (await panel.do(proposal, verb, yes)).status === 200, {
      timeout: 20_000,
      interval: 250,
    });
    return true;
  }

  const turns = new Map<string, Promise<unknown>>();
  /** Where nothing in a call's address says whose it is, one case at a time makes such calls. */
  function inTurn<T>({ name, calls }: Kind, direction: StepDirection, work: () => Promise<T>): Promise<T> {
    const isShared = calls.some(
      ({ direction: to, path }) =>
        to === direction && path({ issue: "a", made: "a" }) === path({ issue: "b", made: "b" }),
    );
    if (!isShared) return work();
    const turn = (turns.get(name) ?? Promise.resolve()).then(work);
    turns.set(
      name,
      turn.catch(() => {}),
    );
    return turn;
  }

  test.concurrent.each(mine())("$name", { timeout: 180_000 }, async (one) => {
    const { kind, call, effect } = one;
    const key = newIssue("Sam Reporter", `A ${kind.name}`);
    const panel = running.panelOf("Mia Krause", key);
    const sentence = kind.name === "new issue" ? `${kind.sentence} ${key}` : kind.sentence;
    const proposal = await propose(panel, key, sentence);
    const yes = { planHash: proposal.planHash, steps: proposal.steps.map(({ id }) => id) };
    const before = countChanges(kind, key);
    const harmless = effect.harmless === "always" || (effect.harmless === "reads" && call.about === "reads");

    const doIt = async () => {
      const isPlanted = await plant(one, panel.issueId, key);
      const refused = await sayYes(panel, proposal, "approve", yes);
      const ended = await watch(panel, proposal.id, isOver);
      const made = countChanges(kind, key) - before;
      expect(isPlanted(), "the fault has struck").toBe(false);
      expect(made, "never twice").toBeLessThanOrEqual(1);
      expect(harmless || refused || (await timesWaited(proposal.id)) > 0, "people could see it wait").toBe(
        true,
      );
      expect(ended.status !== "done" || made === 1, "done is done").toBe(true);
      if (ended.status === "done") return;
      expect(ended.reason).toMatch(IN_WORDS);
      if (isUnsure(ended)) return;
      await panel.do(ended, "retry", { revision: ended.revision });
      expect((await watch(panel, proposal.id, isOver)).status).toBe("done");
      expect(countChanges(kind, key) - before).toBe(1);
    };
    if (call.direction === "do") return inTurn(kind, "do", doIt);

    const done = await inTurn(kind, "do", async () => {
      await sayYes(panel, proposal, "approve", yes);
      return watch(panel, proposal.id, isOver);
    });
    await inTurn(kind, "undo", async () => {
      const made = countChanges(kind, key);
      const preview = await previewUndo(panel, done);
      const isPlanted = await plant(one, panel.issueId, key);
      const refused = await sayYes(panel, done, "undo", preview);
      const ended = await watch(panel, proposal.id, isBack);
      expect(isPlanted(), "the fault has struck").toBe(false);
      expect(harmless || refused || (await timesWaited(proposal.id)) > 0, "people could see it wait").toBe(
        true,
      );
      expect(countUndone(kind, key, made), "never twice").toBeLessThanOrEqual(1);
      const reasons = ended.status === "undone" ? [] : ended.steps.map(({ progress }) => progress?.reason);
      for (const reason of reasons) expect(reason).toMatch(IN_WORDS);
      if (isUnsure(ended)) return;
      if (ended.status !== "undone") {
        await sayYes(panel, ended, "undo", await previewUndo(panel, ended));
        await watch(panel, proposal.id, ({ status }) => status === "undone");
      }
      expect(countUndone(kind, key, made), "undone is undone").toBe(1);
    });
  });
});
