import { afterAll, beforeAll, expect, test } from "vitest";
import * as z from "zod";
import { assertNever, newId } from "../../server/kit/index.ts";
import { ProposalId, type ProposalView } from "../../server/contract/index.ts";
import { createRandom, type Random } from "../builders/random.ts";
import { readTenantTables } from "./read-catalog.ts";
import { proposeBySentence, SITES, startTwoSites, yesTo, type TwoSites } from "./two-sites.ts";

/** Two tenants at work at the same time, on issues with the same ids, with the same words but for their names. */

const SEEDS = [7];
const ISSUES = 6;
const STEPS = 10;

type Name = (typeof SITES)[number];
type Op = "ask" | "approve" | "reject" | "deliver" | "reach-over";
const OPS: readonly [Op, ...Op[]] = [
  "ask",
  "ask",
  "ask",
  "approve",
  "approve",
  "reject",
  "deliver",
  "reach-over",
];

/** What a tenant's rows must be, by its own doings alone. */
type Ledger = {
  sentences: string[];
  reasons: string[];
  waiting: Map<number, ProposalView>;
  ended: Map<string, "done" | "rejected">;
  delivered: string[];
};
/** It was not the moment for that. */
const NOTHING: [number, number] = [0, 0];
const newLedger = (): Ledger => ({
  sentences: [],
  reasons: [],
  waiting: new Map(),
  ended: new Map(),
  delivered: [],
});

let tries = 0;
let sites: TwoSites;
beforeAll(async () => {
  sites = await startTwoSites();
});
afterAll(() => sites.stop());

test.each(SEEDS)(
  "each tenant's rows are what its own doings make them (seed %i)",
  { timeout: 120_000 },
  async (seed) => {
    const issues = Array.from({ length: ISSUES }, (_, at) =>
      sites.newIssues((name) => `Task ${at} of ${name}, ${seed}`),
    );
    const ledgers = { acme: newLedger(), globex: newLedger() };
    // A second try finds the rows of the first.
    const run = `${seed}y${(tries += 1)}`;
    const mark = (name: Name, at: number) => `mark${run}x${at}-${name}`;
    const anyOf = (name: Name) => [...ledgers[name].waiting.values()].at(0)?.id ?? ProposalId.parse(newId());

    /** Does one thing, notes what it must come to, and gives the answer beside the one it should have. */
    const act = async (name: Name, op: Op, random: Random): Promise<[status: number, wanted: number]> => {
      const mine = ledgers[name];
      const [first] = mine.waiting;
      switch (op) {
        case "ask": {
          const free = issues.findIndex((_, at) => !mine.sentences.includes(`add label ${mark(name, at)}`));
          if (free < 0) return NOTHING;
          const sentence = `add label ${mark(name, free)}`;
          mine.sentences.push(sentence);
          mine.waiting.set(free, await proposeBySentence(panel(name, free), sentence));
          return NOTHING;
        }
        case "approve":
        case "reject": {
          if (first === undefined) return NOTHING;
          const [at, proposal] = first;
          mine.waiting.delete(at);
          mine.ended.set(proposal.id, op === "approve" ? "done" : "rejected");
          const reason = `because of ${mark(name, at)}`;
          if (op === "reject") mine.reasons.push(reason);
          const body = op === "approve" ? yesTo(proposal) : { planHash: proposal.planHash, reason };
          return [(await panel(name, at).do(proposal, op, body)).status, 200];
        }
        case "deliver": {
          // The same identifier for both, as two sites may well choose.
          const identifier = `same-${run}-${mine.delivered.length}`;
          mine.delivered.push(identifier);
          const issue = issues[random.below(ISSUES)]?.[name];
          const changelog = { items: [{ field: "summary", to: mark(name, 0) }] };
          const body = { webhookEvent: "jira:issue_updated", issue, changelog };
          return [await sites.deliver(name, body, identifier), 204];
        }
        case "reach-over": {
          const id = anyOf(name === "acme" ? "globex" : "acme");
          const body = { planHash: "0".repeat(64), steps: ["s1"] };
          return [(await panel(name, 0).do({ id }, "approve", body)).status, 404];
        }
        default:
          return assertNever(op);
      }
    };
    const panel = (name: Name, at: number) => sites.panelOfLead(name, issues[at]?.[name].key ?? "");

    const answers: [status: number, wanted: number][] = [];
    await Promise.all(
      SITES.map(async (name, at) => {
        const random = createRandom(seed * 10 + at);
        for (let step = 0; step < STEPS; step += 1) answers.push(await act(name, random.pick(OPS), random));
        for (const [id, status] of ledgers[name].ended) await untilStatus(name, id, status);
      }),
    );

    for (const [status, wanted] of answers) expect(status).toBe(wanted);

    for (const name of SITES) {
      const mine = ledgers[name];
      expect(mine.sentences.length + mine.delivered.length).toBeGreaterThan(0);
      const Texts = z.array(z.object({ text: z.string() }));
      const texts = async (sql: string) =>
        Texts.parse(await sites.database.asTenant(sites.tenants[name], sql))
          .map(({ text }) => text)
          .toSorted();

      expect(
        await texts(`SELECT text FROM requests WHERE origin = 'sentence' AND text LIKE '%mark${run}x%'`),
      ).toEqual(mine.sentences.toSorted());
      expect(
        await texts(`SELECT identifier AS text FROM inbox WHERE identifier LIKE 'same-${run}-%'`),
      ).toEqual(mine.delivered.toSorted());
      const ended = [...mine.ended].map(([id, status]) => `${id} ${status}`);
      const left = [...mine.waiting.values()].map(({ id }) => `${id} waiting`);
      expect(
        await texts(`SELECT p.id || ' ' || p.status AS text FROM proposals p JOIN requests r ON r.id = p.request_id
          WHERE r.origin = 'sentence' AND r.text LIKE '%mark${run}x%'`),
      ).toEqual([...ended, ...left].toSorted());
      const reasons = await texts(
        `SELECT state ->> 'reason' AS text FROM proposals WHERE status = 'rejected' AND state ->> 'reason' LIKE '%mark${run}x%'`,
      );
      expect(reasons).toEqual(mine.reasons.toSorted());
      await expectNothingOf(name === "acme" ? "globex" : "acme", name);
      expectLabels(name, mine);
    }

    function expectLabels(name: Name, { ended, sentences, waiting }: Ledger) {
      const state = sites.sandbox.site(name).state();
      const labels = issues.flatMap((pair) => {
        const issue = state.issues.find(({ id }) => id === pair[name].id);
        return z.array(z.string()).catch([]).parse(issue?.values["labels"]);
      });
      const done = [...ended.values()].filter((status) => status === "done").length;
      expect(labels).toHaveLength(done);
      for (const label of labels) expect(sentences).toContain(`add label ${label}`);
      expect(done + [...ended.values()].filter((status) => status === "rejected").length + waiting.size).toBe(
        sentences.length,
      );
    }
  },
);

async function untilStatus(name: Name, id: string, status: string): Promise<void> {
  const read = () =>
    sites.database.asTenant(sites.tenants[name], `SELECT status FROM proposals WHERE id = '${id}'`);
  await expect.poll(read, { timeout: 30_000 }).toEqual([{ status }]);
}

/** No row of this tenant, in any table, holds a word or an id of the other. */
async function expectNothingOf(other: Name, name: Name): Promise<void> {
  for (const { name: table } of await readTenantTables(sites.database.db.apart)) {
    const rows = JSON.stringify(
      await sites.database.asTenant(sites.tenants[name], `SELECT to_jsonb(t) AS row FROM ${table} t`),
    );
    expect(rows, table).not.toContain(sites.tenants[other]);
    expect(rows, table).not.toMatch(new RegExp(`mark\\w+-${other}`));
  }
}
