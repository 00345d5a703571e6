import type { ApiProblem } from "../../server/contract/index.ts";

/** What a call comes to: the value, or a problem with a sentence to show. */
export type Answer<T> = { ok: true; value: T } | { ok: false; problem: ApiProblem };

export const problemOf = (error: string, said: string): { ok: false; problem: ApiProblem } => ({
  ok: false,
  problem: { error, said },
});

export const SESSION_EXPIRED = problemOf("session-expired", "Reload the issue in your browser to go on.");
export const UNREACHABLE = problemOf(
  "unreachable",
  "TicketSmith cannot be reached. Check your connection and try again.",
);
export const UNREADABLE = problemOf(
  "unreadable",
  "TicketSmith gave an answer this page does not understand. Reload the issue and try again.",
);

/** A problem on its way through the query cache, which tells failure from success by what is thrown. */
export class ApiFailure extends Error {
  override readonly name = "ApiFailure";
  readonly problem: ApiProblem;

  constructor(problem: ApiProblem) {
    super(problem.error);
    this.problem = problem;
  }
}
