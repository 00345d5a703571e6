import path from "node:path";
import * as z from "zod";
import { isHostPattern } from "./host-pattern.ts";
import { KEY_RING_SHAPE, parseKeyRing } from "./parse-key-ring.ts";
import { parsePrice, PRICE_SHAPE, type TokenPrice } from "./parse-price.ts";
import { PRICE_FILE_SHAPE, readPriceFile, type PriceTable } from "./read-price-file.ts";
import { readSigningKey, SIGNING_KEY_SHAPE } from "./signing-key.ts";

/** A start that cannot go on. Its message names each setting and what it may be, and never the value. */
export class ConfigFault extends Error {
  override readonly name = "ConfigFault";
}

export type DatabaseConfig =
  | { kind: "embedded"; folder: string }
  /** `migrationUrl` belongs to the owner of the tables; without it this process does not migrate. */
  | { kind: "server"; url: string; migrationUrl: string | undefined };

export type EngineConfig =
  | { kind: "offline" }
  | {
      kind: "openai";
      baseUrl: string;
      apiKey: string | undefined;
      model: string;
      /** Set for servers with a path for each model, as Azure's. */
      apiVersion: string | undefined;
    };

/** What the operator says of models, its own and those of tenants. */
export type ModelTermsConfig = {
  timeoutMs: number;
  /** US dollars for a million tokens of the operator's own model; undefined: as the table says. */
  price: TokenPrice | undefined;
  /** What the operator says of any model; stronger than the table that comes along. */
  prices: PriceTable;
  /** What each tenant may spend in a month on the operator's own model; undefined: no limit. */
  monthlyUsd: number | undefined;
  /** Whether models are asked as well which texts of others try to give orders. */
  secondLook: boolean;
  /** Host names where a tenant's own server may be, wherever they lead and also by plain http. */
  privateHosts: readonly string[];
};

export type Config = {
  host: string;
  port: number;
  /** Where Atlassian and browsers reach us, without a trailing slash. */
  baseUrl: string;
  dataDir: string;
  database: DatabaseConfig;
  /** Host name patterns of sites that may install us; see `hostMatches`. */
  allowedHosts: readonly string[];
  connectKeysUrl: string;
  hostScriptUrl: string;
  oauthTokenUrl: string;
  /** Undefined only with the embedded database, which keeps its own; see `readSecretKeys`. */
  secretKeys: string | undefined;
  /** What exports of the audit log are signed with. Undefined: a key that is made on first use and kept sealed. */
  auditSigningKey: string | undefined;
  engine: EngineConfig;
  models: ModelTermsConfig;
  /** Whether this process takes up jobs, or leaves them to `npm run worker`. */
  jobs: "here" | "elsewhere";
  /** As whom Jira is changed on sites that have not said; see `ActAs`. */
  actAs: ActAs;
  /** What Atlassian lets the app spend in an hour over all sites, until its answers say otherwise. */
  pointsPerHour: number;
  /** What /metrics asks for as a bearer token. Without one it answers this machine alone. */
  /** How long a site whose licence has run out may go on. */
  licenceGraceDays: number;
  metricsToken: string | undefined;
  logLevel: LogLevel;
};

/**
 * As whom Jira is changed: the person who approved, and nobody else; or the app, where the site does not let it act as
 * people; or the app also while the server that would let it does not answer.
 */
export const ACT_AS = ["person-only", "app-when-not-offered", "app-when-unreachable"] as const;
export type ActAs = (typeof ACT_AS)[number];

const LOG_LEVELS = ["fatal", "error", "warn", "info", "debug", "trace", "silent"] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

const LOOPBACK = new Set(["localhost", "127.0.0.1", "[::1]"]);

/** Plain http only where it never leaves the machine. */
function isWebAddress(text: string): boolean {
  const url = URL.parse(text);
  if (url === null || url.username !== "" || url.hash !== "") return false;
  return url.protocol === "https:" || (url.protocol === "http:" && LOOPBACK.has(url.hostname));
}

const isPostgresUrl = (text: string) =>
  ["postgres:", "postgresql:"].includes(URL.parse(text)?.protocol ?? "");
const withoutSlash = (text: string) => text.replace(/\/+$/, "");
const isModelServer = (text: string) => ["http:", "https:"].includes(URL.parse(text)?.protocol ?? "");

const address = z
  .string()
  .refine(isWebAddress, "an https:// address (http:// only for localhost)")
  .transform(withoutSlash);
const postgresUrl = z.string().refine(isPostgresUrl, "a postgres:// address");
const hostPatterns = z
  .string()
  .transform((list) => list.split(",").map((item) => item.trim().toLowerCase()))
  .refine(
    (list) => list.every(isHostPattern),
    "host names separated by commas, where a leading *. stands for one label, such as *.atlassian.net",
  );

const price = z
  .string()
  .refine((text) => parsePrice(text) !== undefined, PRICE_SHAPE)
  .transform(parsePrice);

const priceFile = z.string().transform((path, context) => {
  const read = readPriceFile(path);
  if (read.ok) return read.value;
  context.addIssue({ code: "custom", message: `${PRICE_FILE_SHAPE}: ${read.reason}` });
  return z.NEVER;
});

const Environment = z.object({
  HOST: z
    .string()
    .regex(/^[A-Za-z0-9.:-]+$/, "an address to listen on, such as 127.0.0.1 or 0.0.0.0")
    .default("127.0.0.1"),
  PORT: z.coerce
    .number("a port from 1 to 65535")
    .int("a port from 1 to 65535")
    .min(1, "a port from 1 to 65535")
    .max(65_535, "a port from 1 to 65535")
    .default(8080),
  BASE_URL: address.optional(),
  DATA_DIR: z.string().default(".data"),
  DATABASE_URL: postgresUrl.optional(),
  MIGRATION_DATABASE_URL: postgresUrl.optional(),
  ALLOWED_HOSTS: hostPatterns.default(["*.atlassian.net", "*.jira.com"]),
  CONNECT_KEYS_URL: address.default("https://connect-install-keys.atlassian.com"),
  AC_HOST_SCRIPT_URL: address.default("https://connect-cdn.atl-paas.net/all.js"),
  OAUTH_TOKEN_URL: address.default(
    "https://oauth-2-authorization-server.services.atlassian.com/oauth2/token",
  ),
  SECRET_KEYS: z
    .string()
    .refine((ring) => parseKeyRing(ring).length > 0, KEY_RING_SHAPE)
    .optional(),
  AUDIT_SIGNING_KEY: z
    .string()
    .refine((key) => readSigningKey(key) !== undefined, SIGNING_KEY_SHAPE)
    .optional(),
  ENGINE: z.enum(["offline", "openai"], "offline or openai").default("offline"),
  OPENAI_BASE_URL: z
    .string()
    .refine(isModelServer, "an http:// or https:// address")
    .transform(withoutSlash)
    .default("https://api.openai.com/v1"),
  OPENAI_API_KEY: z.string().optional(),
  OPENAI_MODEL: z.string().optional(),
  OPENAI_API_VERSION: z
    .string()
    .regex(/^[\w.-]{1,40}$/, "a version such as 2024-10-21")
    .optional(),
  MODEL_TIMEOUT_SECONDS: z.coerce
    .number("a number from 1 to 200")
    .min(1, "a number from 1 to 200")
    .max(200, "a number from 1 to 200")
    .default(60),
  MODEL_PRICE: price.optional(),
  MODEL_PRICES: priceFile.optional(),
  MODEL_SECOND_LOOK: z.enum(["on", "off"], "on or off").default("off"),
  MODEL_BUDGET_USD: z.coerce
    .number("a number of dollars, 0 or more")
    .min(0, "a number of dollars, 0 or more")
    .optional(),
  MODEL_PRIVATE_HOSTS: hostPatterns.default([]),
  JOBS: z.enum(["here", "elsewhere"], "here or elsewhere").default("here"),
  ACT_AS: z.enum(ACT_AS, ACT_AS.join(", ")).default("app-when-not-offered"),
  POINTS_PER_HOUR: z.coerce
    .number("a whole number from 100")
    .int("a whole number from 100")
    .min(100, "a whole number from 100")
    .default(65_000),
  LICENCE_GRACE_DAYS: z.coerce
    .number("a whole number of days, from 0 to 90")
    .int("a whole number of days, from 0 to 90")
    .min(0, "a whole number of days, from 0 to 90")
    .max(90, "a whole number of days, from 0 to 90")
    .default(7),
  METRICS_TOKEN: z.string().min(16, "at least 16 characters").optional(),
  LOG_LEVEL: z.enum(LOG_LEVELS, `one of ${LOG_LEVELS.join(", ")}`).default("info"),
  AC_OPTS: z.undefined("unset: it can switch off the proof of who is calling").optional(),
});
type Environment = z.infer<typeof Environment>;

/** Every setting there is, for a check that `.env.example` explains each. */
export const SETTING_NAMES: readonly string[] = Object.keys(Environment.shape);

/** Reads all settings at once. An empty value counts as absent. Throws `ConfigFault` naming each bad one. */
export function loadConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(
    Object.entries(env).filter(([name, value]) => value !== "" && SETTING_NAMES.includes(name)),
  );
  const parsed = Environment.safeParse(given);
  if (!parsed.success) {
    throw new ConfigFault(
      describe(parsed.error.issues.map((issue) => [issue.path.join("."), issue.message])),
    );
  }
  const missing = findMissing(parsed.data);
  if (missing.length > 0) throw new ConfigFault(describe(missing));
  return toConfig(parsed.data);
}

const describe = (problems: readonly (readonly [string, string])[]) =>
  [
    "TicketSmith cannot start with these settings:",
    ...problems.map(([name, allowed]) => `  ${name} must be ${allowed}`),
  ].join("\n");

/** What one setting demands of another. */
function findMissing(env: Environment): [string, string][] {
  const missing: [string, string][] = [];
  if (env.DATABASE_URL !== undefined && env.SECRET_KEYS === undefined) {
    missing.push(["SECRET_KEYS", `set when DATABASE_URL is: ${KEY_RING_SHAPE}`]);
  }
  if (env.DATABASE_URL === undefined && env.MIGRATION_DATABASE_URL !== undefined) {
    missing.push([
      "DATABASE_URL",
      "set when MIGRATION_DATABASE_URL is: the address with the application's own role",
    ]);
  }
  if (env.DATABASE_URL === undefined && env.JOBS === "elsewhere") {
    missing.push(["JOBS", "here with the embedded database, which only one process can open"]);
  }
  if (env.ENGINE === "openai" && env.OPENAI_MODEL === undefined) {
    missing.push(["OPENAI_MODEL", "set when ENGINE is openai: the model's name"]);
  }
  return missing;
}

function toConfig(env: Environment): Config {
  return {
    host: env.HOST,
    port: env.PORT,
    baseUrl: env.BASE_URL ?? `http://127.0.0.1:${env.PORT}`,
    dataDir: env.DATA_DIR,
    database:
      env.DATABASE_URL === undefined
        ? { kind: "embedded", folder: path.join(env.DATA_DIR, "database") }
        : { kind: "server", url: env.DATABASE_URL, migrationUrl: env.MIGRATION_DATABASE_URL },
    allowedHosts: env.ALLOWED_HOSTS,
    connectKeysUrl: env.CONNECT_KEYS_URL,
    hostScriptUrl: env.AC_HOST_SCRIPT_URL,
    oauthTokenUrl: env.OAUTH_TOKEN_URL,
    secretKeys: env.SECRET_KEYS,
    auditSigningKey: env.AUDIT_SIGNING_KEY,
    engine:
      env.ENGINE === "openai" && env.OPENAI_MODEL !== undefined
        ? {
            kind: "openai",
            baseUrl: env.OPENAI_BASE_URL,
            apiKey: env.OPENAI_API_KEY,
            model: env.OPENAI_MODEL,
            apiVersion: env.OPENAI_API_VERSION,
          }
        : { kind: "offline" },
    models: {
      timeoutMs: env.MODEL_TIMEOUT_SECONDS * 1_000,
      price: env.MODEL_PRICE,
      prices: env.MODEL_PRICES ?? new Map(),
      monthlyUsd: env.MODEL_BUDGET_USD,
      secondLook: env.MODEL_SECOND_LOOK === "on",
      privateHosts: env.MODEL_PRIVATE_HOSTS,
    },
    jobs: env.JOBS,
    actAs: env.ACT_AS,
    pointsPerHour: env.POINTS_PER_HOUR,
    licenceGraceDays: env.LICENCE_GRACE_DAYS,
    metricsToken: env.METRICS_TOKEN,
    logLevel: env.LOG_LEVEL,
  };
}
