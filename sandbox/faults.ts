import { randomUUID } from "node:crypto";
import type { Fault, TenantName } from "./state.ts";

export type Faults = {
  list(): Fault[];
  add(fault: Omit<Fault, "id">): Fault;
  clear(id?: string): void;
  /** The first fault that fits this call, counted as used; undefined when none does. */
  strike(call: { method: string; path: string; tenant: TenantName }): Fault | undefined;
};

function fits(fault: Fault, call: { method: string; path: string; tenant: TenantName }): boolean {
  const { method, pathPattern, tenant } = fault.match;
  if (method !== undefined && method.toUpperCase() !== call.method) return false;
  if (tenant !== undefined && tenant !== call.tenant) return false;
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
      const added = { ...fault, id: randomUUID() };
      replace([...faults, added]);
      return added;
    },
    clear: (id) => replace(id === undefined ? [] : faults.filter((one) => one.id !== id)),
    strike(call) {
      const fault = faults.find((one) => fits(one, call));
      if (fault?.timesLeft === null || fault === undefined) return fault;
      const timesLeft = fault.timesLeft - 1;
      replace(
        faults.flatMap((one) => (one !== fault ? [one] : timesLeft > 0 ? [{ ...one, timesLeft }] : [])),
      );
      return fault;
    },
  };
}
