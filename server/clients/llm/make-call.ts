import type { Clock } from "../../kit/index.ts";
import type { EngineUsage } from "../../planning/index.ts";
import type { CallPurpose, Meter } from "../../tenants/index.ts";
import { createClient, type ModelServer } from "./create-client.ts";
import { asEngineFault, EngineFault, type EngineFaultReason } from "./engine-fault.ts";
import { createIdleTimer } from "./idle-timer.ts";
import { readAnswer, readUsage } from "./read-answer.ts";
import { readReply } from "./read-reply.ts";
import { FAULT_WORDS } from "./say-fault.ts";
import { waitFor } from "./wait-for.ts";
import { LONGEST_REPLY_TOKENS, type Params } from "./write-params.ts";

export type CallOptions = {
  server: ModelServer;
  /** How long nothing may come before a call is given up. */
  timeoutMs: number;
  meter: Meter;
  clock: Clock;
  fetch?: typeof globalThis.fetch;
};

type Calls = {
  /** Asks, and once more where that makes sense. Throws `EngineFault`. */
  ask(params: Params, purpose: CallPurpose): Promise<string>;
  /** What all calls took, as far as the server said. */
  used(): EngineUsage | null;
};

/** Another try may bring another answer. */
const ONCE_MORE: ReadonlySet<EngineFaultReason> = new Set([
  ...(["busy", "failed", "unreachable", "broken-off", "empty"] as const),
]);
/** The model may have been at work. */
const MAY_HAVE_COST: ReadonlySet<EngineFaultReason> = new Set(["timeout", "aborted", "broken-off"]);

/** All calls of one question, which must be over before its job is given to another worker. */
const LONGEST_MS = 240_000;
const FIRST_WAIT_MS = 300;
/** Who asks to be left alone for longer is not waited for: the offline engine answers now. */
const LONGEST_WAIT_MS = 10_000;

/** The calls that one question takes. `note` hears what a person should know of them. */
export function createCalls(
  options: CallOptions,
  signal: AbortSignal | undefined,
  note: (words: string) => void,
): Calls {
  const { server, timeoutMs, meter, clock } = options;
  const client = createClient(server, { timeoutMs: LONGEST_MS, fetch: options.fetch ?? globalThis.fetch });
  const whole = AbortSignal.timeout(LONGEST_MS);
  let total: EngineUsage | null = null;

  async function once(params: Params, purpose: CallPurpose): Promise<string> {
    if (isAborted(signal)) throw new EngineFault("aborted", "The call was given up");
    if (isAborted(whole)) throw new EngineFault("timeout", "The model took too long in all");
    const most = { promptTokens: atMost(params), completionTokens: LONGEST_REPLY_TOKENS };
    const allowed = await meter(most, purpose);
    if (!allowed.ok) {
      const { code, said } = allowed.reason;
      throw new EngineFault(code, FAULT_WORDS[code], { said });
    }
    const idle = createIdleTimer(timeoutMs);
    const ends = AbortSignal.any([idle.signal, whole, ...(signal === undefined ? [] : [signal])]);
    let completion: unknown;
    try {
      const response = await client.chat.completions.create(params, { signal: ends }).asResponse();
      idle.touch();
      completion = await readReply(response, { client, progress: idle.touch });
      // The SDK takes an end of ours for the end of the stream.
      ends.throwIfAborted();
    } catch (thrown) {
      const timedOut = isAborted(idle.signal) || isAborted(whole);
      const fault = asEngineFault(thrown, { givenUp: isAborted(signal), timedOut, now: clock.now() });
      await (MAY_HAVE_COST.has(fault.reason) ? allowed.value.keep() : allowed.value.free());
      throw fault;
    } finally {
      idle.stop();
    }
    const used = readUsage(completion);
    if (used === null) await allowed.value.keep();
    else total = add(total, { ...used, nanoUsd: await allowed.value.settle(used) });
    return readAnswer(completion);
  }

  return {
    async ask(params, purpose) {
      try {
        return await once(params, purpose);
      } catch (fault) {
        if (!(fault instanceof EngineFault) || !ONCE_MORE.has(fault.reason)) throw fault;
        const waitMs = Math.max(FIRST_WAIT_MS, fault.retryAfterMs ?? 0);
        if (waitMs > LONGEST_WAIT_MS) throw fault;
        await waitFor(waitMs, signal);
        const answer = await once(params, purpose);
        note(`${FAULT_WORDS[fault.reason]} at first, and answered when it was asked again.`);
        return answer;
      }
    },
    used: () => total,
  };
}

const isAborted = (signal: AbortSignal | undefined) => signal?.aborted === true;

/** A token has at least one byte, and in practice three or more; the schema and the frame are counted as text. */
const atMost = (params: Params): number => Math.ceil(Buffer.byteLength(JSON.stringify(params)) / 3);

function add(total: EngineUsage | null, used: EngineUsage): EngineUsage {
  if (total === null) return used;
  return {
    promptTokens: total.promptTokens + used.promptTokens,
    completionTokens: total.completionTokens + used.completionTokens,
    nanoUsd: total.nanoUsd === null || used.nanoUsd === null ? null : total.nanoUsd + used.nanoUsd,
  };
}
