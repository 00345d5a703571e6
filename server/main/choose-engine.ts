import { createOpenAiEngine, withFallback } from "../clients/llm/index.ts";
import type { EngineConfig, Logger, Metrics } from "../kit/index.ts";
import { createOfflineEngine, type Engine } from "../planning/index.ts";

const TIMEOUT_MS = 30_000;

/** The configured engine. A model that fails is answered for by the offline engine, and the plan says so. */
export function chooseEngine(
  config: EngineConfig,
  { metrics, logger }: { metrics: Metrics; logger: Logger },
): Engine {
  const offline = counted(createOfflineEngine(), metrics);
  if (config.kind === "offline") return offline;

  const { baseUrl, apiKey, model } = config;
  const asked = createOpenAiEngine({
    baseUrl,
    // Servers on one's own network often ask for none, and the SDK insists on one.
    apiKey: apiKey ?? "none",
    model,
    timeoutMs: TIMEOUT_MS,
    onUsage: ({ promptTokens, completionTokens }) => {
      metrics.tokensUsed({ model, type: "prompt", tokens: promptTokens });
      metrics.tokensUsed({ model, type: "completion", tokens: completionTokens });
    },
  });
  return withFallback(counted(asked, metrics), offline, {
    onFallback: (reason) =>
      logger.warn("The offline engine answered instead", { engine: "openai", model, reason }),
  });
}

function counted(engine: Engine, metrics: Metrics): Engine {
  return {
    kind: engine.kind,
    async answer(question, signal) {
      try {
        const reply = await engine.answer(question, signal);
        metrics.engineCalled({ engine: engine.kind, outcome: "answered" });
        return reply;
      } catch (fault) {
        metrics.engineCalled({ engine: engine.kind, outcome: "failed" });
        throw fault;
      }
    },
  };
}
