import { z } from "zod";
import { FAULT_PLACES, LIMIT_REASONS, type FaultEffect, type FaultPlace, type NewFault } from "../fault.ts";
import { ok, refuse, type Result } from "../result.ts";

function isPattern(text: string): boolean {
  try {
    new RegExp(text);
    return true;
  } catch {
    return false;
  }
}

const Milliseconds = z.number().int().min(0).max(600_000);
const Status = z.number().int().min(200).max(599);
const USUAL_BODY = { errorMessages: ["A planted fault of the sandbox."], errors: {} };

/** One shape for each effect, and what it means. Strict, so that a body asking for two effects is refused. */
const Effect = z.union([
  z
    .strictObject({
      status: Status,
      headers: z.record(z.string(), z.string()).default({}),
      body: z.json().default(USUAL_BODY),
    })
    .transform((one): FaultEffect => ({ kind: "answer", ...one })),
  z
    .strictObject({ html: z.string(), status: Status.default(200) })
    .transform((one): FaultEffect => ({ kind: "html", ...one })),
  z.strictObject({ half: z.literal(true) }).transform((): FaultEffect => ({ kind: "half" })),
  z
    .strictObject({ drop: z.union([z.literal(true), z.enum(["before", "after"])]) })
    .transform(({ drop }): FaultEffect => ({ kind: "drop", after: drop === "after" })),
  z
    .strictObject({ delayMs: Milliseconds, after: z.boolean().default(false) })
    .transform(({ delayMs, after }): FaultEffect => ({ kind: "delay", ms: delayMs, after })),
  z.strictObject({ noEffect: z.literal(true) }).transform((): FaultEffect => ({ kind: "no-effect" })),
  z
    .strictObject({ staleMs: Milliseconds.max(60_000) })
    .transform(({ staleMs }): FaultEffect => ({ kind: "stale", ms: staleMs })),
  z.strictObject({ limit: z.enum(LIMIT_REASONS), retryAfterS: z.number().int().min(0).optional() }).transform(
    ({ limit, retryAfterS }): FaultEffect => ({
      kind: "limit",
      reason: limit,
      retryAfterS: retryAfterS ?? null,
    }),
  ),
  z
    .strictObject({ duplicate: z.number().int().min(1).max(20) })
    .transform(({ duplicate }): FaultEffect => ({ kind: "duplicate", copies: duplicate })),
]);

/** A fault as the control API takes it: what it strikes, how often, and one effect. */
const FaultBody = z.strictObject({
  match: z
    .strictObject({
      on: z.enum(FAULT_PLACES).default("rest"),
      method: z.string().optional(),
      pathPattern: z.string().refine(isPattern, "is not a regular expression").optional(),
      tenant: z.enum(["acme", "globex"]).optional(),
      product: z.enum(["jira", "confluence"]).optional(),
    })
    .default({ on: "rest" }),
  times: z.number().int().min(1).optional(),
  effect: Effect,
});

const EVERYWHERE: FaultEffect["kind"][] = ["answer", "html", "half", "drop", "delay"];
const POSSIBLE: Record<FaultPlace, FaultEffect["kind"][]> = {
  rest: [...EVERYWHERE, "no-effect", "stale", "limit"],
  token: EVERYWHERE,
  keys: EVERYWHERE,
  webhook: ["duplicate", "delay", "drop"],
};

function sayIssue({ path, code, message }: z.core.$ZodIssue): string {
  const where = path.join(".");
  return where === "effect" && code === "invalid_union"
    ? "effect: must be one of status, html, half, drop, delayMs, noEffect, staleMs, limit, duplicate, alone"
    : `${where}: ${message}`;
}

/** Reads a fault. Refuses one that could never be seen: a key host has nothing stale, a webhook no answer of ours. */
export function readFault(input: unknown): Result<NewFault> {
  const body = FaultBody.safeParse(input);
  if (!body.success) return refuse(400, ...body.error.issues.map(sayIssue));
  const { match, times, effect } = body.data;
  const { on, method, pathPattern, tenant, product } = match;
  if (!POSSIBLE[on].includes(effect.kind)) return refuse(400, `This effect cannot happen on ${on}.`);
  return ok({
    match: {
      on,
      ...(method === undefined ? {} : { method }),
      ...(pathPattern === undefined ? {} : { pathPattern }),
      ...(tenant === undefined ? {} : { tenant }),
      ...(product === undefined ? {} : { product }),
    },
    timesLeft: times ?? null,
    effect,
  });
}
