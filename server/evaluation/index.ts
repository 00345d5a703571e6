export { answerCase } from "./answer-case.ts";
export { mergeFacts, readCases, readFacts } from "./read-cases.ts";
export { scorePlans, type Answer, type PlanReport } from "./score-plans.ts";
export { readGuardCases, scoreLabels, scoreSpans, type LabelReport, type SpanReport } from "./guard.ts";
