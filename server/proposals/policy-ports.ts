import type {
  AccountId,
  Approver,
  IssueRef,
  NamedOption,
  PolicyDocument,
  StopView,
} from "../contract/index.ts";
import type { PastProposal } from "../planning/index.ts";
import type { Caller } from "../tenants/index.ts";

/** A policy as it was saved. `hash` is that of the document. */
export type PolicyVersion = {
  version: number;
  document: PolicyDocument;
  hash: string;
  by: AccountId | "app";
  at: Date;
  note: string | null;
};

export type NewPolicy = {
  document: PolicyDocument;
  /** The version that it takes the place of; 0 where there is none. */
  expected: number;
  note: string | null;
  /** The version that it takes up again. */
  restores?: number;
};

/** Nothing in it is ever changed or deleted. */
export type PolicyStore = {
  /** The one that holds. Undefined: nobody has laid anything down. */
  current(): Promise<PolicyVersion | undefined>;
  find(version: number): Promise<PolicyVersion | undefined>;
  /** Newest first. */
  versions(limit: number): Promise<PolicyVersion[]>;
  /** A version of its own, with its audit line. Undefined: somebody saved another one meanwhile. */
  add(policy: NewPolicy): Promise<PolicyVersion | undefined>;
  /** The last proposals, newest first, with what people made of them. */
  past(limit: number): Promise<PastProposal[]>;
};

export type StopStore = {
  /** Read anew each time. */
  read(): Promise<StopView>;
  /** False: it was stopped already. */
  stop(reason: string | null): Promise<boolean>;
  /** Sends all that waited on its way again. False: nobody had stopped it. */
  go(): Promise<boolean>;
};

/** Asks Jira, each time, whether a person is one of these in a project. The refusal is a sentence. */
export type Approvers = {
  isOneOf(
    caller: Caller,
    account: AccountId,
    anyOf: readonly Approver[],
    on: { projectId: string },
  ): Promise<boolean>;
};

export type Move = {
  issue: IssueRef;
  issueType: string;
  project: string;
  from: NamedOption;
  to: NamedOption;
};

/** Whether Jira shows how an issue gets back from where this move leads. */
export type WayBack = (caller: Caller, move: Move) => Promise<boolean>;
