export { ApiFailure, type Answer } from "./answer.ts";
export { createAdminApi, type AdminApi } from "./admin-api.ts";
export type { Fetch } from "./call-server.ts";
export { createPanelApi, type CardApi, type PanelApi, type ProposalCommand } from "./panel-api.ts";
export { createQueueApi, type QueueApi, type QueueTab, type QueueWanted } from "./queue-api.ts";
export { followEvents, type StreamState } from "./follow-events.ts";
