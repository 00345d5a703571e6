import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";

type Labels = Record<string, string>;

export type Metrics = {
  httpRequest(of: { method: string; route: string; status: number; seconds: number }): void;
  /** `endpoint` is the path with its variables named. `status` is 0 when no answer came. */
  productRequest(of: {
    product: string;
    endpoint: string;
    method: string;
    status: number;
    seconds: number;
  }): void;
  /** A call to a product had its turn, or was held back for this reason. */
  budgetAsked(of: { urgency: string; reason: string | null; seconds: number }): void;
  /** What is left of the hour's points for all sites. */
  pointsLeft(product: string, points: number): void;
  /** A proposal has reached this state. */
  proposalReached(status: string): void;
  decisionMade(verdict: string): void;
  executionEnded(of: { action: string; outcome: string; direction: string }): void;
  /** How long the oldest runnable job of a queue has waited. */
  jobLag(queue: string, seconds: number): void;
  /** `outcome` is "answered", or why the engine did not. */
  engineCalled(of: { engine: string; outcome: string }): void;
  engineAnswered(of: { engine: string; outcome: "answered" | "failed"; seconds: number }): void;
  /** `model` is a name that the operator chose or everybody knows, never a tenant's own. */
  modelPaid(of: { model: string; usd: number }): void;
  tokensUsed(of: { model: string; type: "prompt" | "completion"; tokens: number }): void;
  /** A guardrail found this kind of thing so many times; `treatment` is what was done about it. */
  guardrailFound(of: { kind: string; treatment: string; count: number }): void;
  /** A site has reached this part of a budget, in percent, for the first time in a month. */
  budgetWarned(of: { level: number; scope: string }): void;
  /** Whose request it is was looked up. */
  installationLookedUp(from: "memory" | "database"): void;
  /** Runs before each scrape, for numbers that are looked up and not counted. */
  beforeScrape(look: () => Promise<void>): void;
  scrape(): Promise<{ contentType: string; text: string }>;
};

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** Reasons come from outside: what is not one of these must not become a label. */
const BOUNDED = new Set([
  ...["full", "jira-quota-shared", "confluence-quota-shared", "jira-burst-based", "jira-quota-tenant-based"],
  ...["jira-quota-global-based", "jira-per-issue-on-write"],
]);

/** Its own registry, so two apps in one process do not mix. No label ever names a tenant, a person or an issue. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const counter = (name: string, help: string, labelNames: string[]) =>
    new Counter({ name, help, labelNames, registers });
  const timing = (name: string, help: string, labelNames: string[]) =>
    new Histogram({ name, help, labelNames, registers, buckets: SECONDS });

  const http = timing("http_request_duration_seconds", "Time to answer a request.", [
    "method",
    "route",
    "status",
  ]);
  const product = timing("product_request_duration_seconds", "Time Jira or Confluence took to answer.", [
    "product",
    "endpoint",
    "method",
    "status",
  ]);
  const turns = timing("budget_wait_seconds", "Time until a call to a product had its turn.", ["urgency"]);
  const held = counter("budget_held_total", "Calls to a product that were held back.", ["urgency", "reason"]);
  const points = new Gauge({
    name: "budget_points_left",
    help: "Points left this hour for all sites.",
    labelNames: ["product"],
    registers,
  });
  const proposals = counter("proposals_total", "Proposals that have reached a state.", ["status"]);
  const decisions = counter("decisions_total", "Decisions people made.", ["verdict"]);
  const executions = counter("executions_total", "Steps done or undone, by how they ended.", [
    "action",
    "outcome",
    "direction",
  ]);
  const lag = new Gauge({
    name: "job_lag_seconds",
    help: "Wait of the oldest runnable job.",
    labelNames: ["queue"],
    registers,
  });
  const engine = counter("engine_calls_total", "Questions put to an engine.", ["engine", "outcome"]);
  const engineTime = timing("engine_answer_duration_seconds", "Time an engine took to answer.", [
    "engine",
    "outcome",
  ]);
  const paid = counter("openai_cost_usd_total", "US dollars that models have cost, where a price is known.", [
    "model",
  ]);
  const tokens = counter("openai_token_usage_total", "Tokens a model has used.", ["model", "type"]);
  const found = counter("guardrail_findings_total", "What guardrails found, by what was done about it.", [
    "kind",
    "treatment",
  ]);
  const warned = counter("budget_warnings_total", "Budgets that have been reached so far, in percent.", [
    "level",
    "scope",
  ]);
  const lookUps = counter(
    "installation_lookups_total",
    "Look-ups of who is calling, by where it was found.",
    ["from"],
  );
  const looks: (() => Promise<void>)[] = [];

  const labels = (values: Record<string, string | number>): Labels =>
    Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)]));

  return {
    httpRequest: ({ seconds, ...rest }) => http.observe(labels(rest), seconds),
    productRequest: ({ seconds, ...rest }) => product.observe(labels(rest), seconds),
    budgetAsked({ urgency, reason, seconds }) {
      if (reason === null) turns.observe({ urgency }, seconds);
      else held.inc({ urgency, reason: BOUNDED.has(reason) ? reason : "other" });
    },
    pointsLeft: (name, left) => points.set({ product: name }, left),
    proposalReached: (status) => proposals.inc({ status }),
    decisionMade: (verdict) => decisions.inc({ verdict }),
    executionEnded: (of) => executions.inc(of),
    jobLag: (queue, seconds) => lag.set({ queue }, seconds),
    engineCalled: (of) => engine.inc(of),
    engineAnswered: ({ seconds, ...rest }) => engineTime.observe(rest, seconds),
    modelPaid: ({ model, usd }) => paid.inc({ model }, usd),
    tokensUsed: ({ tokens: used, ...rest }) => tokens.inc(rest, used),
    guardrailFound: ({ count, ...of }) => found.inc(of, count),
    budgetWarned: (of) => warned.inc(labels(of)),
    installationLookedUp: (from) => lookUps.inc({ from }),
    beforeScrape: (look) => void looks.push(look),
    async scrape() {
      await Promise.all(looks.map((look) => look()));
      return { contentType: registry.contentType, text: await registry.metrics() };
    },
  };
}
