import type { FeedbackView, ReliabilityBin, Tally } from "../contract/index.ts";
import type { Clock } from "../kit/index.ts";
import type { Caller } from "../tenants/index.ts";
import type { FeedbackDimension, FeedbackNumbers, FeedbackStore } from "./feedback-ports.ts";

export type FeedbackQuery = { since?: Date | undefined; project?: string | undefined };
export type FeedbackViewerDeps = {
  feedback: (caller: Caller) => Pick<FeedbackStore, "numbers" | "calibrations">;
  clock: Clock;
};

const DAY_MS = 86_400_000;
const DEFAULT_MS = 90 * DAY_MS;
/** Under so many answers a share says more about chance than about us. */
const FEW = 20;
const MOST_ROWS = 100;
const WAITS_FROM_MS = [0, 60_000, 300_000, 3_600_000, 8 * 3_600_000, DAY_MS, 3 * DAY_MS];
const BINS = 10;

/** What people made of what was proposed on their site. */
export function createFeedbackViewer({ feedback, clock }: FeedbackViewerDeps) {
  return async function viewFeedback(
    caller: Caller,
    { since: from, project }: FeedbackQuery = {},
  ): Promise<FeedbackView> {
    const until = clock.now();
    const since = from ?? new Date(until.getTime() - DEFAULT_MS);
    const scope = { since, until, project: project ?? null };
    const numbers = await feedback(caller).numbers(scope, WAITS_FROM_MS);
    const kept = await feedback(caller).calibrations();
    return {
      ...{ since: since.toISOString(), until: until.toISOString(), project: scope.project },
      ...presentNumbers(numbers),
      calibration: kept.map(({ action, decisions, curve, fittedAt }) => ({
        ...{ action, decisions, fitted: curve.length > 0, fittedAt: fittedAt.toISOString() },
      })),
    };
  };
}

type Presented = Omit<FeedbackView, "since" | "until" | "project" | "calibration">;

/** Pure: counts as people compare them. */
export function presentNumbers({ counts, reasons, waits, bins, cost }: FeedbackNumbers): Presented {
  const by = (dimension: FeedbackDimension) => talliesOf(counts.filter((one) => one.dimension === dimension));
  const largest = (dimension: FeedbackDimension) =>
    by(dimension)
      .toSorted((a, b) => b.n - a.n || compare(a.key, b.key))
      .slice(0, MOST_ROWS);
  const n = bins.reduce((sum, bin) => sum + bin.n, 0);
  return {
    total: by("total")[0] ?? tallyOf("", []),
    ...{ byProject: largest("project"), byEngine: largest("engine"), byPrompt: largest("prompt") },
    ...{ byAction: largest("action"), byField: largest("field") },
    byWeek: by("week").toSorted((a, b) => compare(a.key, b.key)),
    reasons,
    timeToDecide: {
      ...{ n: waits.n, p50Ms: waits.p50Ms, p90Ms: waits.p90Ms },
      histogram: WAITS_FROM_MS.map((fromMs, at) => ({
        ...{ fromMs, toMs: WAITS_FROM_MS[at + 1] ?? null },
        n: waits.buckets.find(({ bucket }) => bucket === at + 1)?.n ?? 0,
      })),
    },
    reliability: {
      ...{ n, few: n < FEW },
      bins: Array.from({ length: BINS }, (_, at) => binAt(at, bins)),
      error:
        n === 0 ? null : bins.reduce((sum, one) => sum + (one.n / n) * Math.abs(one.said - one.stood), 0),
    },
    cost: { ...cost, perAccepted: cost.accepted === 0 ? null : cost.nanoUsd / cost.accepted },
  };
}

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

function talliesOf(counts: FeedbackNumbers["counts"]): Tally[] {
  return [...Map.groupBy(counts, ({ key }) => key)].map(([key, own]) => tallyOf(key, own));
}

function tallyOf(key: string, own: FeedbackNumbers["counts"]): Tally {
  const count = (outcome: string) => own.reduce((sum, one) => sum + (one.outcome === outcome ? one.n : 0), 0);
  const n = own.reduce((sum, one) => sum + one.n, 0);
  const [asProposed, edited, expired] = [count("as-proposed"), count("edited"), count("expired")];
  const answered = n - expired;
  return {
    ...{ key, label: own[0]?.label ?? key, n, asProposed, edited, expired },
    ...{ rejected: count("rejected"), undone: count("undone") },
    acceptance: answered === 0 ? null : (asProposed + edited) / answered,
    few: answered < FEW,
  };
}

function binAt(at: number, bins: FeedbackNumbers["bins"]): ReliabilityBin {
  const bin = bins.find((one) => one.bin === at);
  return {
    ...{ from: at / BINS, to: (at + 1) / BINS, n: bin?.n ?? 0 },
    ...{ said: bin?.said ?? null, stood: bin?.stood ?? null },
  };
}
