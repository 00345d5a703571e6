import type { Request } from "express";
import { IssueRef } from "../../contract/index.ts";
import { AppError } from "../../kit/index.ts";
import type { ProvePerson } from "../../platform/index.ts";
import { incomingOf } from "../http/handle-async.ts";
import { noteTenant, requestIdOf } from "../http/request-info.ts";
import type { PageCaller, PanelCaller } from "./api/index.ts";

/** Proves a call of the issue panel. The issue comes from the token, never from the address. */
export function createPanelProver(deps: { provePerson: ProvePerson }) {
  return async function prove(request: Request): Promise<PanelCaller> {
    const { caller, product, expiresAt, issue: named } = await proofOf(deps, request);
    const issue = IssueRef.safeParse(named);
    if (product !== "jira" || !issue.success) {
      throw new AppError("not_allowed", "The token was not given for an issue");
    }
    return { caller, issue: issue.data, expiresAt };
  };
}

/** Proves a call of a page of its own. A token that was given for an issue opens what stands beside that issue alone. */
export function createPageProver(deps: { provePerson: ProvePerson }) {
  return async function prove(request: Request): Promise<PageCaller> {
    const { caller, expiresAt, issue } = await proofOf(deps, request);
    if (issue !== undefined) throw new AppError("not_allowed", "The token was given for an issue");
    return { caller, expiresAt };
  };
}

async function proofOf({ provePerson }: { provePerson: ProvePerson }, request: Request) {
  const { res } = request;
  if (res === undefined) throw new Error("A request without a response");
  const proof = await provePerson(incomingOf(request), requestIdOf(res));
  if (!proof.ok && proof.reason === "not-ready") {
    throw new AppError("upstream_busy", "The installation is not verified yet", {
      said: "TicketSmith is still being set up on this site. Try again in a moment.",
    });
  }
  if (!proof.ok) throw new AppError("not_authenticated", `No proof of who is calling: ${proof.reason}`);
  noteTenant(res, proof.value.caller.tenantId);
  return proof.value;
}
