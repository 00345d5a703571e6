export { CHAIN_START, checkChain, linkAfter, type ChainHead, type Link } from "./chain.ts";
export { coverPeople, digestsOfPerson, type CoveredValue } from "./cover-people.ts";
export {
  createAuditExporter,
  EXPORT_FORMATS,
  writeLink,
  type AuditExport,
  type ExportFormat,
} from "./export-log.ts";
export type { AuditLog, AuditQuery, KnownLink, LoggedEntry, SigningKeyStore } from "./ports.ts";
export { createAuditSigner, type AuditSigner } from "./sign-head.ts";
export { digestsIn, openEntry, uncoverEntry } from "./uncover-entry.ts";
export { verifyExport, type ExportCheck } from "./verify-export.ts";
