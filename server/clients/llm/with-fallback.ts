import type { Engine, EngineReply } from "../../planning/index.ts";
import { EngineFault, type EngineFaultReason } from "./engine-fault.ts";
import { FAULT_WORDS } from "./say-fault.ts";

/**
 * Asks the first engine, and the offline one where that fails. The reply then says why. A call that the caller gave
 * up stays given up; what is no `EngineFault` is a bug of ours and is thrown.
 */
export function withFallback(
  primary: Engine,
  offline: Engine,
  { onFallback }: { onFallback: (reason: EngineFaultReason) => void },
): Engine {
  return {
    kind: primary.kind,
    async answer(question, signal): Promise<EngineReply> {
      try {
        return await primary.answer(question, signal);
      } catch (fault) {
        if (!(fault instanceof EngineFault)) throw fault;
        signal?.throwIfAborted();
        onFallback(fault.reason);
        const reply = await offline.answer(question, signal);
        return {
          ...reply,
          note: `${fault.said ?? FAULT_WORDS[fault.reason]}, so the offline engine answered.`,
        };
      }
    },
  };
}
