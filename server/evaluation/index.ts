export { answerCase } from "./answer-case.ts";
export { readCases, readFacts, type FileFacts } from "./read-cases.ts";
export { scorePlans, type PlanReport } from "./score-plans.ts";
