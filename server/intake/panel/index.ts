export { createPanelRoutes } from "./api/index.ts";
export { createPanelProver } from "./prove-panel.ts";
