import { ok, refuse } from "../../kit/index.ts";
import type { ProvePerson } from "../prove-person.ts";
import type { createTokenVerifier } from "./verify-token.ts";

/** Our panels call with a context token, and only a person counts: a viewer who is not logged in has no account. */
export function createConnectPerson(verifyToken: ReturnType<typeof createTokenVerifier>): ProvePerson {
  return async function provePerson(incoming, requestId) {
    const proof = await verifyToken(incoming, "context");
    if (!proof.ok) {
      if (proof.reason === "expired") return refuse("expired");
      return refuse(proof.reason === "not-verified" ? "not-ready" : "unproven");
    }
    const { installation, accountId, issue, project, expiresAt } = proof.value;
    if (accountId === undefined) return refuse("unproven");
    const { tenantId, product } = installation;
    return ok({
      caller: { tenantId, actor: { kind: "person", accountId }, requestId },
      product,
      issue,
      project,
      expiresAt,
    });
  };
}
