import { randomUUID } from "node:crypto";
import type { Fault, FaultEffect, FaultPlace, NewFault } from "./fault.ts";
import type { Product, TenantName } from "./state.ts";

/** Something a fault may strike. `reads` says that it changes nothing. */
export type Strikable = {
  on: FaultPlace;
  method: string;
  path: string;
  tenant: TenantName | null;
  product: Product | null;
  reads: boolean;
};

export type Faults = {
  list(): Fault[];
  add(fault: NewFault): Fault;
  clear(id?: string): void;
  /** What the first fault that fits does to this call, counted as used; undefined when none fits. */
  strike(call: Strikable): FaultEffect | undefined;
};

/** Without this, a fault meant for writes would be used up by the reads around them, and the other way round. */
function makesADifference({ kind }: FaultEffect, { reads }: Strikable): boolean {
  if (kind === "stale") return reads;
  return kind !== "no-effect" || !reads;
}

function fits({ match, effect }: Fault, call: Strikable): boolean {
  const { on, method, pathPattern, tenant, product } = match;
  if (on !== call.on || !makesADifference(effect, call)) return false;
  if (method !== undefined && method.toUpperCase() !== call.method) return false;
  if (tenant !== undefined && tenant !== call.tenant) return false;
  if (product !== undefined && product !== call.product) return false;
  return pathPattern === undefined || new RegExp(pathPattern).test(call.path);
}

/** Misbehaviour on demand. It lives in memory: a restart is well again. */
export function createFaults(onChange: (faults: Fault[]) => void): Faults {
  let faults: Fault[] = [];
  const replace = (next: Fault[]) => {
    faults = next;
    onChange(faults);
  };
  return {
    list: () => faults,
    add(fault) {
      const added: Fault = { ...fault, match: { on: "rest", ...fault.match }, id: randomUUID() };
      replace([...faults, added]);
      return added;
    },
    clear: (id) => replace(id === undefined ? [] : faults.filter((one) => one.id !== id)),
    strike(call) {
      const fault = faults.find((one) => fits(one, call));
      if (fault === undefined || fault.timesLeft === null) return fault?.effect;
      const timesLeft = fault.timesLeft - 1;
      replace(
        faults.flatMap((one) => (one !== fault ? [one] : timesLeft > 0 ? [{ ...one, timesLeft }] : [])),
      );
      return fault.effect;
    },
  };
}
