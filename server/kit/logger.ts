import { pino, type DestinationStream } from "pino";
import type { LogLevel } from "./config.ts";
import { describeError } from "./describe-error.ts";

/** All that a log line may carry. A value without a place here does not reach the log, whoever passes it. */
export type LogFields = {
  requestId?: string;
  tenantId?: string;
  installationId?: string;
  proposalId?: string;
  method?: string;
  /** The route or endpoint with its variables named, never an address. */
  route?: string;
  status?: number;
  ms?: number;
  product?: string;
  queue?: string;
  jobId?: string;
  attempt?: number;
  count?: number;
  engine?: string;
  model?: string;
  event?: string;
  code?: string;
  reason?: string;
  port?: number;
  error?: unknown;
};

export type Logger = {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
  /** The same log, with these on every line. */
  child(fields: Pick<LogFields, "requestId" | "tenantId">): Logger;
};

const ALLOWED = [
  "requestId",
  "tenantId",
  "installationId",
  "proposalId",
  "method",
  "route",
  "status",
  "ms",
  "product",
  "queue",
  "jobId",
  "attempt",
  "count",
  "engine",
  "model",
  "event",
  "code",
  "reason",
  "port",
] as const satisfies readonly (keyof LogFields)[];

function pick(fields: LogFields): Record<string, unknown> {
  const kept: Record<string, unknown> = {};
  for (const name of ALLOWED) {
    const value = fields[name];
    if (typeof value === "string" || typeof value === "number") kept[name] = value;
  }
  if (fields.error !== undefined) kept["error"] = describeError(fields.error);
  return kept;
}

/** JSON lines, by default to standard output. `destination` is for tests. */
export function createLogger({
  level,
  // Nobody waits for a line to be written; what is still waiting at the end of the process is written then.
  destination = pino.destination({ dest: 1, sync: false }),
}: {
  level: LogLevel;
  destination?: DestinationStream;
}): Logger {
  const options = {
    level,
    base: null,
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label }) },
  };
  const sink = pino(options, destination);
  const over = (bound: LogFields): Logger => ({
    debug: (message, fields = {}) => sink.debug(pick({ ...bound, ...fields }), message),
    info: (message, fields = {}) => sink.info(pick({ ...bound, ...fields }), message),
    warn: (message, fields = {}) => sink.warn(pick({ ...bound, ...fields }), message),
    error: (message, fields = {}) => sink.error(pick({ ...bound, ...fields }), message),
    child: (fields) => over({ ...bound, ...fields }),
  });
  return over({});
}
