export { CHAIN_START, checkChain, linkAfter, type Link } from "./chain.ts";
export { coverPeople, digestPerson, type CoveredValue } from "./cover-people.ts";
export type { AuditLog } from "./ports.ts";
export { uncoverEntry } from "./uncover-entry.ts";
