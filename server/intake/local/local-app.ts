import express, { Router, type Application, type Request, type RequestHandler, type Response } from "express";
import * as z from "zod";
import {
  AccountId,
  API_SCOPES,
  ApiScope,
  ApiTokenId,
  PersonalDataRules,
  RequestId,
  Rules,
  type BudgetWarning,
  type TenantId,
} from "../../contract/index.ts";
import {
  keyOf,
  type createQuarantine,
  type FactsSource,
  type PolicyDesk,
  type RuleTrial,
  type StopSwitch,
  type StoredRequest,
  type StoresFor,
} from "../../proposals/index.ts";
import {
  appCaller,
  createTokenIssuer,
  type ApiToken,
  type ApiTokenStore,
  type Caller,
  type InstallationStore,
  type TenantStore,
} from "../../tenants/index.ts";
import { createApiRoutes, parsed, Problem, createProblemAnswerer, type ApiDeps } from "../api/index.ts";
import { answerNotFound } from "../http/answer-errors.ts";
import { readJson } from "../http/read-json.ts";
import { addPolicyRoutes } from "./policy-routes.ts";
import { requestIdOf } from "../http/request-info.ts";
import { createAuditRoutes, type AuditDoorDeps } from "./audit-routes.ts";
import { createFeedbackRoutes, type FeedbackDoorDeps } from "./feedback-routes.ts";
import { createUsageRoutes, type UsageDoorDeps } from "./usage-routes.ts";

export type LocalDeps = Omit<ApiDeps, "prove" | "stores"> &
  Omit<AuditDoorDeps, "stores"> &
  FeedbackDoorDeps &
  Omit<UsageDoorDeps, "stores"> & {
    stores: ApiDeps["stores"] &
      Pick<StoresFor, "settings"> &
      AuditDoorDeps["stores"] &
      UsageDoorDeps["stores"];
    tenants: Pick<TenantStore, "findByOrigin" | "find" | "list">;
    installations: Pick<InstallationStore, "list">;
    tokens: ApiTokenStore;
    people: Pick<FactsSource, "people">;
    tryRules: RuleTrial;
    quarantine: ReturnType<typeof createQuarantine>;
    policy: PolicyDesk;
    stopSwitch: StopSwitch;
  };

const NewToken = z.strictObject({
  name: z.string().trim().min(1).max(100),
  account: AccountId,
  scopes: z.array(ApiScope).min(1).max(API_SCOPES.length),
  expiresAt: z.iso.datetime().nullable(),
});

const LARGEST_BODY = "1mb";

/**
 * The API and what only the operator may do, for the command on this machine. It proves nobody: it must only ever be
 * listened for where nobody else can connect. The caller names the site, and the account that it acts as.
 */
export function createLocalApp(deps: LocalDeps): Application {
  const app = express();
  app.set("query parser", "simple");
  app.disable("x-powered-by");
  app.use("/api/v1", createApiRoutes({ ...deps, prove: (request, response) => person(request, response) }));
  app.use(
    "/operator/audit",
    createAuditRoutes(deps, (request, response) => operator(request, response)),
  );
  app.use(
    "/operator/feedback",
    createFeedbackRoutes(deps, (request, response) => operator(request, response)),
  );
  app.use(
    "/operator",
    createUsageRoutes(deps, (request, response) => operator(request, response)),
  );
  app.use(
    "/operator",
    operatorRoutes(deps, (request, response) => operator(request, response)),
  );
  app.use(answerNotFound, createProblemAnswerer(deps.logger));
  return app;

  async function tenantOf(request: Request): Promise<TenantId> {
    const site = request.headers["x-ticketsmith-site"];
    const tenant = typeof site === "string" ? await deps.tenants.findByOrigin(site) : undefined;
    if (tenant === undefined)
      throw new Problem(
        "not-found",
        "No such site has TicketSmith. `ticketsmith doctor` names those that have.",
      );
    return tenant.id;
  }

  async function operator(request: Request, response: Response): Promise<Caller> {
    return appCaller(await tenantOf(request), requestIdOf(response), "live");
  }

  async function person(request: Request, response: Response) {
    const account = AccountId.safeParse(request.headers["x-ticketsmith-account"]);
    if (!account.success) throw new Problem("not-authenticated", "Say as whom: --as ACCOUNT.");
    const tenantId = await tenantOf(request);
    const actor = { kind: "person", accountId: account.data } as const;
    return { caller: { tenantId, actor, requestId: requestIdOf(response) }, scopes: API_SCOPES };
  }
}

type ProveOperator = (request: Request, response: Response) => Promise<Caller>;

function operatorRoutes(
  {
    tokens,
    tenants,
    installations,
    stores,
    people,
    tryRules,
    quarantine,
    policy,
    stopSwitch,
    clock,
  }: LocalDeps,
  prove: ProveOperator,
): Router {
  const router = Router();
  const issueToken = createTokenIssuer({ tokens, clock });
  router.get("/sites", (_request, response, next) => {
    const asApp = (id: TenantId) => appCaller(id, requestIdOf(response), "live");
    listSites(tenants, installations, {
      held: (id) => quarantine.list(asApp(id)),
      warnings: (id) => stores.budgets(asApp(id)).warnings(clock.now()),
    })
      .then((sites) => void response.json({ sites }))
      .catch(next);
  });
  router.get(
    "/tokens",
    as(async (caller) => ({ tokens: (await tokens.list(caller)).map(presentToken) })),
  );
  router.post("/tokens", as(makeToken));
  router.post("/tokens/:id/revoke", as(revokeToken));
  addPolicyRoutes(router, as, { policy, stopSwitch });
  router.get(
    "/rules",
    as(async (caller) => (await stores.settings(caller).read()).rules),
  );
  router.put(
    "/rules",
    as(async (caller, request, response) => {
      const rules = parsed(Rules, await readJson(request, response, LARGEST_BODY), "body");
      await stores.settings(caller).setRules(rules);
      return rules;
    }),
  );
  router.post(
    "/rules/try",
    as(async (caller, request, response) => {
      const body = z.strictObject({ rules: z.optional(Rules) });
      const { rules } = parsed(body, await readJson(request, response, LARGEST_BODY), "body");
      return { tries: await tryRules(caller, rules) };
    }),
  );
  router.get(
    "/personal-data",
    as((caller) => stores.settings(caller).personalData()),
  );
  router.put(
    "/personal-data",
    as(async (caller, request, response) => {
      const rules = parsed(PersonalDataRules, await readJson(request, response, LARGEST_BODY), "body");
      await stores.settings(caller).setPersonalData(rules);
      return stores.settings(caller).personalData();
    }),
  );
  router.get(
    "/quarantine",
    as(async (caller) => ({ held: (await quarantine.list(caller)).map(presentHeld) })),
  );
  router.post(
    "/quarantine/:id/:change",
    as(async (caller, request) => {
      const id = RequestId.safeParse(request.params["id"]);
      const done = id.success ? await changeHeld(caller, id.data, request.params["change"]) : undefined;
      if (done === undefined) throw new Problem("not-found", "No such request is held back on this site.");
      return done;
    }),
  );
  return router;

  async function changeHeld(caller: Caller, id: RequestId, change: unknown): Promise<object | undefined> {
    switch (change) {
      case "show":
        return quarantine.show(caller, id);
      case "release":
        return (await quarantine.release(caller, id)) ? { released: id } : undefined;
      case "erase":
        return (await quarantine.erase(caller, id)) ? { erased: id } : undefined;
      default:
        return undefined;
    }
  }

  function as(
    work: (caller: Caller, request: Request, response: Response) => Promise<unknown>,
  ): RequestHandler {
    return (request, response, next) => {
      prove(request, response)
        .then(async (caller) => void response.json(await work(caller, request, response)))
        .catch(next);
    };
  }

  async function makeToken(caller: Caller, request: Request, response: Response) {
    const wanted = parsed(NewToken, await readJson(request, response, LARGEST_BODY), "body");
    const known = await people.people(caller, [wanted.account]);
    if (known.length === 0)
      throw new Problem("not-understood", "Jira knows no account of this id on this site.");
    const expiresAt = wanted.expiresAt === null ? null : new Date(wanted.expiresAt);
    const made = await issueToken(caller, { ...wanted, scopes: [...new Set(wanted.scopes)], expiresAt });
    if (made === "in-the-past") throw new Problem("not-understood", "The token would have expired already.");
    return { token: presentToken(made.token), secret: made.secret };
  }

  async function revokeToken(caller: Caller, request: Request) {
    const id = ApiTokenId.safeParse(request.params["id"]);
    if (!id.success || !(await tokens.revoke(caller, id.data)))
      throw new Problem("not-found", "There is no such token, or it was revoked before.");
    return { revoked: id.data };
  }
}

/** Without its text: to look at that is on the record. */
const presentHeld = (held: StoredRequest) => ({
  ...{ id: held.id, issue: keyOf(held), by: held.requestedBy, said: held.said },
  at: held.createdAt.toISOString(),
});

/** Every site, and how TicketSmith stands in each of its products. */
async function listSites(
  tenants: LocalDeps["tenants"],
  installations: LocalDeps["installations"],
  look: {
    held: (tenant: TenantId) => Promise<readonly unknown[]>;
    warnings: (tenant: TenantId) => Promise<readonly BudgetWarning[]>;
  },
) {
  const sites: {
    origin: string;
    held: number;
    budgets: readonly BudgetWarning[];
    installations: { product: string; state: string }[];
  }[] = [];
  for (const id of await tenants.list()) {
    const tenant = await tenants.find(id);
    const all = await installations.list(id);
    if (tenant !== undefined)
      sites.push({
        origin: tenant.origin,
        held: (await look.held(id)).length,
        budgets: await look.warnings(id),
        installations: all.map(({ product, state }) => ({ product, state })),
      });
  }
  return sites;
}

const presentToken = ({ tenantId: _own, ...token }: ApiToken) => token;
