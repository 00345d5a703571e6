import type { AccountId, AuditEntry, RequestId } from "../contract/index.ts";
import type { SqlSession } from "../kit/index.ts";
import type { Caller } from "../tenants/index.ts";
import type { ChainCheck } from "./chain.ts";

/** An entry as it is read back. A person who was erased is `erased`, and so are their words. */
export type LoggedEntry = { seq: number; at: Date; entry: ReadEntry };
export type ReadEntry = { by: AccountId | "app" | "erased"; words?: string; type: string } & Readonly<
  Record<string, unknown>
>;

/** Append-only and chained per tenant. Nothing here changes or removes an entry. */
export type AuditLog = {
  /** In the transaction of what the entries tell of: both are kept or neither. */
  append(tx: SqlSession, caller: Pick<Caller, "tenantId">, entries: readonly AuditEntry[]): Promise<void>;
  /** Forgets what was written in a request. The chain stays whole. */
  forgetWords(tx: SqlSession, caller: Pick<Caller, "tenantId">, request: RequestId): Promise<void>;
  /** Newest first, at most `limit`, before the given sequence number. */
  list(caller: Caller, page: { limit: number; before?: number }): Promise<LoggedEntry[]>;
  /** Recomputes the tenant's whole chain. */
  verifyChain(caller: Caller): Promise<ChainCheck>;
  /** Forgets who stood behind a digest and what they wrote. The chain stays whole. Answers how many values are gone. */
  erasePerson(caller: Caller, account: AccountId): Promise<number>;
};
