import { createOpenAiEngine } from "../clients/llm/index.ts";
import { loadConfig, ok, refuse, type Result } from "../kit/index.ts";
import type { Engine } from "../planning/index.ts";

const TIMEOUT_MS = 60_000;

/** The model of the settings by itself, without the offline engine behind it. */
export function openModel(env: Readonly<Record<string, string | undefined>>): Result<Engine> {
  const { engine } = loadConfig({ ...env, ENGINE: "openai", OPENAI_MODEL: env["OPENAI_MODEL"] ?? "" });
  if (engine.kind !== "openai")
    return refuse("Set OPENAI_MODEL, and OPENAI_BASE_URL for a server of your own.");
  const { baseUrl, apiKey, model } = engine;
  return ok(
    createOpenAiEngine({
      baseUrl,
      apiKey: apiKey ?? "none",
      model,
      timeoutMs: TIMEOUT_MS,
      onUsage: () => {},
    }),
  );
}
