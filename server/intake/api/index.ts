export { createTokenProver, type ApiCaller, type ProveApiCaller } from "./api-caller.ts";
export { createApiRoutes, type ApiDeps } from "./api-routes.ts";
