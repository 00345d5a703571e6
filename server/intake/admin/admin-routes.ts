import { Router, type Request } from "express";
import type { AccountId, AdminView, HealthView, PersonView } from "../../contract/index.ts";
import { ProductFault, type Clock } from "../../kit/index.ts";
import type { FactsSource, LicenceReader, QuarantineStore } from "../../proposals/index.ts";
import type { Caller, HealthStore, InstallationStore, TenantStore } from "../../tenants/index.ts";
import { provenBy, type PageCaller } from "../panel/api/prove-first.ts";
import { addAuditRoutes, type AuditRoutesDeps } from "./audit-routes.ts";
import { addEngineRoutes, engineOf, type EngineRoutesDeps } from "./engine-routes.ts";
import { addFeedbackRoutes, type FeedbackRoutesDeps } from "./feedback-routes.ts";
import { addHeldRoutes, type HeldRoutesDeps } from "./held-routes.ts";
import { addPolicyRoutes, type PolicyRoutesDeps } from "./policy-routes.ts";
import { addPrivacyRoutes } from "./privacy-routes.ts";
import { addRulesRoutes, type RulesRoutesDeps } from "./rules-routes.ts";
import { addTokenRoutes, stateOf, type TokenRoutesDeps } from "./token-routes.ts";

export type AdminApiDeps = EngineRoutesDeps &
  RulesRoutesDeps &
  FeedbackRoutesDeps &
  Omit<AuditRoutesDeps, "facesOf"> &
  Omit<PolicyRoutesDeps, "facesOf"> &
  Pick<HeldRoutesDeps, "quarantine"> &
  Pick<TokenRoutesDeps, "tokens"> & {
    /** Proves an administrator of the site. Throws AppError `not_authenticated` or `not_allowed`. */
    prove: (request: Request) => Promise<PageCaller>;
    tenants: Pick<TenantStore, "find">;
    installations: Pick<InstallationStore, "list">;
    held: (caller: Caller) => Pick<QuarantineStore, "list">;
    health: (caller: Caller) => HealthStore;
    licence: LicenceReader;
    facts: Pick<FactsSource, "people">;
    clock: Clock;
  };

/** How TicketSmith works on one site, for its administrators. A section of the page has its routes in one file. */
export function createAdminRoutes(deps: AdminApiDeps): Router {
  const router = Router();
  const proven = provenBy(deps.prove);
  const facesOf = createFaces(deps.facts);

  router.get(
    "/",
    proven(async ({ caller }, _request, response) => {
      response.json(await viewAll(caller.actor.accountId, caller));
    }),
  );
  router.get(
    "/health",
    proven(async ({ caller }, _request, response) => {
      response.json(await viewHealth(caller));
    }),
  );
  addEngineRoutes(router, deps, proven);
  addPolicyRoutes(router, { ...deps, facesOf }, proven);
  addAuditRoutes(router, { ...deps, facesOf }, proven);
  addFeedbackRoutes(router, deps, proven);
  addPrivacyRoutes(router, deps, proven);
  addRulesRoutes(router, deps, proven);
  addTokenRoutes(router, { ...deps, facesOf }, proven);
  addHeldRoutes(router, { ...deps, facesOf }, proven);
  return router;

  async function viewAll(viewer: AccountId, caller: Caller): Promise<AdminView> {
    const engine = await deps.engines(caller).read();
    const settings = deps.settings(caller);
    const treatments = Object.values(await settings.personalData());
    const tokens = await deps.tokens.list(caller);
    const { proposals } = await deps.health(caller).read();
    const policy = await deps.policy.show(caller);
    return {
      policy: { version: policy.version, alone: policy.document.auto.enabled },
      stopped: (await deps.stopSwitch.read(caller)).stopped,
      viewer,
      site: (await deps.tenants.find(caller.tenantId))?.origin ?? "",
      licence: await deps.licence(caller),
      engine: { ...engineOf(engine, deps.engineAdmin), own: engine.engine !== null },
      rules: (await settings.read()).rules.filter(({ enabled }) => enabled).length,
      kept: treatments.filter((treatment) => treatment !== "allow").length,
      tokens: tokens.filter((token) => stateOf(token, deps.clock.now()) === "active").length,
      held: (await deps.quarantine.list(caller)).length,
      failed: proposals.failed,
    };
  }

  async function viewHealth(caller: Caller): Promise<HealthView> {
    const installed = await deps.installations.list(caller.tenantId);
    const { webhooks, requests, proposals } = await deps.health(caller).read();
    return {
      installations: installed.map(({ product, state, installedAt }) => ({
        ...{ product, state, since: installedAt.toISOString() },
      })),
      licence: await deps.licence(caller),
      webhooks: { ...webhooks, lastAt: webhooks.lastAt?.toISOString() ?? null },
      requests,
      proposals,
    };
  }
}

/** Names that cannot be looked up now are no reason to hide a setting. */
function createFaces(facts: Pick<FactsSource, "people">) {
  return async (
    caller: Caller,
    accounts: readonly AccountId[],
  ): Promise<(account: AccountId) => PersonView> => {
    const wanted = [...new Set(accounts)];
    const found = wanted.length === 0 ? [] : await peopleIfAny(caller, wanted);
    return (accountId) => {
      const known = found.find((person) => person.accountId === accountId);
      return { accountId, name: known?.name ?? "Someone", avatarUrl: known?.avatarUrl ?? null };
    };
  };

  async function peopleIfAny(caller: Caller, accounts: readonly AccountId[]) {
    try {
      return await facts.people(caller, accounts);
    } catch (fault) {
      if (fault instanceof ProductFault) return [];
      throw fault;
    }
  }
}
