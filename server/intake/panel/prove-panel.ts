import type { Request } from "express";
import { IssueRef } from "../../contract/index.ts";
import { AppError } from "../../kit/index.ts";
import type { ProvePerson } from "../../platform/index.ts";
import { incomingOf } from "../http/handle-async.ts";
import { noteTenant, requestIdOf } from "../http/request-info.ts";
import type { PanelCaller } from "./api/index.ts";

/** Proves a call of the issue panel. The issue comes from the token, never from the address. */
export function createPanelProver({ provePerson }: { provePerson: ProvePerson }) {
  return async function prove(request: Request): Promise<PanelCaller> {
    const { res } = request;
    if (res === undefined) throw new Error("A request without a response");
    const proof = await provePerson(incomingOf(request), requestIdOf(res));
    if (!proof.ok && proof.reason === "not-ready") {
      throw new AppError("upstream_busy", "The installation is not verified yet", {
        said: "TicketSmith is still being set up on this site. Try again in a moment.",
      });
    }
    if (!proof.ok) throw new AppError("not_authenticated", `No proof of who is calling: ${proof.reason}`);

    const { caller, product, expiresAt } = proof.value;
    noteTenant(res, caller.tenantId);
    const issue = IssueRef.safeParse(proof.value.issue);
    if (product !== "jira" || !issue.success) {
      throw new AppError("not_allowed", "The token was not given for an issue");
    }
    return { caller, issue: issue.data, expiresAt };
  };
}
