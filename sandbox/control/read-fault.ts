import { z } from "zod";
import type { Fault } from "../state.ts";

function isPattern(text: string): boolean {
  try {
    new RegExp(text);
    return true;
  } catch {
    return false;
  }
}

const Effect = z.object({
  status: z.number().int().min(200).max(599).optional(),
  headers: z.record(z.string(), z.string()).optional(),
  body: z.json().optional(),
  delayMs: z.number().int().min(0).max(600_000).optional(),
  drop: z.boolean().optional(),
  noEffect: z.boolean().optional(),
});

/** A fault as the control API takes it: what it strikes, how often, and one effect. */
export const FaultBody = z.object({
  match: z
    .object({
      method: z.string().optional(),
      pathPattern: z.string().refine(isPattern, "is not a regular expression").optional(),
      tenant: z.enum(["acme", "globex"]).optional(),
    })
    .default({}),
  times: z.number().int().min(1).optional(),
  effect: Effect,
});

function effectOf({
  status,
  headers,
  body,
  delayMs,
  drop,
  noEffect,
}: z.infer<typeof Effect>): Fault["effect"] {
  if (drop === true) return { kind: "drop" };
  if (noEffect === true) return { kind: "no-effect" };
  if (delayMs !== undefined) return { kind: "delay", ms: delayMs };
  const usual = { errorMessages: ["A planted fault of the sandbox."], errors: {} };
  return { kind: "answer", status: status ?? 500, headers: headers ?? {}, body: body ?? usual };
}

export function readFault(body: z.infer<typeof FaultBody>): Omit<Fault, "id"> {
  const { method, pathPattern, tenant } = body.match;
  return {
    match: {
      ...(method === undefined ? {} : { method }),
      ...(pathPattern === undefined ? {} : { pathPattern }),
      ...(tenant === undefined ? {} : { tenant }),
    },
    timesLeft: body.times ?? null,
    effect: effectOf(body.effect),
  };
}
