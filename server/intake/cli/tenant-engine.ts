import { RequestId } from "../../contract/index.ts";
import { newId, ok, refuse, type Clock, type Result } from "../../kit/index.ts";
import type { RequestStore } from "../../proposals/index.ts";
import {
  appCaller,
  toUsd,
  type Caller,
  type EngineSettings,
  type EngineSettingsStore,
  type PriceList,
  type TenantStore,
  type UsageStore,
} from "../../tenants/index.ts";
import { readEngineOptions, toEngineSettings } from "./read-engine-options.ts";
import type { Terminal } from "./verify-jwt.ts";

export type TenantEngineDeps = {
  clock: Clock;
  readFile: (path: string) => Promise<Buffer>;
  /** Opens the database of the settings; `close` when done. */
  openTenants: () => Promise<{
    tenants: Pick<TenantStore, "findByOrigin">;
    engines: (caller: Caller) => EngineSettingsStore;
    usage: (caller: Caller) => Pick<UsageStore, "month">;
    requests: (caller: Caller) => Pick<RequestStore, "keptReply">;
    /** Host names where a tenant's server may be, wherever they lead. */
    privateHosts: readonly string[];
    prices: PriceList;
    close: () => Promise<void>;
  }>;
};

export const ENGINE_USAGE = `Usage: ticketsmith tenants engine SITE
       ticketsmith tenants engine SITE default|offline [--budget USD]
       ticketsmith tenants engine SITE openai --model NAME [--base-url URL] [--key-file FILE]
                          [--api-version VERSION] [--price IN/OUT] [--budget USD]
                          [--second-look on|off]
       ticketsmith tenants usage SITE [--month YYYY-MM]
       ticketsmith tenants reply SITE REQUEST

Shows or replaces which engine answers for a site, shows what its models used in a month, or what a model wrote for a
request that nobody could read. default is whatever ENGINE says.

  --model        the model, or the deployment where there is --api-version
  --base-url     an OpenAI-compatible server; by default OpenAI's. https, and on the open internet, unless
                 MODEL_PRIVATE_HOSTS names its host
  --key-file     a file with the key alone. It is stored sealed, and shown to nobody
  --api-version  for servers with a path for each model, as Azure's
  --price        dollars for a million tokens in and out, such as 2.5/10, where the model's price is not known
  --budget       dollars a month (UTC); over it, the offline engine answers
  --second-look  ask the model as well which texts of others try to give orders. A plan beside such a text is never
                 carried out alone. Costs about one more call; by default as MODEL_SECOND_LOOK says`;

type Opened = Awaited<ReturnType<TenantEngineDeps["openTenants"]>>;
type Work = (opened: Opened, caller: Caller, terminal: Pick<Terminal, "say" | "complain">) => Promise<number>;

/** `tenants engine|usage|reply`: resolves to the exit code. */
export async function runTenantEngine(
  verb: "engine" | "usage" | "reply",
  args: readonly string[],
  terminal: Pick<Terminal, "say" | "complain">,
  deps: TenantEngineDeps,
): Promise<number> {
  const [site, ...rest] = args;
  const work =
    verb === "engine" ? engineWork(rest, deps) : verb === "usage" ? usageWork(rest, deps) : reply(rest);
  if (site === undefined || site.startsWith("--") || !work.ok) {
    terminal.complain(work.ok ? ENGINE_USAGE : `${work.reason}\n\n${ENGINE_USAGE}`);
    return 2;
  }
  const opened = await deps.openTenants();
  try {
    const tenant = await opened.tenants.findByOrigin(site.replace(/\/+$/, ""));
    if (tenant === undefined) {
      terminal.complain(`No site ${site} has TicketSmith.`);
      return 1;
    }
    return await work.value(opened, appCaller(tenant.id, newId()), terminal);
  } finally {
    await opened.close();
  }
}

function engineWork(args: readonly string[], deps: TenantEngineDeps): Result<Work> {
  if (args.length === 0) return ok(showEngine);
  const asked = readEngineOptions(args);
  if (!asked.ok) return asked;
  return ok(async ({ engines, privateHosts, prices }, caller, terminal) => {
    const settings = await toEngineSettings(asked.value, { privateHosts, prices }, deps);
    if (!settings.ok) {
      terminal.complain(settings.reason);
      return 1;
    }
    await engines(caller).write(settings.value);
    terminal.say(sayEngine(settings.value));
    return 0;
  });
}

const showEngine: Work = async ({ engines }, caller, terminal) => {
  terminal.say(sayEngine(await engines(caller).read()));
  return 0;
};

/** One line; never the key. */
function sayEngine({ engine, price, monthlyUsd, secondLook }: EngineSettings): string {
  const parts =
    engine?.kind === "openai"
      ? [engine.model, engine.baseUrl, engine.apiKey === null ? "no key" : "with a key"]
      : [];
  return [
    engine?.kind ?? "default",
    ...parts,
    ...(price === null ? [] : [`$${price.promptUsd}/$${price.completionUsd} a million tokens`]),
    ...(monthlyUsd === null ? [] : [`$${monthlyUsd} a month`]),
    ...(secondLook === null ? [] : [secondLook ? "looks twice" : "looks once"]),
  ].join("\t");
}

function usageWork(args: readonly string[], { clock }: TenantEngineDeps): Result<Work> {
  const [flag, month, ...more] = args;
  const isAsked = flag === "--month" && month !== undefined && /^\d{4}-(?:0[1-9]|1[0-2])$/.test(month);
  if (more.length > 0 || (flag !== undefined && !isAsked)) return refuse("--month must be like 2026-11.");
  const at = isAsked ? new Date(`${month}-01T00:00:00Z`) : clock.now();
  return ok(async ({ usage }, caller, terminal) => {
    const { lines, reservedNanoUsd } = await usage(caller).month(at);
    for (const one of lines) {
      const cost = one.unpricedTokens > 0 ? "price not known" : dollars(one.nanoUsd);
      terminal.say([one.day, one.model, one.direction, one.tokens, cost].join("\t"));
    }
    const spent = lines.reduce((sum, line) => sum + line.nanoUsd, 0);
    terminal.say(`total\t${dollars(spent)}\tput aside\t${dollars(reservedNanoUsd)}`);
    return 0;
  });
}

const dollars = (nanoUsd: number) => `$${toUsd(nanoUsd).toFixed(6)}`;

function reply([text, ...more]: readonly string[]): Result<Work> {
  const request = RequestId.safeParse(text);
  if (!request.success || more.length > 0) return refuse("REQUEST must be the id of a request.");
  return ok(async ({ requests }, caller, terminal) => {
    const kept = await requests(caller).keptReply(request.data);
    if (kept === undefined) terminal.complain("Nothing is kept for that request.");
    else terminal.say(kept);
    return kept === undefined ? 1 : 0;
  });
}
