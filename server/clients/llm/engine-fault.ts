import { APIConnectionError, APIConnectionTimeoutError, APIError, APIUserAbortError } from "openai";

export type EngineFaultReason =
  | "timeout"
  | "aborted"
  | "unreachable"
  | "not-allowed"
  | "busy"
  | "refused"
  | "empty"
  | "cut-off"
  | "unreadable"
  | "failed";

/** A model that did not answer. The message holds no prompt and no reply: it goes into logs and traces. */
export class EngineFault extends Error {
  override readonly name = "EngineFault";
  readonly reason: EngineFaultReason;

  constructor(reason: EngineFaultReason, message: string, options: { cause?: unknown } = {}) {
    super(message, options);
    this.reason = reason;
  }
}

/** What the SDK threw, by reason. Its own messages can quote the request, so none is passed on. */
export function asEngineFault(thrown: unknown): EngineFault {
  if (thrown instanceof EngineFault) return thrown;
  if (thrown instanceof APIUserAbortError) return new EngineFault("aborted", "The call was given up");
  if (thrown instanceof APIConnectionTimeoutError)
    return new EngineFault("timeout", "The model did not answer in time");
  if (thrown instanceof APIConnectionError)
    return new EngineFault("unreachable", "The model could not be reached");
  if (!(thrown instanceof APIError)) return new EngineFault("failed", "The model's answer could not be read");
  const status: unknown = thrown.status;
  const said = `The model's server answered ${String(status)}`;
  if (status === 401 || status === 403) return new EngineFault("not-allowed", said);
  return new EngineFault(status === 429 ? "busy" : "failed", said);
}
