export { createOpenAiEngine } from "./create-openai-engine.ts";
export { withFallback } from "./with-fallback.ts";
