export { createPanelRoutes, type PanelCaller } from "./panel-routes.ts";
