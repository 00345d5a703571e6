import { isDraft, type Engine, type EngineReply } from "../../planning/index.ts";
import { EngineFault, type EngineFaultReason } from "./engine-fault.ts";

const WORDS: Record<EngineFaultReason, string> = {
  timeout: "The model did not answer in time",
  aborted: "The call to the model was given up",
  unreachable: "The model could not be reached",
  "not-allowed": "The model's server did not accept the key",
  busy: "The model was too busy",
  refused: "The model declined to answer",
  empty: "The model gave no answer",
  "cut-off": "The model's answer was cut off",
  unreadable: "The model's answer could not be read",
  failed: "The model failed",
};

/**
 * Asks the first engine, and the offline one where that fails or answers with something that is no draft.
 * The reply then says why. A call that the caller gave up stays given up; what is no `EngineFault` is a bug
 * of ours and is thrown.
 */
export function withFallback(
  primary: Engine,
  offline: Engine,
  { onFallback }: { onFallback: (reason: EngineFaultReason) => void },
): Engine {
  return {
    kind: primary.kind,
    async answer(question, signal): Promise<EngineReply> {
      const first = await tryEngine(primary, question, signal);
      if (typeof first !== "string") return first;
      signal?.throwIfAborted();
      onFallback(first);
      const reply = await offline.answer(question, signal);
      return { ...reply, note: `${WORDS[first]}, so the offline engine answered.` };
    },
  };
}

async function tryEngine(
  engine: Engine,
  ...asked: Parameters<Engine["answer"]>
): Promise<EngineReply | EngineFaultReason> {
  try {
    const reply = await engine.answer(...asked);
    return isDraft(reply.text) ? reply : "unreadable";
  } catch (fault) {
    if (fault instanceof EngineFault) return fault.reason;
    throw fault;
  }
}
