import { createKnownWays, createOpenAiEngine, EngineFault } from "../clients/llm/index.ts";
import { loadConfig, ok, refuse, systemClock as clock, type Result } from "../kit/index.ts";
import type { Engine } from "../planning/index.ts";
import { createPriceList, createPriceTag } from "../tenants/index.ts";

/** The model of the settings by itself, without the offline engine behind it, nor a budget. */
export function openModel(env: Readonly<Record<string, string | undefined>>): Result<Engine> {
  const { engine, models } = loadConfig({
    ...{ ...env, ENGINE: "openai", OPENAI_MODEL: env["OPENAI_MODEL"] ?? "" },
  });
  if (engine.kind !== "openai")
    return refuse("Set OPENAI_MODEL, and OPENAI_BASE_URL for a server of your own.");
  const { apiKey = null, apiVersion = null, ...server } = engine;
  const asked = createOpenAiEngine({
    server: { ...server, apiKey, apiVersion },
    ...{
      owner: "operator",
      ways: createKnownWays(),
      clock,
      timeoutMs: models.timeoutMs,
      secondLook: models.secondLook,
    },
    meter: createPriceTag(engine.model, models.price ?? null, clock, createPriceList(models.prices)),
  });
  return ok(withoutFaults(asked, engine.model));
}

/** A case that a model fails is a case without a plan, and no reason to lose the others. */
function withoutFaults(engine: Engine, model: string): Engine {
  return {
    kind: engine.kind,
    async answer(question, signal) {
      try {
        return await engine.answer(question, signal);
      } catch (fault) {
        if (!(fault instanceof EngineFault)) throw fault;
        return { engine: engine.kind, model, text: "", usage: null, note: null };
      }
    },
  };
}
