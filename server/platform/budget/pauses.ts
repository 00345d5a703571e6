import type { Ask } from "./budget-terms.ts";

type Pause = { until: number; reason: string };

/** Beyond this many the oldest are forgotten: a pause saves a refusal, nothing more. */
const MOST_PAUSES = 20_000;

/** Who has to stay away after a 429, and until when: exactly those whom its reason names. */
export function createPauses() {
  const pauses = new Map<string, Pause>();
  return {
    add(ask: Ask, limited: { reason: string; forMs: number }, now: number): void {
      const place = placeOf(ask, limited.reason);
      const until = Math.max(pauses.get(place)?.until ?? 0, now + limited.forMs);
      pauses.delete(place);
      pauses.set(place, { until, reason: limited.reason });
      const [oldest] = pauses.keys();
      if (pauses.size > MOST_PAUSES && oldest !== undefined) pauses.delete(oldest);
    },

    /** The longest pause that this call falls under. */
    find(ask: Ask, now: number): Pause | undefined {
      if (pauses.size === 0) return undefined;
      let longest: Pause | undefined;
      for (const place of placesOf(ask)) {
        const pause = pauses.get(place);
        if (pause === undefined) continue;
        if (pause.until <= now) pauses.delete(place);
        else if (longest === undefined || pause.until > longest.until) longest = pause;
      }
      return longest;
    },
  };
}

const app = ({ product }: Ask) => `app ${product}`;
const tenant = ({ product, tenantId }: Ask) => `tenant ${tenantId} ${product}`;
const endpoint = (ask: Ask) => `endpoint ${ask.tenantId} ${ask.product} ${ask.endpoint}`;
const issue = (ask: Ask) => `issue ${ask.tenantId} ${ask.issue}`;

function placeOf(ask: Ask, reason: string): string {
  if (reason.includes("quota")) return reason.includes("global") ? app(ask) : tenant(ask);
  if (reason.includes("per-issue") && ask.issue !== null) return issue(ask);
  return endpoint(ask);
}

const placesOf = (ask: Ask): string[] => [
  ...[app(ask), tenant(ask), endpoint(ask)],
  ...(ask.issue === null ? [] : [issue(ask)]),
];
