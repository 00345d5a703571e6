import type { AccountId, AuditEntry, ProposalId, RequestId } from "../contract/index.ts";
import type { SqlSession } from "../kit/index.ts";
import type { Caller } from "../tenants/index.ts";
import type { ChainCheck, ChainHead, Link } from "./chain.ts";
import type { Opening } from "./cover-people.ts";

/** An entry as it is read back. A person who was erased is `erased`, and so are their words. */
export type LoggedEntry = { seq: number; at: Date; entry: ReadEntry };
export type ReadEntry = {
  by: AccountId | "app" | "erased";
  for?: AccountId | "erased";
  words?: string;
  type: string;
} & Readonly<Record<string, unknown>>;

/** What is asked of the log; what is left out is not asked about. Lines about an issue's proposals are the issue's. */
export type AuditQuery = {
  /** Who did it, or on whose behalf. */
  who?: AccountId | undefined;
  types?: readonly string[] | undefined;
  proposal?: ProposalId | undefined;
  /** An issue key, or a project's where a project alone was spoken of. */
  issue?: string | undefined;
  from?: Date | undefined;
  /** Up to but not at this moment. */
  to?: Date | undefined;
  before?: number | undefined;
  limit: number;
};

/** What the digests of one link stand for, as far as it is still known. */
export type Known = { by?: Opening<"account">; for?: Opening<"account">; words?: Opening<"words"> };
export type KnownLink = Link & { known: Known };

/** Append-only and chained per tenant. Nothing here changes or removes an entry. */
export type AuditLog = {
  /** In the transaction of what the entries tell of: both are kept or neither. */
  append(tx: SqlSession, caller: Pick<Caller, "tenantId">, entries: readonly AuditEntry[]): Promise<void>;
  /** By itself, for what changes nothing else. */
  note(caller: Caller, entry: AuditEntry): Promise<void>;
  /** Forgets what was written in a request. The chain stays whole. */
  forgetWords(tx: SqlSession, caller: Pick<Caller, "tenantId">, request: RequestId): Promise<void>;
  /** Newest first. */
  list(caller: Caller, query: AuditQuery): Promise<LoggedEntry[]>;
  /** Where the chain ends now. */
  head(caller: Caller): Promise<ChainHead>;
  /** Links as they are stored, oldest first: those after `after`, up to and with `upTo`. */
  links(caller: Caller, page: { after: number; upTo: number; limit: number }): Promise<KnownLink[]>;
  /** Recomputes the tenant's whole chain. */
  verifyChain(caller: Caller): Promise<ChainCheck>;
  /** Forgets who stood behind a digest and what they wrote. The chain stays whole. Answers how many values are gone. */
  erasePerson(caller: Caller, account: AccountId): Promise<number>;
};

/** Where the deployment keeps a key of its own, the same for all its processes. */
export type SigningKeyStore = {
  /** The kept one; else `fresh` is kept, unless another process was quicker. */
  keepOrRead(fresh: () => string): Promise<string>;
};
