import { createKnownWays, createOpenAiEngine } from "../clients/llm/index.ts";
import { loadConfig, ok, refuse, systemClock as clock, type Result } from "../kit/index.ts";
import type { Engine } from "../planning/index.ts";
import { createPriceTag } from "../tenants/index.ts";

/** The model of the settings by itself, without the offline engine behind it, nor a budget. */
export function openModel(env: Readonly<Record<string, string | undefined>>): Result<Engine> {
  const { engine, models } = loadConfig({
    ...{ ...env, ENGINE: "openai", OPENAI_MODEL: env["OPENAI_MODEL"] ?? "" },
  });
  if (engine.kind !== "openai")
    return refuse("Set OPENAI_MODEL, and OPENAI_BASE_URL for a server of your own.");
  const { apiKey = null, apiVersion = null, ...server } = engine;
  return ok(
    createOpenAiEngine({
      server: { ...server, apiKey, apiVersion },
      ...{ owner: "operator", ways: createKnownWays(), clock, timeoutMs: models.timeoutMs },
      meter: createPriceTag(engine.model, models.price ?? null, clock),
    }),
  );
}
