export { createBudget } from "./budget/create-budget.ts";
export { createAskSite } from "./connect/ask-site.ts";
export { createConnectPlatform, type ConnectPlatform } from "./connect/create-connect.ts";
export type { AceAgrees } from "./connect/run-ace.ts";
export type { InstallRefusal } from "./connect/verify-install.ts";
export type { VerifySignature } from "./connect/verify-signature.ts";
export type { TokenProof, TokenRefusal } from "./connect/verify-token.ts";
export type { Incoming, ProvePerson } from "./prove-person.ts";
