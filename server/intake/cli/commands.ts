import type { Command } from "./command.ts";
import { EVAL_USAGE, evaluate, type EvalDeps } from "./eval.ts";
import { ENGINE_USAGE, runTenantEngine, type TenantEngineDeps } from "./tenant-engine.ts";
import { listTenants, setActAs, TENANTS_USAGE, type TenantsDeps } from "./tenants.ts";
import { USAGE as JWT_USAGE, verifyJwt, type VerifyJwtDeps } from "./verify-jwt.ts";

type Opened<Deps extends { openTenants: () => Promise<unknown> }> = Awaited<ReturnType<Deps["openTenants"]>>;

export type CliDeps = VerifyJwtDeps &
  EvalDeps & { openTenants: () => Promise<Opened<TenantsDeps> & Opened<TenantEngineDeps>> };

const ENGINE_SUMMARIES = {
  engine: "what answers for one site, and what it may cost",
  usage: "what a site's engine has cost this month",
  reply: "a reply of a model that could not be read",
} as const;

/** Every command there is, in the order in which the help lists them. A new one is a line here. */
export const COMMANDS: readonly Command<CliDeps>[] = [
  {
    name: "tenants list",
    summary: "the sites that have TicketSmith, and as whom Jira is changed on each",
    usage: TENANTS_USAGE,
    run: (_args, terminal, deps) => listTenants(terminal, deps),
  },
  {
    name: "tenants act-as",
    summary: "as whom Jira is changed on one site",
    usage: TENANTS_USAGE,
    run: setActAs,
  },
  ...(["engine", "usage", "reply"] as const).map(
    (verb): Command<CliDeps> => ({
      name: `tenants ${verb}`,
      summary: ENGINE_SUMMARIES[verb],
      usage: ENGINE_USAGE,
      run: (args, terminal, deps) => runTenantEngine(verb, args, terminal, deps),
    }),
  ),
  {
    name: "eval",
    summary: "runs a file of cases through planning and measures the plans",
    usage: EVAL_USAGE,
    run: evaluate,
  },
  {
    name: "jwt verify",
    summary: "whether a token is valid, by the proof that the app's doors ask for",
    usage: JWT_USAGE,
    run: verifyJwt,
  },
];
