import type { ProposalId } from "../contract/index.ts";
import type { Clock } from "../kit/index.ts";
import type { Caller } from "../tenants/index.ts";
import type { JiraEvidence, LedgerEntry, LedgerStore, WriterFor } from "./ports.ts";
import type { WalkStep } from "./walk-steps.ts";

/** How far one line of the ledger came: done, waiting for its next try, ended in words, or in another worker's hands. */
export type LineEnd =
  | { kind: "done" }
  | { kind: "later" }
  | { kind: "lost" }
  | { kind: "failed"; reason: string };

export type LineDeps = {
  ledger: (caller: Caller) => LedgerStore;
  writerFor: WriterFor;
  evidence: JiraEvidence;
  /** Whether an administrator has stopped the site. Asked anew each time: what was so a second ago is no answer. */
  isStopped: (caller: Caller) => Promise<boolean>;
  clock: Clock;
  /** 0..1, spreads retries. */
  spread: () => number;
  /** How long after an intent a request of ours may still be under way: nothing is sent or waited for any longer. */
  settleMs: number;
  onStep: (step: WalkStep, proposal: ProposalId) => void;
  onLine: (ended: "done" | "found-done" | "failed" | "unsure" | "retry", line: LedgerEntry) => void;
};
