import type { AccountId, TenantId } from "../contract/index.ts";

/** Whether a person waits for it, in front of a panel or for what they approved; what nobody waits for gives way. */
export type Urgency = "live" | "background";

/** An Atlassian account, or the app itself, which may propose and never approve. */
export type Actor = { kind: "person"; accountId: AccountId } | { kind: "app" };

/**
 * Who is asking, and for which tenant. Every door builds exactly one, and every function that
 * touches stored data takes it first. There is no "current tenant".
 */
export type Caller = { tenantId: TenantId; actor: Actor; requestId: string; urgency?: Urgency };
export type PersonCaller = Caller & { actor: { kind: "person"; accountId: AccountId } };

export const appCaller = (
  tenantId: TenantId,
  requestId: string,
  urgency: Urgency = "background",
): Caller => ({ tenantId, actor: { kind: "app" }, requestId, urgency });

/** The caller as the audit log names them. */
export const namedActor = (caller: Caller): AccountId | "app" =>
  caller.actor.kind === "person" ? caller.actor.accountId : "app";
