import { APIConnectionError, APIError } from "openai";
import { readRetryAfter } from "./read-retry-after.ts";

export type EngineFaultReason =
  | "timeout"
  | "aborted"
  | "unreachable"
  | "broken-off"
  | "not-allowed"
  | "no-such-model"
  | "no-credit"
  | "busy"
  | "too-long"
  | "not-offered"
  | "refused"
  | "empty"
  | "cut-off"
  | "resting"
  | "over-budget"
  | "no-price"
  | "failed";

type Known = { retryAfterMs?: number | null; cause?: unknown; said?: string };

/** A model that did not answer. The message holds no prompt and no reply: it goes into logs and traces. */
export class EngineFault extends Error {
  override readonly name = "EngineFault";
  readonly reason: EngineFaultReason;
  /** How long the server asked to be left alone; null when it did not say. */
  readonly retryAfterMs: number | null;
  /** Why, for a plan's notes, where more is known than the reason. */
  readonly said: string | null;

  constructor(reason: EngineFaultReason, message: string, { retryAfterMs = null, cause, said }: Known = {}) {
    super(message, { cause });
    this.reason = reason;
    this.retryAfterMs = retryAfterMs;
    this.said = said ?? null;
  }
}

/** Why a call ended, where that was our doing. */
export type Ended = { givenUp: boolean; timedOut: boolean; now: Date };

/** What the SDK threw, by reason. Its own messages can quote the request, so none is passed on. */
export function asEngineFault(thrown: unknown, { givenUp, timedOut, now }: Ended): EngineFault {
  if (givenUp) return new EngineFault("aborted", "The call was given up");
  if (timedOut) return new EngineFault("timeout", "The model did not answer in time");
  if (thrown instanceof EngineFault) return thrown;
  if (thrown instanceof APIConnectionError) {
    return wasConnected(thrown)
      ? new EngineFault("broken-off", "The connection to the model's server broke off")
      : new EngineFault("unreachable", "The model's server could not be reached");
  }
  if (!(thrown instanceof APIError))
    return new EngineFault("broken-off", "The model's answer broke off or was no JSON");
  const reason = reasonOf(thrown);
  return new EngineFault(reason, `The model's server answered ${String(thrown.status)}`, {
    retryAfterMs: readRetryAfter(thrown.headers, now),
  });
}

const NEVER_SENT = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH"]);

/** What was never sent has cost nothing; after any other fault nobody knows. */
function wasConnected(fault: APIConnectionError): boolean {
  for (let cause: unknown = fault.cause; cause instanceof Error; cause = cause.cause)
    if ("code" in cause && typeof cause.code === "string" && NEVER_SENT.has(cause.code)) return false;
  return true;
}

const TOO_LONG =
  /context.{0,12}(?:length|window|size)|maximum context|prompt is too long|too many (?:input )?tokens/i;

function reasonOf({ status, code, type, message }: APIError): EngineFaultReason {
  const answered: unknown = status;
  if (code === "insufficient_quota" || type === "insufficient_quota" || answered === 402) return "no-credit";
  if (answered === 429) return "busy";
  if (answered === 401 || answered === 403) return "not-allowed";
  if (code === "model_not_found" || answered === 404) return "no-such-model";
  if (code === "content_filter") return "refused";
  if (code === "context_length_exceeded" || answered === 413) return "too-long";
  if (answered === 501) return "not-offered";
  if (answered === 400 || answered === 422) return TOO_LONG.test(message) ? "too-long" : "not-offered";
  return "failed";
}
