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
export type { InstallationFollowUp, InstallationStore, OnceToken, TenantStore } from "./ports.ts";
export { createLicenceReader } from "./read-licence.ts";
export { createInstallationSwitch } from "./switch-installation.ts";
