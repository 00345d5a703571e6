import type { Scope } from "./call.ts";

const LADDER = ["NONE", "READ", "WRITE", "DELETE", "PROJECT_ADMIN", "ADMIN"];

/** Whether an app's scopes reach up to what a resource asks. Each rung holds the ones below it. */
export function scopeAllows(scopes: string[], needed: Scope): boolean {
  const rungs = scopes.map((one) =>
    LADDER.indexOf(one.toUpperCase().replace("SPACE_ADMIN", "PROJECT_ADMIN")),
  );
  return Math.max(0, ...rungs) >= LADDER.indexOf(needed);
}
