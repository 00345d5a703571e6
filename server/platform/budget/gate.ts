import type { TenantId } from "../../contract/index.ts";
import type { Product } from "../../tenants/index.ts";
import { LIVE_SHARE, type Ask, type BudgetTerms, type Heard } from "./budget-terms.ts";
import { createPauses } from "./pauses.ts";
import { createPointPool } from "./point-pool.ts";

/** A call that waits for its turn, or has it. */
export type Ticket = { ask: Ask; since: number };
export type Refused = { ticket: Ticket; reason: string; retryAfterMs: number };
export type Turn = {
  granted: Ticket[];
  refused: Refused[];
  /** When it is worth looking again, if nothing ends before. */
  lookAgainAt: number | undefined;
};

type Hindrance = { reason: string; forMs: number };

/** After "nearly used up" background work stays away this long, and then asks again. */
const SPARED_FOR_MS = 60_000;

/** Told to whoever waited in vain for a free place. */
const FULL_FOR_MS = 5_000;

/**
 * Decides which calls may go out now. It keeps no clock and sends nothing: `now` in ms is passed in. Live calls come
 * before background ones; within each the tenant with the fewest calls under way comes first, then who waited longest.
 * What cannot have its turn in time is refused at once, with the reason, rather than kept waiting.
 */
export function createGate(terms: BudgetTerms) {
  const pauses = createPauses();
  const pools = new Map<Product, ReturnType<typeof createPointPool>>();
  const active = new Map<TenantId, number>();
  const near = new Map<string, number>();
  let all = 0;
  let background = 0;
  let waiting: Ticket[] = [];

  const poolOf = (product: Product) => {
    const pool = pools.get(product) ?? createPointPool(terms);
    pools.set(product, pool);
    return pool;
  };

  function hindranceOf(ask: Ask, now: number): Hindrance | undefined {
    const pause = pauses.find(ask, now);
    if (pause !== undefined) return { reason: pause.reason, forMs: pause.until - now };
    const forMs = Math.max(poolOf(ask.product).waitMs(ask, now), spareMs(ask, now));
    return forMs === 0 ? undefined : { reason: `${ask.product}-quota-shared`, forMs };
  }

  /** What is nearly used up is left to people. */
  function spareMs({ tenantId, product, urgency }: Ask, now: number): number {
    const until = urgency === "live" ? undefined : near.get(`${tenantId} ${product}`);
    return until === undefined ? 0 : Math.max(0, until - now);
  }

  const hasPlace = ({ tenantId, urgency }: Ask): boolean =>
    all < terms.atOnce &&
    (active.get(tenantId) ?? 0) < terms.atOncePerTenant &&
    (urgency === "live" || background < terms.atOnce * (1 - LIVE_SHARE));

  /** Whether `a` comes before `b`, of calls that are as urgent as each other. */
  const comesFirst = (a: Ticket, b: Ticket): boolean => {
    const more = (active.get(a.ask.tenantId) ?? 0) - (active.get(b.ask.tenantId) ?? 0);
    return more < 0 || (more === 0 && a.since < b.since);
  };

  function letGo({ ask }: Ticket, now: number): void {
    active.set(ask.tenantId, (active.get(ask.tenantId) ?? 0) + 1);
    all += 1;
    if (ask.urgency === "background") background += 1;
    // What it costs is known once it has been answered; one point it costs in any case.
    poolOf(ask.product).take(ask.tenantId, 1, now);
  }

  /** The first that may go now. Whoever is held up keeps nobody behind waiting. */
  function pickNext(now: number): Ticket | undefined {
    let next: Ticket | undefined;
    for (const ticket of waiting) {
      const { urgency } = ticket.ask;
      const behind =
        next !== undefined &&
        (next.ask.urgency === urgency ? !comesFirst(ticket, next) : urgency === "background");
      if (behind || !hasPlace(ticket.ask) || hindranceOf(ticket.ask, now) !== undefined) continue;
      next = ticket;
    }
    return next;
  }

  function refuseLate(now: number): { refused: Refused[]; lookAgainAt: number | undefined } {
    const refused: Refused[] = [];
    let lookAgainAt: number | undefined;
    const kept = new Map<TenantId, number>();
    for (const ticket of waiting) {
      const before = kept.get(ticket.ask.tenantId) ?? 0;
      kept.set(ticket.ask.tenantId, before + 1);
      const hindrance = hindranceOf(ticket.ask, now);
      const latest = ticket.since + terms.longestWaitMs[ticket.ask.urgency];
      const goesAt = hindrance === undefined ? now : now + hindrance.forMs;
      if (goesAt > latest || latest <= now || before >= terms.waitingPerTenant) {
        const retryAfterMs = hindrance?.forMs ?? FULL_FOR_MS;
        refused.push({ ticket, reason: hindrance?.reason ?? "full", retryAfterMs });
        continue;
      }
      const then = hindrance === undefined ? latest : goesAt;
      lookAgainAt = Math.min(lookAgainAt ?? then, then);
    }
    return { refused, lookAgainAt };
  }

  return {
    ask(ask: Ask, now: number): Ticket {
      const ticket = { ask, since: now };
      waiting.push(ticket);
      return ticket;
    },

    /** Who goes, who is told to come back, and when to look again. Call it after every `ask` and `done`. */
    turn(now: number): Turn {
      const granted: Ticket[] = [];
      for (let next = pickNext(now); next !== undefined; next = pickNext(now)) {
        const gone = next;
        waiting = waiting.filter((ticket) => ticket !== gone);
        letGo(gone, now);
        granted.push(gone);
      }
      const { refused, lookAgainAt } = refuseLate(now);
      const left = new Set(refused.map(({ ticket }) => ticket));
      waiting = waiting.filter((ticket) => !left.has(ticket));
      return { granted, refused, lookAgainAt };
    },

    /** A granted call is over. `heard`: what its answer said; undefined when none came. */
    done({ ask }: Ticket, heard: Heard | undefined, now: number): void {
      const rest = (active.get(ask.tenantId) ?? 1) - 1;
      if (rest === 0) active.delete(ask.tenantId);
      else active.set(ask.tenantId, rest);
      all -= 1;
      if (ask.urgency === "background") background -= 1;
      if (heard === undefined) return;
      const pool = poolOf(ask.product);
      pool.take(ask.tenantId, Math.max(0, heard.points - 1), now);
      if (heard.left !== null) pool.hear(heard.left, now);
      if (heard.nearLimit) near.set(`${ask.tenantId} ${ask.product}`, now + SPARED_FOR_MS);
      else near.delete(`${ask.tenantId} ${ask.product}`);
      if (heard.limited !== null) pauses.add(ask, heard.limited, now);
    },

    waiting: () => waiting.length,
    pointsLeft: (product: Product) => poolOf(product).left(),
  };
}
