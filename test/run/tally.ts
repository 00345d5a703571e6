/** What a step came to. A check counts as one; tests count each. */
export type Tally = {
  passed: number;
  failed: number;
  /** Each with its reason, as `name: reason`. */
  skipped: readonly string[];
  /** Passed, but not at the first try; as `name: what failed first`. */
  unsteady: readonly string[];
  /** One per failure, ready to print. */
  failures: readonly string[];
};

export const nothing: Tally = { passed: 0, failed: 0, skipped: [], unsteady: [], failures: [] };

export function add(one: Tally, other: Tally): Tally {
  return {
    passed: one.passed + other.passed,
    failed: one.failed + other.failed,
    skipped: [...one.skipped, ...other.skipped],
    unsteady: [...one.unsteady, ...other.unsteady],
    failures: [...one.failures, ...other.failures],
  };
}

export const pass: Tally = { ...nothing, passed: 1 };
export const fail = (name: string, why: string): Tally => ({
  ...nothing,
  failed: 1,
  failures: [`${name}\n${why}`],
});
