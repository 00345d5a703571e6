import { EVAL_USAGE, evaluate, type EvalDeps } from "./eval.ts";
import { ENGINE_USAGE, runTenantEngine, type TenantEngineDeps } from "./tenant-engine.ts";
import { guard, GUARD_USAGE, type GuardDeps } from "./guard.ts";
import { listTenants, setActAs, TENANTS_USAGE, type TenantsDeps } from "./tenants.ts";
import { USAGE as JWT_USAGE, verifyJwt, type Terminal, type VerifyJwtDeps } from "./verify-jwt.ts";

type Opened<Deps extends { openTenants: () => Promise<unknown> }> = Awaited<ReturnType<Deps["openTenants"]>>;

export type CliDeps = VerifyJwtDeps &
  EvalDeps & { openTenants: () => Promise<Opened<TenantsDeps> & Opened<TenantEngineDeps>> };

const USAGE = [JWT_USAGE, TENANTS_USAGE, ENGINE_USAGE, EVAL_USAGE].join("\n\n");

/** The command `ticketsmith`: resolves to the exit code. 0: yes; 1: no, with the reason; 2: not understood. */
export async function runCli(args: readonly string[], terminal: Terminal, deps: CliDeps): Promise<number> {
  const [noun, verb, ...rest] = args;
  if (args.includes("--help") || args.includes("-h")) {
    terminal.say(USAGE);
    return 0;
  }
  if (noun === "guard") return guard(args.slice(1), terminal, deps);
  if (noun === "eval") return evaluate(args.slice(1), terminal, deps);
  if (noun === "jwt" && verb === "verify") return verifyJwt(rest, terminal, deps);
  if (noun === "tenants" && verb === "list") return listTenants(terminal, deps);
  if (noun === "tenants" && verb === "act-as") return setActAs(rest, terminal, deps);
  if (noun === "tenants" && (verb === "engine" || verb === "usage" || verb === "reply"))
    return runTenantEngine(verb, rest, terminal, deps);
  terminal.complain(USAGE);
  return 2;
}
