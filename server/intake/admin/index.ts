export { createAdminRoutes, type AdminApiDeps } from "./admin-routes.ts";
export { createAdminProver } from "./prove-admin.ts";
export type { EngineAdmin } from "./engine-routes.ts";
