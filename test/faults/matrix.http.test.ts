import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ProposalView } from "../../server/contract/index.ts";
import { appCaller } from "../../server/tenants/index.ts";
import { createRandom } from "../builders/random.ts";
import { describeOnEachDatabase } from "../environment/database.ts";
import { startRunningApp, type RunningApp } from "../environment/running-app.ts";
import { EFFECTS, IN_WORDS, type Effect } from "./effects.ts";

/** Another seed tries other pairs; `FAULTS=all` tries every one. */
const SEED = Number(process.env["FAULTS_SEED"] ?? 1);
const ALL = process.env["FAULTS"] === "all";

const PLACES = ["first look", "look before acting", "write", "read-back"] as const;
type Place = (typeof PLACES)[number];
type Call = { method: string; path: (issue: string) => string; nth: number };
type Kind = { name: string; sentence: string; write: Call; readBack: Call | null };

const issue = (rest: string) => (id: string) => `^/rest/api/3/issue/${id}${rest}$`;
/** The approval's own look at the issue is the first from there on. */
const look = (nth: number): Call => ({ method: "GET", path: issue(""), nth });
const KINDS: readonly Kind[] = [
  {
    name: "priority",
    sentence: "set priority to Highest",
    write: { method: "PUT", path: issue(""), nth: 1 },
    readBack: look(4),
  },
  {
    name: "assignee",
    sentence: "assign it to Ana Ruiz",
    write: { method: "PUT", path: issue(""), nth: 1 },
    readBack: look(4),
  },
  {
    name: "status",
    sentence: "move it to In Progress",
    write: { method: "POST", path: issue("/transitions"), nth: 1 },
    readBack: look(4),
  },
  {
    name: "comment",
    sentence: "comment: On its way",
    write: { method: "POST", path: issue("/comment"), nth: 1 },
    readBack: { method: "GET", path: issue("/comment/[0-9]+"), nth: 1 },
  },
  {
    name: "link",
    sentence: "link it to SHOP-12",
    write: { method: "POST", path: () => "^/rest/api/3/issueLink$", nth: 1 },
    readBack: look(4),
  },
  {
    name: "new issue",
    sentence: "create a task: Water the plants",
    write: { method: "POST", path: () => "^/rest/api/3/issue$", nth: 1 },
    // It has an address that nobody knows before.
    readBack: null,
  },
];

const callAt = (kind: Kind, place: Place): Call | null => {
  if (place === "write") return kind.write;
  return place === "read-back" ? kind.readBack : look(place === "first look" ? 2 : 3);
};

type Case = { name: string; kind: Kind; place: Place; effect: Effect };
const fits = (place: Place, { only }: Effect) =>
  only === undefined || (only === "writes") === (place === "write");
const EVERY: readonly Case[] = KINDS.flatMap((kind) =>
  PLACES.filter((place) => callAt(kind, place) !== null).flatMap((place) =>
    EFFECTS.filter((effect) => fits(place, effect)).map((effect) => ({
      ...{ kind, place, effect },
      name: `${kind.name}: ${effect.name} at the ${place}`,
    })),
  ),
);

let halves = 0;

/** Each effect at each kind of call, with the actions taking turns. */
function pickCases(): Case[] {
  if (ALL) return [...EVERY];
  const random = createRandom(SEED);
  return EFFECTS.flatMap((effect) =>
    (["write", "read-back"] as const).flatMap((place) => {
      const places: Place[] =
        place === "write" ? ["write"] : ["first look", "look before acting", "read-back"];
      const fitting = EVERY.filter((one) => one.effect === effect && places.includes(one.place));
      const chosen = fitting[random.below(Math.max(1, fitting.length))];
      return chosen === undefined ? [] : [chosen];
    }),
  );
}

describeOnEachDatabase("one call of an execution goes wrong", (open) => {
  // What Jira does is the same over either database: in the short version they share the cases.
  const half = (halves += 1) % 2;
  const mine = () => pickCases().filter((_one, at) => ALL || at % 2 === half);
  let running: RunningApp;
  beforeAll(async () => {
    running = await startRunningApp(open().db, { settleMs: 1_000 });
  });
  afterAll(() => running.stop());

  const site = () => running.sandbox.site("acme");
  const sam = () => {
    const person = site()
      .people()
      .find((one) => one.displayName === "Sam Reporter");
    return { as: { kind: "person" as const, accountId: person?.accountId ?? "", throughApp: null } };
  };
  const newIssue = (summary: string): string => {
    const fields = { project: { key: "SHOP" }, issuetype: { name: "Task" }, summary };
    const made = site().createIssue(sam(), { fields });
    if (!made.ok) throw new Error(JSON.stringify(made.refusal));
    return made.value.key;
  };
  /** How often the change stands in Jira's own books. */
  const countChanges = (kind: Kind, key: string): number => {
    const { issues, links } = site().state();
    const one = issues.find((each) => each.key === key);
    if (one === undefined) throw new Error(`No issue ${key}`);
    if (kind.name === "comment") return one.comments.length;
    if (kind.name === "link") return links.filter((link) => Object.values(link).includes(one.id)).length;
    if (kind.name === "new issue")
      return issues.filter((each) => each.values["summary"] === `Water the plants ${key}`).length;
    return one.changelog.flatMap(({ items }) => items.filter(({ field }) => field === kind.name)).length;
  };

  async function plant({ kind, place, effect }: Case, issueId: string): Promise<void> {
    const call = callAt(kind, place);
    if (call === null) throw new Error(`There is no ${place} to strike`);
    const { method, path, nth } = call;
    const match = { method, pathPattern: path(issueId), tenant: "acme" };
    // Those before it pass as they are.
    if (nth > 1)
      await running.control("acme", "POST", "faults", { match, times: nth - 1, effect: { delayMs: 0 } });
    const planted = await running.control("acme", "POST", "faults", {
      match,
      times: 1,
      effect: effect.effect,
    });
    if (planted.status >= 300) throw new Error(`Not planted: ${JSON.stringify(planted.body)}`);
  }
  const isPlanted = (issueId: string) =>
    running.sandbox.faults.list().some(({ match }) => match.pathPattern?.includes(`/${issueId}`));

  /** Each wait was written down with its reason and time, and the panels told, however fast they looked. */
  async function timesWaited(id: ProposalView["id"]): Promise<number> {
    const { tenants, ledgerStore } = running.app.stores;
    const tenant = await tenants.findByOrigin(site().origin());
    if (tenant === undefined) throw new Error("No tenant");
    const lines = await ledgerStore(appCaller(tenant.id, "test")).linesOf(id);
    return lines.reduce((sum, { waits }) => sum + waits, 0);
  }

  /** Watches until the proposal rests, and whether people could see it wait. */
  async function watch(panel: ReturnType<RunningApp["panelOf"]>, id: string) {
    const waits: string[] = [];
    for (let tries = 0; tries < 500; tries += 1) {
      const view = await panel.view();
      const found = [...view.open, ...view.recent].find((one) => one.id === id);
      for (const { progress } of found?.steps ?? [])
        if (progress?.reason !== null && progress?.nextTryAt !== null && progress !== null)
          waits.push(progress.reason);
      const unsure = found?.steps.some(({ progress }) => progress?.state === "unsure");
      if (found !== undefined && (unsure === true || found.status === "done" || found.status === "failed"))
        return { proposal: found, waits };
      await wait(80);
    }
    throw new Error("It never came to rest");
  }

  test.concurrent.each(mine())("$name", { timeout: 120_000 }, async (one) => {
    const { kind, place, effect } = one;
    const key = newIssue(`A ${kind.name}`);
    const panel = running.panelOf("Mia Krause", key);
    await panel.ask(kind.name === "new issue" ? `${kind.sentence} ${key}` : kind.sentence);
    const wanted = (each: ProposalView) => each.status === "waiting" && each.origin === "sentence";
    const proposal = await panel.until(wanted, `a proposal for "${kind.sentence}"`);
    const before = countChanges(kind, key);
    await plant(one, panel.issueId);

    const yes = { planHash: proposal.planHash, steps: proposal.steps.map(({ id }) => id) };
    expect(await panel.do(proposal, "approve", yes)).toMatchObject({ status: 200 });
    const { proposal: ended, waits } = await watch(panel, proposal.id);
    const made = countChanges(kind, key) - before;
    const unsure = ended.steps.some(({ progress }) => progress?.state === "unsure");
    expect(isPlanted(panel.issueId), "the fault has struck").toBe(false);
    expect(made, "never twice").toBeLessThanOrEqual(1);
    for (const words of waits) expect(words).toMatch(IN_WORDS);
    const harmless = effect.harmless === "always" || (effect.harmless === "reads" && place !== "write");
    expect(harmless || (await timesWaited(proposal.id)) > 0, "people could see it wait").toBe(true);
    expect(ended.status !== "done" || made === 1, "done is done").toBe(true);
    if (ended.status === "done") return;
    expect(ended.reason).toMatch(IN_WORDS);
    if (unsure) return;
    await panel.do(ended, "retry", { revision: ended.revision });
    expect((await watch(panel, proposal.id)).proposal.status).toBe("done");
    expect(countChanges(kind, key) - before).toBe(1);
  });
});
