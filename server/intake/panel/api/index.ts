export { createPanelRoutes, type PanelApiDeps, type PanelCaller } from "./panel-routes.ts";
