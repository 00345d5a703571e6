import type { DecisionRefusal } from "../../contract/index.ts";
import { assertNever } from "../../kit/index.ts";
import { sayBlocked, type NoThought } from "../../proposals/index.ts";
import { Problem, type ProblemCode } from "./problem.ts";

/** Why there is no plan. */
export function noPlan(reason: NoThought): Problem {
  switch (reason.code) {
    case "nothing-to-do":
      return new Problem("nothing-to-do", reason.words);
    case "gone":
      return new Problem("not-found", reason.words);
    case "blocked":
    case "held":
      return new Problem("personal-data", sayBlocked(reason.types));
    case "not-json":
    case "not-a-draft":
      return new Problem("unreadable-reply", reason.words);
    default:
      return assertNever(reason);
  }
}

/** Refusals of a decision, by the names that they have for programs. */
export function codeOf(code: DecisionRefusal): ProblemCode {
  switch (code) {
    case "already-decided":
    case "expired":
    case "stale":
    case "plan-changed":
    case "not-permitted":
    case "no-such-step":
    case "blocked":
    case "not-approver":
    case "stopped":
    case "needs-another":
    case "unlicensed":
      return code;
    default:
      return "conflict";
  }
}

type Parsed<T> =
  | { success: true; data: T }
  | { success: false; error: { issues: readonly { path: readonly PropertyKey[]; message: string }[] } };

/** The value as its shape reads it. Throws a `Problem` that names each place where it does not fit. */
export function parsed<T>(
  shape: { safeParse(raw: unknown): Parsed<T> },
  raw: unknown,
  what: "body" | "query",
): T {
  const result = shape.safeParse(raw);
  if (result.success) return result.data;
  const errors = result.error.issues
    .slice(0, 20)
    .map(({ path, message }) => ({ at: path.map(String).join("."), message }));
  throw new Problem("not-understood", `The ${what} is not as /api/v1/openapi.json describes it.`, { errors });
}
