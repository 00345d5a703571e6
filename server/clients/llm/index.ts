export { createCircuit } from "./circuit.ts";
export { createOpenAiEngine } from "./create-openai-engine.ts";
export { EngineFault } from "./engine-fault.ts";
export { createGuardedFetch } from "./guarded-fetch.ts";
export { createKnownWays } from "./remember-ways.ts";
export { tryServer } from "./try-server.ts";
export { withFallback } from "./with-fallback.ts";
export { withRests } from "./with-rests.ts";
