export { answerOffline, createOfflineEngine } from "./answer-offline.ts";
export { concludePlan } from "./conclude/conclude-plan.ts";
export { calibrate, fitIsotonic, type Calibration } from "./confidence/fit-isotonic.ts";
export { outcomesOf, outcomesOfEdit, type FieldOutcome } from "./confidence/learn-outcomes.ts";
export { NO_SETTINGS, type DecisionSettings } from "./decision-settings.ts";
export { applyEdits } from "./edit/apply-edits.ts";
export { formFor } from "./edit/form-for.ts";
export { keepValue, maskName, type Digests } from "./feedback/keep-value.ts";
export {
  weighApproval,
  weighEdit,
  weighExpiry,
  weighRejection,
  weighUndo,
  type Feedback,
  type FieldFeedback,
} from "./feedback/weigh-decision.ts";
export type { Engine, EngineQuestion, EngineReply, EngineUsage, SecondLook, Suspect } from "./engine.ts";
export type {
  CreatableType,
  Facts,
  FieldKind,
  FieldMeta,
  IssueFacts,
  IssueSnapshot,
  LinkFact,
  LinkType,
  Person,
  PlanningRequest,
  SimilarIssue,
  Status,
  StatusCategory,
  TransitionOption,
} from "./facts.ts";
export { currentValue } from "./current-value.ts";
export { findDrift } from "./find-drift.ts";
export { sameBlocks, sameValue } from "./same-value.ts";
export { fitsScope } from "./policy/judge-step.ts";
export { placeOfPlan, verdictsNow } from "./policy/judge-plan.ts";
export { isForNobody, keepForPerson } from "./policy/keep-for-person.ts";
export { sayApprovers, sayPolicy } from "./policy/say-policy.ts";
export { tryPolicy, type PastProposal } from "./policy/try-policy.ts";
export { maskAll } from "./question/mask-texts.ts";
export { suggestRules, type Correction, type Suggestion } from "./rules/suggest-rules.ts";
export { prepareQuestion } from "./question/prepare-question.ts";
export { plainText } from "./read-plain-text.ts";
export { confidenceWord } from "./show/confidence-word.ts";
export { headlineOf } from "./show/headline-of.ts";
export { rowsOf, type Row } from "./show/rows-of.ts";
export { titleOf } from "./show/title-of.ts";
export { findFlaws } from "./conclude/parse-draft.ts";
export { isAddressed } from "./sentence/read-address.ts";
