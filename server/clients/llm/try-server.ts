import type { Clock } from "../../kit/index.ts";
import type { EngineUsage } from "../../planning/index.ts";
import type { Meter } from "../../tenants/index.ts";
import type { ModelServer } from "./create-client.ts";
import { EngineFault } from "./engine-fault.ts";
import { createCalls } from "./make-call.ts";
import { FAULT_WORDS } from "./say-fault.ts";
import { WAYS, writeParams, type Way } from "./write-params.ts";

/** What one small question to a server came to. `said`: why there was no answer. */
export type ServerTrial =
  | { ok: true; ms: number; usage: EngineUsage | null; way: Way }
  | { ok: false; ms: number; said: string };

const QUESTION = {
  system: "Answer with a JSON object that holds one member, `ready`, which is true.",
  user: "Are you ready?",
  schema: {
    type: "object",
    properties: { ready: { type: "boolean" } },
    required: ["ready"],
    additionalProperties: false,
  },
} as const;

const TRIAL = { use: "trial", project: null } as const;

/** A real call, counted like any other: whether the address, the key and the model are right, and how the model answers. */
export async function tryServer(
  server: ModelServer,
  options: { timeoutMs: number; meter: Meter; clock: Clock; fetch?: typeof globalThis.fetch },
): Promise<ServerTrial> {
  const began = performance.now();
  const took = () => Math.round(performance.now() - began);
  const calls = createCalls({ ...options, server }, undefined, () => undefined);
  for (const way of WAYS) {
    try {
      await calls.ask(writeParams({ ...QUESTION, model: server.model }, way), TRIAL);
      return { ok: true, ms: took(), usage: calls.used(), way };
    } catch (fault) {
      if (!(fault instanceof EngineFault)) throw fault;
      const canAskOtherwise = way !== "words" && fault.reason === "not-offered";
      if (!canAskOtherwise)
        return { ok: false, ms: took(), said: `${fault.said ?? FAULT_WORDS[fault.reason]}.` };
    }
  }
  return { ok: false, ms: took(), said: `${FAULT_WORDS["not-offered"]}.` };
}
