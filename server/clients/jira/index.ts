export { asApp, type Identity, type TransportFor } from "./app-transport.ts";
export { createApprovers } from "./create-approvers.ts";
export { createWayBack } from "./find-way-back.ts";
export { createJiraEvidence } from "./create-jira-evidence.ts";
export { createJiraReader } from "./create-jira-reader.ts";
export { createWriterFor } from "./create-jira-writer.ts";
export { createPermissions } from "./create-permissions.ts";
export { createBadgeWriter } from "./write-badge.ts";
