export { createProblemAnswerer } from "./answer-problems.ts";
export { createTokenProver } from "./api-caller.ts";
export { createApiRoutes, type ApiDeps } from "./api-routes.ts";
export { Problem } from "./problem.ts";
export { parsed } from "./refuse.ts";
