export { ApiFailure } from "./answer.ts";
export type { Fetch } from "./call-server.ts";
export { createPanelApi, type PanelApi, type ProposalCommand } from "./panel-api.ts";
export { followEvents, type StreamState } from "./follow-events.ts";
