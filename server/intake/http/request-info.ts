import type { Response } from "express";
import type { TenantId } from "../../contract/index.ts";
import { newId } from "../../kit/index.ts";

/** Names the request in our log, in the audit of what it did, and to whoever sent it (`X-Request-Id`). */
export function requestIdOf(res: Response): string {
  const known: unknown = res.locals["requestId"];
  if (typeof known === "string") return known;
  const made = newId();
  res.locals["requestId"] = made;
  res.setHeader("X-Request-Id", made);
  return made;
}

/** Whose request this is, for the log. */
export function noteTenant(res: Response, tenantId: TenantId): void {
  res.locals["tenantId"] = tenantId;
}

export function tenantOf(res: Response): string | undefined {
  const tenantId: unknown = res.locals["tenantId"];
  return typeof tenantId === "string" ? tenantId : undefined;
}
