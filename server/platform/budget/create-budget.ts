import {
  sayLimit,
  TransportFault,
  type Clock,
  type ProductRequest,
  type ProductResponse,
} from "../../kit/index.ts";
import type { Product, Urgency } from "../../tenants/index.ts";
import { USUAL_TERMS, type Ask, type BudgetTerms } from "./budget-terms.ts";
import { createGate, type Ticket } from "./gate.ts";
import { readHeard } from "./read-heard.ts";

/** Who asks, beside the request itself. */
export type OnBehalf = Pick<Ask, "tenantId" | "product" | "urgency">;

export type BudgetObserver = {
  /** `reason` is null for a call that had its turn. */
  budgetAsked(of: { urgency: Urgency; reason: string | null; seconds: number }): void;
  pointsLeft(product: Product, points: number): void;
};

/**
 * Lets a call through when its turn comes. Rejects with a `TransportFault` that names the reason and the time when
 * it does not come soon enough; nothing was sent then.
 */
export type Budget = (
  from: OnBehalf,
  request: ProductRequest,
  send: () => Promise<ProductResponse>,
) => Promise<ProductResponse>;

type Waiter = { go: () => void; refuse: (fault: TransportFault) => void };

/** The gate with a clock, timers and promises around it: one for all calls of this process to the products. */
export function createBudget(deps: {
  clock: Clock;
  observe: BudgetObserver;
  terms?: Partial<BudgetTerms>;
}): Budget {
  const { clock, observe } = deps;
  const gate = createGate({ ...USUAL_TERMS, ...deps.terms });
  const waiters = new Map<Ticket, Waiter>();
  let timer: NodeJS.Timeout | undefined;
  const now = () => clock.now().getTime();

  function turn(): void {
    clearTimeout(timer);
    const { granted, refused, lookAgainAt } = gate.turn(now());
    for (const ticket of granted) settle(ticket, null, (waiter) => waiter.go());
    for (const { ticket, reason, retryAfterMs } of refused) {
      const said = reason === "full" ? BUSY : sayLimit(reason);
      const fault = new TransportFault("unsent", `Held back: ${reason}`, { said, retryAfterMs });
      settle(ticket, reason, (waiter) => waiter.refuse(fault));
    }
    if (lookAgainAt === undefined) return;
    timer = setTimeout(turn, Math.max(1, lookAgainAt - now()));
    timer.unref();
  }

  function settle(ticket: Ticket, reason: string | null, end: (waiter: Waiter) => void): void {
    const waiter = waiters.get(ticket);
    waiters.delete(ticket);
    const { urgency } = ticket.ask;
    observe.budgetAsked({ urgency, reason, seconds: (now() - ticket.since) / 1_000 });
    if (waiter !== undefined) end(waiter);
  }

  return async function throughBudget(from, request, send) {
    const ticket = gate.ask({ ...from, endpoint: endpointOf(request), issue: issueOf(request) }, now());
    const myTurn = new Promise<void>((go, refuse) => waiters.set(ticket, { go, refuse }));
    turn();
    await myTurn;
    let response: ProductResponse | undefined;
    try {
      response = await send();
      return response;
    } finally {
      const heard = response === undefined ? undefined : readHeard(request, response, clock.now());
      gate.done(ticket, heard, now());
      observe.pointsLeft(from.product, gate.pointsLeft(from.product));
      turn();
    }
  };
}

const BUSY = "TicketSmith has too much to ask of Jira at once.";

const endpointOf = ({ method, template }: ProductRequest) => `${method} ${template}`;

const ISSUE = /^\/rest\/api\/\d\/issue\/([^/]+)/;

/** Only writes have limits by issue. */
const issueOf = ({ method, path }: ProductRequest): string | null =>
  method === "GET" ? null : (ISSUE.exec(path)?.[1] ?? null);
