import { describe, expect, test } from "vitest";
import { TenantId } from "../../server/contract/index.ts";
import {
  USUAL_TERMS,
  type Ask,
  type BudgetTerms,
  type Heard,
} from "../../server/platform/budget/budget-terms.ts";
import { createGate, type Ticket } from "../../server/platform/budget/gate.ts";
import { createPointPool } from "../../server/platform/budget/point-pool.ts";
import { readHeard } from "../../server/platform/budget/read-heard.ts";
import { createRandom } from "../builders/random.ts";

const HOUR = 3_600_000;
const START = 1_000 * HOUR;
const tenant = (n: number) => TenantId.parse(`0b7c5cde-3f0e-4d6f-9a39-${String(n).padStart(12, "0")}`);
const [STORM, OTHER] = [tenant(1), tenant(2)];

const ask = (over: Partial<Ask> = {}): Ask => ({
  tenantId: STORM,
  product: "jira",
  urgency: "background",
  endpoint: "GET /rest/api/3/issue/{issueIdOrKey}",
  issue: null,
  ...over,
});
const heard = (over: Partial<Heard> = {}): Heard => ({
  points: 1,
  limited: null,
  nearLimit: false,
  left: null,
  ...over,
});
const gateWith = (over: Partial<BudgetTerms> = {}) => createGate({ ...USUAL_TERMS, ...over });
const limited = (reason: string, forMs = 30_000) => heard({ limited: { reason, forMs } });

/** Lets a call through, and answers it. */
function callOnce(gate: ReturnType<typeof createGate>, from: Ask, now: number, answer = heard()) {
  gate.ask(from, now);
  const { granted, refused } = gate.turn(now);
  for (const ticket of granted) gate.done(ticket, answer, now);
  return { granted: granted.length, refused };
}

describe("a 429 keeps away exactly those whom its reason names", () => {
  const elsewhere = { endpoint: "POST /rest/api/3/search/jql" };
  test.each([
    ["jira-burst-based", { same: false, endpoint: true, other: true }],
    ["jira-quota-tenant-based", { same: false, endpoint: false, other: true }],
    ["jira-quota-global-based", { same: false, endpoint: false, other: false }],
  ])("%s", (reason, goes) => {
    const gate = gateWith();
    callOnce(gate, ask(), START, limited(reason));
    const after = (over: Partial<Ask>) =>
      callOnce(gate, ask({ urgency: "live", ...over }), START + 1).granted === 1;
    expect({ same: after({}), endpoint: after(elsewhere), other: after({ tenantId: OTHER }) }).toEqual(goes);
    expect(callOnce(gate, ask(), START + 30_001).granted).toBe(1);
  });

  test("jira-per-issue-on-write: that issue alone", () => {
    const gate = gateWith();
    const write = { endpoint: "PUT /rest/api/3/issue/{issueIdOrKey}" };
    callOnce(gate, ask({ ...write, issue: "1" }), START, limited("jira-per-issue-on-write", 2_000));
    expect(callOnce(gate, ask({ ...write, issue: "2" }), START).granted).toBe(1);
    expect(callOnce(gate, ask(), START).granted).toBe(1);
    gate.ask(ask({ ...write, issue: "1" }), START);
    expect(gate.turn(START)).toMatchObject({ granted: [], refused: [], lookAgainAt: START + 2_000 });
    expect(gate.turn(START + 2_000).granted).toHaveLength(1);
  });

  test("a call that would wait longer than its patience is told at once when to come back", () => {
    const gate = gateWith();
    callOnce(gate, ask(), START, limited("jira-quota-tenant-based", 600_000));
    const { refused } = callOnce(gate, ask({ urgency: "live" }), START + 1_000);
    expect(refused).toMatchObject([{ reason: "jira-quota-tenant-based", retryAfterMs: 599_000 }]);
    expect(gate.waiting()).toBe(0);
  });
});

describe("places for calls under way", () => {
  test("a person comes before what nobody waits for, however late", () => {
    const gate = gateWith({ atOnce: 1, atOncePerTenant: 1 });
    gate.ask(ask(), START);
    const [first] = gate.turn(START).granted;
    gate.ask(ask({ endpoint: "background" }), START + 1);
    gate.ask(ask({ endpoint: "live", urgency: "live" }), START + 2);
    gate.ask(ask({ endpoint: "background" }), START + 2);
    if (first !== undefined) gate.done(first, heard(), START + 3);
    expect(gate.turn(START + 3).granted.map((ticket) => ticket.ask.endpoint)).toEqual(["live"]);
  });

  test("background work leaves places for people", () => {
    const gate = gateWith({ atOnce: 8, atOncePerTenant: 8 });
    for (let n = 0; n < 20; n += 1) gate.ask(ask({ tenantId: tenant(n) }), START);
    expect(gate.turn(START).granted).toHaveLength(6);
    gate.ask(ask({ urgency: "live" }), START);
    expect(gate.turn(START).granted).toHaveLength(1);
  });

  test("a tenant of which much is under way waits behind one of which little is", () => {
    const gate = gateWith({ atOnce: 8, atOncePerTenant: 4 });
    for (let n = 0; n < 50; n += 1) gate.ask(ask(), START);
    expect(gate.turn(START).granted).toHaveLength(4);
    gate.ask(ask({ tenantId: OTHER }), START + 1);
    expect(gate.turn(START + 1).granted.map((ticket) => ticket.ask.tenantId)).toEqual([OTHER]);
  });

  test("of those who wait, the tenant with the least under way comes first, and not who asked first", () => {
    const gate = gateWith({ atOnce: 4, atOncePerTenant: 4 });
    for (let n = 0; n < 40; n += 1) gate.ask(ask(), START);
    const under = gate.turn(START).granted;
    gate.ask(ask({ tenantId: OTHER }), START + 1);
    const order: string[] = [];
    for (const ticket of under) {
      gate.done(ticket, heard(), START + 2);
      order.push(...gate.turn(START + 2).granted.map(({ ask: from }) => from.tenantId));
    }
    expect(order[0]).toBe(OTHER);
    expect(new Set(order.slice(1))).toEqual(new Set([STORM]));
  });

  test("nobody waits for ever: a place that does not come free is a refusal", () => {
    const gate = gateWith({ atOnce: 1, atOncePerTenant: 1 });
    gate.ask(ask(), START);
    gate.turn(START);
    gate.ask(ask({ urgency: "live" }), START);
    const { lookAgainAt } = gate.turn(START);
    expect(lookAgainAt).toBe(START + USUAL_TERMS.longestWaitMs.live);
    expect(gate.turn(lookAgainAt ?? 0).refused).toMatchObject([{ reason: "full" }]);
  });
});

describe("the points of the hour, which all tenants share", () => {
  test("a storm gets its share and what the hour has released, and leaves the rest", () => {
    const pool = createPointPool({ pointsPerHour: 10_000 });
    let used = 0;
    while (pool.waitMs({ tenantId: STORM, urgency: "background" }, START) === 0) {
      pool.take(STORM, 1, START);
      used += 1;
    }
    expect(used).toBeGreaterThanOrEqual(2_000);
    expect(used).toBeLessThanOrEqual(2_001);
    expect(pool.waitMs({ tenantId: OTHER, urgency: "background" }, START)).toBe(0);
    expect(pool.waitMs({ tenantId: STORM, urgency: "live" }, START)).toBe(0);
    const wait = pool.waitMs({ tenantId: STORM, urgency: "background" }, START);
    expect(wait).toBeLessThan(2_000);
    expect(pool.waitMs({ tenantId: STORM, urgency: "background" }, START + wait)).toBe(0);
  });

  test("with nothing left everybody waits for the hour to turn, and for no longer", () => {
    const pool = createPointPool({ pointsPerHour: 100 });
    pool.take(STORM, 100, START + 1_000);
    expect(pool.waitMs({ tenantId: OTHER, urgency: "live" }, START + 1_000)).toBe(HOUR - 1_000);
    expect(pool.waitMs({ tenantId: OTHER, urgency: "live" }, START + HOUR)).toBe(0);
  });

  test("Atlassian's count is what counts, whichever process used the points", () => {
    const pool = createPointPool({ pointsPerHour: 65_000 });
    pool.take(STORM, 5, START);
    pool.hear({ points: 12, of: 65_000, resetAt: START + HOUR }, START);
    expect(pool.left()).toBe(12);
    expect(pool.waitMs({ tenantId: STORM, urgency: "background" }, START)).toBe(HOUR);
  });

  test("a site that is nearly at its own limit keeps the rest for people", () => {
    const gate = gateWith();
    callOnce(gate, ask(), START, heard({ nearLimit: true }));
    expect(callOnce(gate, ask(), START + 1).granted).toBe(0);
    expect(callOnce(gate, ask({ urgency: "live" }), START + 1).granted).toBe(1);
    expect(callOnce(gate, ask({ tenantId: OTHER }), START + 1).granted).toBe(1);
  });
});

/** Calls at random for two hours; everything the gate promises is looked at after every step. */
test.each([1, 2, 3, 4, 5])("seed %i: never too much, never nobody, whatever one tenant does", (seed) => {
  const random = createRandom(seed);
  const terms = {
    ...USUAL_TERMS,
    pointsPerHour: 20_000,
    atOnce: 12,
    atOncePerTenant: 6,
    waitingPerTenant: 20,
  };
  const gate = createGate(terms);
  const active = new Map<Ticket, number>();
  const spent = [0, 0, 0];
  const small = { asked: 0, refused: 0, waitedMs: 0 };
  const people = { asked: 0, refused: 0 };
  for (let now = START; now < START + 2 * HOUR; now += 500) {
    for (const [ticket, until] of active) {
      if (until > now) continue;
      active.delete(ticket);
      gate.done(ticket, heard({ points: 3 }), now);
      spent[Math.floor((now - START) / HOUR)] = (spent[Math.floor((now - START) / HOUR)] ?? 0) + 3;
    }
    for (let n = 0; n < 12; n += 1) gate.ask(ask(), now);
    if (random.chance(0.05)) {
      small.asked += 1;
      gate.ask(ask({ tenantId: tenant(2 + random.below(5)) }), now);
    }
    if (random.chance(0.05)) {
      people.asked += 1;
      gate.ask(ask({ tenantId: tenant(2 + random.below(5)), urgency: "live" }), now);
    }
    const { granted, refused } = gate.turn(now);
    for (const ticket of granted) active.set(ticket, now + 100 + random.below(900));
    for (const ticket of granted)
      if (ticket.ask.tenantId !== STORM) small.waitedMs = Math.max(small.waitedMs, now - ticket.since);
    for (const { ticket } of refused) {
      if (ticket.ask.tenantId === STORM) continue;
      if (ticket.ask.urgency === "live") people.refused += 1;
      else small.refused += 1;
    }
    expect(active.size).toBeLessThanOrEqual(terms.atOnce);
    const stormy = [...active.keys()].filter((ticket) => ticket.ask.tenantId === STORM);
    expect(stormy.length).toBeLessThanOrEqual(terms.atOncePerTenant);
  }
  // The storm was held to what is its due, which is most of the hour, and never to nothing.
  for (const points of spent.slice(0, 2)) {
    expect(points).toBeLessThanOrEqual(terms.pointsPerHour);
    expect(points).toBeGreaterThan(terms.pointsPerHour * 0.5);
  }
  expect(people).toMatchObject({ refused: 0 });
  expect(small).toMatchObject({ refused: 0 });
  expect(small.asked + people.asked).toBeGreaterThan(500);
  expect(small.waitedMs).toBeLessThanOrEqual(1_000);
});

describe("what an answer says", () => {
  const now = new Date(START);
  const get = { method: "GET", path: "/x", template: "/x" } as const;
  const answer = (headers: Record<string, string>, body?: unknown, status = 200) =>
    readHeard(get, { status, headers, body }, now);

  test("the pool of all tenants, also under the name it has before it is enforced", () => {
    const said = {
      "ratelimit-policy": '"global-app-quota";q=65000;w=3600',
      ratelimit: '"global-app-quota";r=64990;t=1200',
    };
    const left = { of: 65_000, points: 64_990, resetAt: START + 1_200_000 };
    expect(answer(said).left).toEqual(left);
    const early = Object.fromEntries(Object.entries(said).map(([name, value]) => [`beta-${name}`, value]));
    expect(answer(early).left).toEqual(left);
    expect(
      answer({ ratelimit: '"tenant-quota";r=5;t=9', "ratelimit-policy": '"tenant-quota";q=9;w=3' }).left,
    ).toBeNull();
  });

  test("what a call cost: one, and one for each object it gave", () => {
    expect(answer({}, { issues: [{}, {}, {}], isLast: true }).points).toBe(4);
    expect(answer({}, [{}, {}]).points).toBe(3);
    expect(answer({}, { key: "SHOP-1", names: ["a", "b"] }).points).toBe(1);
    expect(answer({}).points).toBe(1);
  });

  test("why and for how long to stay away", () => {
    const burst = { "retry-after": "3", "ratelimit-reason": "jira-burst-based" };
    expect(answer(burst, undefined, 429).limited).toEqual({ reason: "jira-burst-based", forMs: 3_000 });
    expect(answer({}, undefined, 429).limited?.forMs).toBeGreaterThan(0);
    expect(answer(burst).limited).toBeNull();
  });
});
