export { createPanelRoutes, createQueueRoutes } from "./api/index.ts";
export { createPageProver, createPanelProver } from "./prove-panel.ts";
