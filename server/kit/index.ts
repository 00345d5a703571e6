export { AppError, type ErrorCode } from "./app-error.ts";
export { assertNever } from "./assert-never.ts";
export { systemClock, type Clock } from "./clock.ts";
export {
  ACT_AS,
  ConfigFault,
  loadConfig,
  SETTING_NAMES,
  type ActAs,
  type Config,
  type DatabaseConfig,
  type EngineConfig,
  type ModelTermsConfig,
} from "./config.ts";
export { describeError } from "./describe-error.ts";
export { canonicalJson, hashCanonical, type Json } from "./hash-canonical.ts";
export { hostMatches } from "./host-pattern.ts";
export {
  TransportFault,
  type ProductRequest,
  type ProductResponse,
  type Transport,
} from "./http-transport.ts";
export type { LiveUpdates } from "./live-updates.ts";
export { createLogger, type Logger } from "./logger.ts";
export { createMetrics, type Metrics } from "./metrics.ts";
export { leastWaitMs, readLimit, sayLimit, type Limit } from "./read-limit.ts";
export { MOST_TRIES, nextTryInMs } from "./next-try.ts";
export { newId } from "./new-id.ts";
export { newKeyRing } from "./parse-key-ring.ts";
export { parsePrice, PRICE_SHAPE, type TokenPrice } from "./parse-price.ts";
export { ProductFault } from "./product-fault.ts";
export type { DatedPrice, PriceTable } from "./read-price-file.ts";
export { readSecretKeys } from "./read-secret-keys.ts";
export { ok, refuse, type Result } from "./result.ts";
export { createSealer, SealFault, type Opened, type Sealer, type SealPlace } from "./seal.ts";
export { keyIdOf, newSigningKey, publicPemOf, readPublicKey, readSigningKey } from "./signing-key.ts";
export type { SqlSession } from "./sql-session.ts";
