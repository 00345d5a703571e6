export { createPanelRoutes, type PanelCaller } from "./panel-routes.ts";
export type { PageCaller } from "./prove-first.ts";
export { createQueueRoutes } from "./queue-routes.ts";
