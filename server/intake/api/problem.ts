import { AppError, ProductFault, type ErrorCode } from "../../kit/index.ts";
import type { ApiProposal, ProblemBody } from "./answer-shapes.ts";

/** What a program is told when it does not get what it asked for (RFC 9457). `detail` says what to do. */
const PROBLEMS = {
  "not-understood": [400, "The request was not understood"],
  "not-authenticated": [401, "This token opens nothing"],
  "not-allowed": [403, "This is not allowed"],
  "out-of-scope": [403, "The token does not have the scope for this"],
  unlicensed: [403, "TicketSmith has no licence on this site"],
  "not-permitted": [403, "Jira does not permit this"],
  blocked: [403, "The policy of this site does not allow this"],
  "not-approver": [403, "The policy of this site leaves this to others"],
  stopped: [403, "An administrator stopped TicketSmith on this site"],
  "not-found": [404, "Not found"],
  conflict: [409, "Something else came first"],
  "already-decided": [409, "Somebody has decided already"],
  expired: [409, "The proposal has expired"],
  stale: [409, "The issue has changed"],
  "plan-changed": [409, "The plan has changed"],
  "needs-another": [409, "A second person must agree"],
  "key-in-use": [409, "The first call with this idempotency key is still under way"],
  "too-many-proposals": [409, "Too many undecided proposals"],
  "too-large": [413, "The body is too large"],
  "key-reused": [422, "The idempotency key was used with another body"],
  "no-issue": [422, "An issue is needed"],
  "personal-data": [422, "The policy of this site keeps this out"],
  "no-such-step": [422, "No such step"],
  "nothing-to-do": [422, "There is nothing to propose"],
  "unreadable-reply": [502, "The model's reply could not be used"],
  "too-many": [429, "Too many requests"],
  "product-failed": [502, "Jira did not answer as expected"],
  "product-busy": [503, "Jira is busy"],
  internal: [500, "Something went wrong on our side"],
} as const satisfies Readonly<Record<string, readonly [number, string]>>;

export type ProblemCode = keyof typeof PROBLEMS;

type More = {
  retryAfterMs?: number | undefined;
  /** Where in the body it went wrong. */
  errors?: readonly { at: string; message: string }[];
  /** How the proposal stands now. */
  proposal?: ApiProposal;
};

/** A refusal on its way to whoever asked. */
export class Problem extends Error {
  override readonly name = "Problem";
  readonly code: ProblemCode;
  readonly detail: string;
  readonly more: More;

  constructor(code: ProblemCode, detail: string, more: More = {}) {
    super(code);
    this.code = code;
    this.detail = detail;
    this.more = more;
  }
}

export const typeOfProblem = (code: string): string => `urn:ticketsmith:problem:${code}`;

export function bodyOf({ code, detail, more: { errors, proposal } }: Problem): ProblemBody {
  const [status, title] = PROBLEMS[code];
  return {
    ...{ type: typeOfProblem(code), title, status, detail },
    ...(errors === undefined ? {} : { errors: [...errors] }),
    ...(proposal === undefined ? {} : { proposal }),
  };
}

const FROM_ERRORS: Readonly<Record<ErrorCode, readonly [ProblemCode, string]>> = {
  invalid_input: ["not-understood", "Send one JSON object as the description at /api/v1/openapi.json says."],
  not_authenticated: ["not-authenticated", "Send a valid token: Authorization: Bearer ts_…"],
  not_allowed: ["not-allowed", "Ask an administrator of the site."],
  not_found: ["not-found", "It is not there, or the token's account may not see it."],
  conflict: ["conflict", "Look again, then decide anew."],
  too_large: ["too-large", "Send less than 64 kB."],
  too_many: ["too-many", "Wait for a moment and try again."],
  upstream_failed: ["product-failed", "Try again in a moment."],
  upstream_busy: ["product-busy", "Try again in a moment."],
};

/** Whatever was thrown, as a problem. */
export function problemFrom(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof ProductFault) {
    const detail = `${error.said} Nothing was changed. Try again later.`;
    return error.retryAfterMs === null
      ? new Problem("product-failed", detail)
      : new Problem("product-busy", detail, { retryAfterMs: error.retryAfterMs });
  }
  if (error instanceof AppError) {
    const [code, detail] = FROM_ERRORS[error.code];
    return new Problem(code, error.said ?? detail);
  }
  // Express and its body parser throw errors of their own that carry a status.
  if (error instanceof Error && "status" in error && typeof error.status === "number") {
    if (error.status === 413) return new Problem(...FROM_ERRORS.too_large);
    if (error.status >= 400 && error.status < 500) return new Problem(...FROM_ERRORS.invalid_input);
  }
  return new Problem("internal", "It is in our log, under the id in X-Request-Id. Try again in a moment.");
}
