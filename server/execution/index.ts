export { createExecutor, type ExecutorDeps } from "./execute.ts";
export { markInTrace, traceOf } from "./mark.ts";
export type {
  ExecutionFollowUp,
  HeldLine,
  JiraEvidence,
  JiraWriter,
  LedgerEntry,
  LedgerStore,
  LineKey,
  Marks,
  MayAct,
  ProposalRecords,
  WriteOutcome,
  WriterFor,
} from "./ports.ts";
export { createTryAgain } from "./try-again.ts";
export { WALK_STEPS, type WalkStep } from "./walk-steps.ts";
export { createUndoer, type UndoPreview } from "./undo.ts";
