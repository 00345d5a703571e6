export { CardSettingProvider, useCardSetting, type CardSetting } from "./card-setting.tsx";
export { ChangeRows } from "./change-rows.tsx";
export { ProposalCard } from "./proposal-card.tsx";
export { SettledRow } from "./settled-row.tsx";
export { hasUnsureStep } from "./step-progress.ts";
export { sayConfidence } from "./say-confidence.ts";
export { sayOutcome } from "./say-outcome.ts";
