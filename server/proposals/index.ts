export { createBatchApprover, type BatchApprover } from "./approve-batch.ts";
export type { BatchProgress, BatchStore } from "./batch-ports.ts";
export { createIssueChecker } from "./check-issue.ts";
export { createDecider, type Refused } from "./decide.ts";
export { createEditor } from "./edit-proposal.ts";
export { createExpirer } from "./expire-proposals.ts";
export { createFactsGatherer, type GatherFacts } from "./gather-facts.ts";
export type { Delivery, FreshDelivery, Inbox, InboxAppender } from "./inbox.ts";
export type {
  DecidedProposal,
  FeedbackNumbers,
  FeedbackScope,
  FeedbackStore,
  KeptCalibration,
  RuleCount,
} from "./feedback-ports.ts";
export { createCalibrator } from "./calibrate.ts";
export { createFeedbackExporter } from "./export-feedback.ts";
export { createSuggester } from "./suggest.ts";
export { createFeedbackViewer } from "./view-feedback.ts";
export { mayDecide } from "./may-decide.ts";
export { MOST_UNDECIDED } from "./most-undecided.ts";
export { isAwaited, keyOf, placeOf } from "./ports.ts";
export type {
  About,
  FactsSource,
  SettingsStore,
  SimilarTo,
  FollowUp,
  GoAlone,
  IssuePermission,
  LedgerReader,
  LicenceReader,
  NewProposal,
  NewRequest,
  Permissions,
  ProposalChange,
  ProposalStore,
  QuarantineStore,
  RequestEnd,
  RequestOrigin,
  RequestStart,
  RequestStore,
  StoredRequest,
  StoresFor,
  WantedProposals,
} from "./ports.ts";
export type { InSight, QueueFilter, QueueStore, QueueTab } from "./queue-ports.ts";
export { createDryRun } from "./plan-now.ts";
export { createThinker, type NoThought, type Thought } from "./think.ts";
export { createProposer } from "./propose.ts";
export { createBadgeRefresher, type BadgeWriter } from "./refresh-badge.ts";
export { createRequestTaker, firstLookKey, webhookDedupeKey } from "./take-request.ts";
export { sayBlocked } from "./say-personal-data.ts";
export { createLoneGate } from "./go-alone.ts";
export { createPolicyDesk, type PolicyDesk } from "./manage-policy.ts";
export type { Approvers, PolicyStore, PolicyVersion, StopStore, WayBack } from "./policy-ports.ts";
export { createStopSwitch, type StopSwitch } from "./stop-site.ts";
export { createQuarantine } from "./quarantine.ts";
export { createRuleTrial, type RuleTrial, type RuleTry } from "./try-rules.ts";
export { createPanelViewer, presentRequest } from "./view-panel.ts";
export { rememberSight } from "./remember-sight.ts";
export { createQueueViewer, type QueueQuery } from "./view-queue.ts";
