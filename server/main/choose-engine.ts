import {
  createCircuit,
  createGuardedFetch,
  createKnownWays,
  createOpenAiEngine,
  tryServer,
  withFallback,
  withRests,
} from "../clients/llm/index.ts";
import type { EngineTestView } from "../contract/index.ts";
import { ConfigFault, type Clock, type Config, type Logger, type Metrics } from "../kit/index.ts";
import { createOfflineEngine, type Engine } from "../planning/index.ts";
import type { Stores } from "../records/index.ts";
import {
  createMeter,
  createPriceList,
  toNanoUsd,
  toUsd,
  type Caller,
  type EngineChoice,
  type EngineSettings,
  type PriceList,
} from "../tenants/index.ts";

type Deps = {
  config: Pick<Config, "engine" | "models">;
  stores: Pick<Stores, "engines" | "usage">;
  metrics: Metrics;
  logger: Logger;
  clock: Clock;
};

/**
 * The engine of each tenant: its own choice, else the operator's. A model that fails or may not be paid for is
 * answered for by the offline engine, and the plan says so.
 */
export function createEngines({ config, stores, metrics, logger, clock }: Deps) {
  const { models } = config;
  const ours = toChoice(config.engine);
  const prices = createPriceList(models.prices);
  refuseUncountable(ours, models, prices, clock.now());
  const offline = counted(createOfflineEngine(), metrics);
  const ways = createKnownWays();
  const circuit = createCircuit(clock);
  const guardedFetch = createGuardedFetch({ allowed: models.privateHosts });

  // Of names that a tenant chose, only those that everybody knows may be seen by all.
  const labelOf = (own: EngineSettings, model: string) =>
    own.engine === null || prices.isListed(model) ? model : "other";

  const siteUsdOf = (own: EngineSettings) =>
    own.monthlyUsd ?? (own.engine === null ? (models.monthlyUsd ?? null) : null);

  function meterFor(caller: Caller, own: EngineSettings, model: string) {
    const isOurs = own.engine === null;
    const label = labelOf(own, model);
    return createMeter(
      {
        usage: stores.usage,
        ...{ prices, clock },
        onWarned({ level, scope, unit }) {
          metrics.budgetWarned({ level, scope });
          logger.warn("A budget has been reached so far", {
            ...{ tenantId: caller.tenantId, event: `${level}% of a ${scope}'s ${unit}` },
          });
        },
        onSettled({ promptTokens, completionTokens, nanoUsd }) {
          metrics.tokensUsed({ model: label, type: "prompt", tokens: promptTokens });
          metrics.tokensUsed({ model: label, type: "completion", tokens: completionTokens });
          if (nanoUsd !== null) metrics.modelPaid({ model: label, usd: nanoUsd / 1e9 });
        },
      },
      caller,
      {
        model,
        price: own.price ?? (isOurs ? (models.price ?? null) : null),
        monthlyUsd: siteUsdOf(own),
      },
    );
  }

  function modelFor(caller: Caller, own: EngineSettings): Engine {
    const choice = own.engine ?? ours;
    if (choice.kind === "offline") return offline;
    const isOurs = own.engine === null;
    const label = labelOf(own, choice.model);
    const meter = meterFor(caller, own, choice.model);
    const model = createOpenAiEngine({
      secondLook: own.secondLook ?? models.secondLook,
      ...{ server: choice, owner: isOurs ? "operator" : caller.tenantId, meter, ways, clock },
      timeoutMs: models.timeoutMs,
      // The operator's own server is where the operator says.
      ...(isOurs ? {} : { fetch: guardedFetch }),
    });
    const rested = withRests(counted(model, metrics), circuit, caller.tenantId, choice.baseUrl);
    return withFallback(rested, offline, {
      onFallback(reason) {
        metrics.engineCalled({ engine: "openai", outcome: reason });
        logger.warn("The offline engine answered instead", {
          ...{ tenantId: caller.tenantId, engine: "openai", model: label, reason },
        });
      },
    });
  }

  /** One real call by settings that need not be stored, at the cost of the site. */
  async function test(caller: Caller, own: EngineSettings): Promise<EngineTestView> {
    const choice = own.engine ?? ours;
    if (choice.kind === "offline") return OFFLINE_ANSWERS;
    const trial = await tryServer(choice, {
      ...{ timeoutMs: models.timeoutMs, meter: meterFor(caller, own, choice.model), clock },
      ...(own.engine === null ? {} : { fetch: guardedFetch }),
    });
    if (!trial.ok) return { ok: false, latencyMs: trial.ms, said: trial.said };
    const { usage, ms, way } = trial;
    return {
      ...{ ok: true, latencyMs: ms, way },
      tokens: usage === null ? null : usage.promptTokens + usage.completionTokens,
      usd: usage === null || usage.nanoUsd === null ? null : toUsd(usage.nanoUsd),
    };
  }

  return {
    admin: {
      test,
      ...{ privateHosts: models.privateHosts, prices },
      byDefault: {
        kind: ours.kind,
        model: ours.kind === "openai" ? ours.model : null,
        secondLook: models.secondLook,
      },
    },
    /** What the site may spend in a month by its engine's settings; null: they set no limit. */
    siteNanoUsdOf: async (caller: Caller): Promise<number | null> => {
      const own = await stores.engines(caller).read();
      const usd = (own.engine ?? ours).kind === "offline" ? null : siteUsdOf(own);
      return usd === null ? null : toNanoUsd(usd);
    },
    engineFor: async (caller: Caller): Promise<Engine> =>
      modelFor(caller, await stores.engines(caller).read()),
    kindFor: async (caller: Caller) => ((await stores.engines(caller).read()).engine ?? ours).kind,
  };
}

/** It is this very program. */
const OFFLINE_ANSWERS: EngineTestView = { ok: true, latencyMs: 0, tokens: 0, usd: 0, way: "schema" };

const toChoice = (engine: Config["engine"]): EngineChoice =>
  engine.kind === "offline"
    ? engine
    : { ...engine, apiKey: engine.apiKey ?? null, apiVersion: engine.apiVersion ?? null };

/** A budget that nothing could be counted against would let nothing through, or everything. */
function refuseUncountable(
  ours: EngineChoice,
  { monthlyUsd, price }: Config["models"],
  { priceOf }: PriceList,
  now: Date,
): void {
  if (ours.kind === "offline" || monthlyUsd === undefined || price !== undefined) return;
  if (priceOf(ours.model, now) === null)
    throw new ConfigFault(
      "MODEL_PRICE must be set when MODEL_BUDGET_USD is: this model's price is not known",
    );
}

function counted(engine: Engine, metrics: Metrics): Engine {
  return {
    kind: engine.kind,
    async answer(question, signal) {
      const from = performance.now();
      const took = () => (performance.now() - from) / 1_000;
      try {
        const reply = await engine.answer(question, signal);
        metrics.engineAnswered({ engine: engine.kind, outcome: "answered", seconds: took() });
        metrics.engineCalled({ engine: engine.kind, outcome: "answered" });
        return reply;
      } catch (fault) {
        metrics.engineAnswered({ engine: engine.kind, outcome: "failed", seconds: took() });
        throw fault;
      }
    },
  };
}
