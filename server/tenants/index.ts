export {
  createTokenIssuer,
  digestOfToken,
  isWellFormedToken,
  type AnswerStore,
  type ApiToken,
  type ApiTokenStore,
  type KeptAnswer,
  type NewApiToken,
} from "./api-token.ts";
export { createInstallationDirectory, type InstallationDirectory } from "./cached-installations.ts";
export { appCaller, namedActor, type Caller, type PersonCaller, type Urgency } from "./caller.ts";
export { createConfirmer, type AskSite } from "./confirm-installation.ts";
export { createTenantEraser } from "./erase-expired-tenants.ts";
export { createInstaller, type InstallNotice } from "./install-app.ts";
export {
  originOf,
  type FreshInstallation,
  type Installation,
  type InstallationState,
  type Licence,
  type Product,
  type Tenant,
} from "./installation.ts";
export {
  createMeter,
  createPriceTag,
  monthAfter,
  monthOf,
  type CallPurpose,
  type Meter,
  type MeterRefusal,
  type ModelTerms,
  type Tokens,
} from "./model-meter.ts";
export { hostOf, isAllowedHost, isPublicAddress, readModelAddress } from "./model-address.ts";
export { createPriceList, toNanoUsd, toUsd, type PriceList } from "./model-price.ts";
export { createUsageViewer } from "./view-usage.ts";
export type {
  AskedCall,
  BrokenCap,
  BudgetStore,
  EngineChoice,
  EngineSettings,
  EngineSettingsStore,
  HealthStore,
  InstallationFollowUp,
  InstallationStore,
  KeptLicence,
  LicenceStore,
  OnceToken,
  TenantStore,
  UsageDetail,
  UsageLine,
  UsageStore,
} from "./ports.ts";
export { createLicenceReader } from "./read-licence.ts";
export { createInstallationSwitch } from "./switch-installation.ts";
