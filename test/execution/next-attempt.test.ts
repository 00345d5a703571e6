import { describe, expect, test } from "vitest";
import { MOST_TRIES } from "../../server/kit/index.ts";
import { nextAttempt, type Unsuccessful } from "../../server/execution/next-attempt.ts";

const busy = (reason: string, retryAfterMs: number | null): Unsuccessful => ({
  kind: "busy",
  reason,
  retryAfterMs,
});
const inMs = (ended: Unsuccessful, attempts = 1, spread = 0.5) => {
  const next = nextAttempt(ended, attempts, spread);
  return next.do === "retry" ? next.inMs : undefined;
};

describe("after a try that did not succeed", () => {
  test("Jira's own number is a floor", () => {
    expect(inMs(busy("jira-burst-based", 30_000))).toBe(30_000);
  });
  test("an hourly quota without a number waits at least a minute", () => {
    expect(inMs(busy("jira-quota-tenant-based", null))).toBeGreaterThanOrEqual(60_000);
  });
  test("a per-issue write limit is over in seconds", () => {
    expect(inMs(busy("jira-per-issue-on-write", null))).toBeLessThan(5_000);
  });
  test("each wait is longer than the one before, and spread around it", () => {
    expect(inMs(busy("status-503", null), 3)).toBeGreaterThan(inMs(busy("status-503", null), 1) ?? Infinity);
    expect(inMs(busy("status-503", null), 3, 0)).toBeLessThan(inMs(busy("status-503", null), 3, 1) ?? 0);
  });
  test("a refusal is not tried again, and keeps Jira's words", () => {
    const next = nextAttempt({ kind: "refused", status: 400, words: "Jira says: Priority is gone" }, 1, 0.5);
    expect(next).toEqual({ do: "give-up", because: "Jira says: Priority is gone" });
  });
  test("no answer is tried again until it was tried often enough, then says so", () => {
    const lost: Unsuccessful = { kind: "no-answer", words: "Jira did not answer in time." };
    expect(nextAttempt(lost, MOST_TRIES - 1, 0.5).do).toBe("retry");
    const last = nextAttempt(lost, MOST_TRIES, 0.5);
    expect(last.do).toBe("give-up");
    expect(last.because).toContain(`${MOST_TRIES} times`);
  });
});
