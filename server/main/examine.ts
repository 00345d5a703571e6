import { request } from "node:http";
import * as z from "zod";
import type { Finding } from "../intake/cli/index.ts";
import { ConfigFault, loadConfig, type Config, type EngineConfig } from "../kit/index.ts";
import { openLocal } from "./open-local.ts";
import { sayFault } from "./say-fault.ts";

const LONGEST_MS = 5_000;
const OLDEST_NODE = [22, 18] as const;

const good = (what: string, said: string): Finding => ({ what, ok: true, said, todo: null });
const bad = (what: string, said: string, todo: string): Finding => ({ what, ok: false, said, todo });

/** What `ticketsmith doctor` looks at, from the ground up: where one gives way, what stands on it is not asked. */
export async function examine(env: NodeJS.ProcessEnv): Promise<Finding[]> {
  const node = examineNode();
  const config = readConfig(env);
  if (!("port" in config)) return [node, config];
  const settings = good("settings", `the app is at ${config.baseUrl}`);
  const [server, engine] = await Promise.all([examineServer(config), examineEngine(config.engine)]);
  return [node, settings, ...(await examineDatabase(env, config)), server, engine];
}

function examineNode(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  const isNew = major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1]);
  return isNew
    ? good("Node", process.versions.node)
    : bad(
        "Node",
        `${process.versions.node} is too old`,
        `Install Node 24, or at least ${OLDEST_NODE.join(".")}.`,
      );
}

function readConfig(env: NodeJS.ProcessEnv): Config | Finding {
  try {
    return loadConfig(env);
  } catch (error) {
    if (!(error instanceof ConfigFault)) throw error;
    return bad("settings", error.message, "Set them right in the environment; .env.example explains each.");
  }
}

const Sites = z.object({
  sites: z.array(
    z.object({
      origin: z.string(),
      held: z.number(),
      budgets: z.array(
        z.object({ scope: z.string(), name: z.string(), unit: z.enum(["usd", "tokens"]), level: z.number() }),
      ),
      installations: z.array(z.object({ product: z.string(), state: z.string() })),
    }),
  ),
});

async function examineDatabase(env: NodeJS.ProcessEnv, { database }: Config): Promise<Finding[]> {
  const where = database.kind === "embedded" ? `embedded, in ${database.folder}` : "PostgreSQL";
  try {
    const door = await openLocal(env);
    try {
      const holder = door.running ? ", open in the running server" : "";
      const found = Sites.parse(await getJson(door.socket, "/operator/sites"));
      const database = good("database", `${where}, up to date${holder}`);
      return [
        ...[database, examineSites(found.sites)],
        ...examineHeld(found.sites),
        ...examineBudgets(found.sites),
      ];
    } finally {
      await door.close();
    }
  } catch (error) {
    const todo =
      database.kind === "embedded"
        ? "Stop whatever else has it open, or set DATA_DIR to another folder."
        : "Check DATABASE_URL, and bring it up to date: npm run migrate.";
    return [bad("database", `${where}: ${sayFault(error)}`, todo)];
  }
}

function examineSites(sites: z.infer<typeof Sites>["sites"]): Finding {
  const said = sites.map(
    ({ origin, installations }) =>
      `${origin} (${installations.map(({ product, state }) => `${product} ${state}`).join(", ")})`,
  );
  const isUsable = sites.some(({ installations }) =>
    installations.some(({ product, state }) => product === "jira" && state === "enabled"),
  );
  if (isUsable) return good("sites", said.join("; "));
  return bad(
    "sites",
    said.join("; ") || "none has TicketSmith installed",
    "Install it on a site: its descriptor is at /atlassian-connect.json. `npm start` brings a site along.",
  );
}

/** Where personal data is kept back, somebody has to look. */
function examineHeld(sites: z.infer<typeof Sites>["sites"]): Finding[] {
  return sites
    .filter(({ held }) => held > 0)
    .map(({ origin, held }) =>
      bad(
        "held",
        `${held} ${held === 1 ? "request is" : "requests are"} held back on ${origin}`,
        `Look at them, then release or erase them: ticketsmith quarantine list ${origin}`,
      ),
    );
}

/** Where a limit is near, somebody may want to know before the offline engine answers. */
function examineBudgets(sites: z.infer<typeof Sites>["sites"]): Finding[] {
  return sites.flatMap(({ origin, budgets }) => {
    const highest = Map.groupBy(budgets, ({ scope, name, unit }) => `${scope} ${name} ${unit}`);
    return [...highest.values()].flatMap((own) => {
      const [top] = own.toSorted((a, b) => b.level - a.level);
      if (top === undefined || top.level < 80) return [];
      const what = `${top.unit === "usd" ? "budget" : "tokens"} of the ${`${top.scope} ${top.name}`.trim()}`;
      const said = `this month's ${what} on ${origin} ${top.level === 100 ? "is used up: the offline engine answers" : `has reached ${top.level} %`}`;
      return [bad("budget", said, `Look at it, and raise it if need be: ticketsmith usage ${origin}`)];
    });
  });
}

async function examineServer({ baseUrl }: Config): Promise<Finding> {
  try {
    const response = await fetch(`${baseUrl}/readyz`, { signal: AbortSignal.timeout(LONGEST_MS) });
    if (response.ok) return good("server", `${baseUrl} is ready`);
    return bad("server", `${baseUrl}/readyz answers ${response.status}`, "Look into its log.");
  } catch {
    return bad("server", `${baseUrl} does not answer`, "Start it: npm start, or npm run web.");
  }
}

async function examineEngine(engine: EngineConfig): Promise<Finding> {
  if (engine.kind === "offline") return good("engine", "offline: no model is needed");
  const { baseUrl, apiKey, model } = engine;
  const todo = "Check OPENAI_BASE_URL and OPENAI_API_KEY. Until then the offline engine answers.";
  try {
    const response = await fetch(`${baseUrl}/models`, {
      headers: apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` },
      signal: AbortSignal.timeout(LONGEST_MS),
    });
    // Not every such server lists its models; whether it lets us in is what counts.
    return response.ok || response.status === 404
      ? good("engine", `${model} at ${new URL(baseUrl).host} answers`)
      : bad("engine", `the model's server answers ${response.status}`, todo);
  } catch {
    return bad("engine", "the model's server does not answer", todo);
  }
}

function getJson(socketPath: string, path: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const asked = request({ socketPath, path }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () => {
        try {
          resolve(JSON.parse(Buffer.concat(chunks).toString("utf8")));
        } catch (error) {
          reject(error instanceof Error ? error : new Error("No JSON"));
        }
      });
    });
    asked.setTimeout(LONGEST_MS, () => asked.destroy(new Error("It took too long")));
    asked.on("error", reject);
    asked.end();
  });
}
