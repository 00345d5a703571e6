import type { Request } from "express";
import { AppError } from "../../kit/index.ts";
import type { Permissions } from "../../proposals/index.ts";
import type { PageCaller } from "../panel/api/prove-first.ts";

/**
 * Proves a call of the administration. Jira is asked each time: that the page was shown proves nothing, and whoever was
 * an administrator a minute ago may not be one now. Throws AppError `not_allowed`.
 */
export function createAdminProver({
  prove,
  permissions,
}: {
  prove: (request: Request) => Promise<PageCaller>;
  permissions: Pick<Permissions, "administers">;
}) {
  return async function proveAdmin(request: Request): Promise<PageCaller> {
    const at = await prove(request);
    if (await permissions.administers(at.caller, at.caller.actor.accountId)) return at;
    throw new AppError("not_allowed", "Not an administrator of the site", {
      said: "Only administrators of this site can see and change how TicketSmith works here.",
    });
  };
}
