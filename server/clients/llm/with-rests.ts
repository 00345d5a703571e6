import type { Engine } from "../../planning/index.ts";
import type { Circuit } from "./circuit.ts";
import { EngineFault } from "./engine-fault.ts";

/** Does not ask a server that has failed again and again. */
export function withRests(engine: Engine, circuit: Circuit, tenantId: string, baseUrl: string): Engine {
  return {
    kind: engine.kind,
    async answer(question, signal) {
      circuit.check(tenantId, baseUrl);
      try {
        const reply = await engine.answer(question, signal);
        circuit.note(tenantId, baseUrl, null);
        return reply;
      } catch (fault) {
        if (fault instanceof EngineFault) circuit.note(tenantId, baseUrl, fault);
        throw fault;
      }
    },
  };
}
