import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import {
  ConfigFault,
  createSealer,
  hostMatches,
  loadConfig,
  newKeyRing,
  readSecretKeys,
} from "../../server/kit/index.ts";

const SERVER = { DATABASE_URL: "postgres://app:pw@db/ts", SECRET_KEYS: newKeyRing() };

test("an empty environment gives a whole configuration that needs nothing from outside", () => {
  expect(loadConfig({ PORT: "", PATH: "/bin" })).toMatchObject({
    port: 8080,
    baseUrl: "http://127.0.0.1:8080",
    database: { kind: "embedded", folder: path.join(".data", "database") },
    allowedHosts: ["*.atlassian.net", "*.jira.com"],
    engine: { kind: "offline" },
    models: {
      timeoutMs: 60_000,
      price: undefined,
      monthlyUsd: undefined,
      secondLook: false,
      privateHosts: [],
    },
    secretKeys: undefined,
    logLevel: "info",
  });
});

test("every setting is read", () => {
  const config = loadConfig({
    ...SERVER,
    MIGRATION_DATABASE_URL: "postgresql://owner:pw@db/ts",
    PORT: "9000",
    BASE_URL: "https://ts.example.com/",
    ALLOWED_HOSTS: "localhost, 127.0.0.1",
    ENGINE: "openai",
    OPENAI_BASE_URL: "http://vllm.internal:8000/v1/",
    OPENAI_MODEL: "small",
    OPENAI_API_VERSION: "2024-10-21",
    MODEL_TIMEOUT_SECONDS: "5",
    MODEL_PRICE: "0.15/0.6",
    MODEL_BUDGET_USD: "12.5",
    MODEL_SECOND_LOOK: "on",
    MODEL_PRIVATE_HOSTS: "models.internal, 10.0.0.7",
  });
  expect(config).toMatchObject({
    baseUrl: "https://ts.example.com",
    database: { kind: "server", url: SERVER.DATABASE_URL, migrationUrl: "postgresql://owner:pw@db/ts" },
    allowedHosts: ["localhost", "127.0.0.1"],
    engine: {
      ...{ kind: "openai", baseUrl: "http://vllm.internal:8000/v1", model: "small" },
      ...{ apiKey: undefined, apiVersion: "2024-10-21" },
    },
    models: {
      ...{
        timeoutMs: 5_000,
        monthlyUsd: 12.5,
        secondLook: true,
        privateHosts: ["models.internal", "10.0.0.7"],
      },
      price: { promptUsd: 0.15, completionUsd: 0.6 },
    },
  });
});

test.each([
  ["PORT", { PORT: "0" }],
  ["PORT", { PORT: "http" }],
  ["BASE_URL", { BASE_URL: "http://ts.example.com" }],
  ["BASE_URL", { BASE_URL: "ts.example.com" }],
  ["DATABASE_URL", { DATABASE_URL: "mysql://db/ts", SECRET_KEYS: newKeyRing() }],
  ["DATABASE_URL", { MIGRATION_DATABASE_URL: "postgres://owner@db/ts" }],
  ["SECRET_KEYS", { DATABASE_URL: "postgres://app@db/ts" }],
  ["SECRET_KEYS", { SECRET_KEYS: "k1:dG9vIHNob3J0" }],
  ["SECRET_KEYS", { SECRET_KEYS: `${newKeyRing("k1")},${newKeyRing("k1")}` }],
  ["ALLOWED_HOSTS", { ALLOWED_HOSTS: "*" }],
  ["ALLOWED_HOSTS", { ALLOWED_HOSTS: ".*" }],
  ["ALLOWED_HOSTS", { ALLOWED_HOSTS: "*.net" }],
  ["ALLOWED_HOSTS", { ALLOWED_HOSTS: "jira.com,,x.com" }],
  ["ENGINE", { ENGINE: "magic" }],
  ["OPENAI_MODEL", { ENGINE: "openai" }],
  ["OPENAI_API_VERSION", { OPENAI_API_VERSION: "2024&key=x" }],
  ["MODEL_TIMEOUT_SECONDS", { MODEL_TIMEOUT_SECONDS: "0" }],
  ["MODEL_PRICE", { MODEL_PRICE: "2.5" }],
  ["MODEL_PRICE", { MODEL_PRICE: "2.5/-1" }],
  ["MODEL_SECOND_LOOK", { MODEL_SECOND_LOOK: "perhaps" }],
  ["MODEL_BUDGET_USD", { MODEL_BUDGET_USD: "much" }],
  ["MODEL_PRIVATE_HOSTS", { MODEL_PRIVATE_HOSTS: "*" }],
  ["LOG_LEVEL", { LOG_LEVEL: "loud" }],
  ["METRICS_TOKEN", { METRICS_TOKEN: "short" }],
  ["AC_OPTS", { AC_OPTS: "no-auth" }],
])("a bad value ends the start with its name and what is allowed: %s", (name, env) => {
  const load = () => loadConfig(env);
  expect(load).toThrow(ConfigFault);
  expect(load).toThrow(new RegExp(`${name} must be \\w`));
});

test("no message shows a value", () => {
  const secret = "k1:c2VjcmV0LXZhbHVl";
  let message = "";
  try {
    loadConfig({ SECRET_KEYS: secret, BASE_URL: "ftp://user:hidden@x" });
  } catch (error) {
    message = String(error);
  }
  expect(message).toContain("SECRET_KEYS must be");
  expect(message).not.toMatch(/c2VjcmV0|hidden/);
});

test("all bad values are named at once", () => {
  expect(() => loadConfig({ PORT: "x", LOG_LEVEL: "x" })).toThrow(/PORT must be[\s\S]*LOG_LEVEL must be/);
});

test.each([
  ["*.atlassian.net", "acme.atlassian.net", true],
  ["*.atlassian.net", "ACME.atlassian.net", true],
  ["*.atlassian.net", "a.b.atlassian.net", false],
  ["*.atlassian.net", "atlassian.net", false],
  ["*.atlassian.net", "evil-atlassian.net", false],
  ["*.atlassian.net", ".atlassian.net", false],
  ["localhost", "localhost", true],
  ["localhost", "localhost.evil.com", false],
])("the pattern %s and the host %s: %s", (pattern, host, fits) => {
  expect(hostMatches(pattern, host)).toBe(fits);
});

test("the embedded database's keys are made once, for their owner alone", async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "ticketsmith-"));
  const ring = await readSecretKeys(folder);
  expect(await readSecretKeys(folder)).toBe(ring);
  expect(() => createSealer(ring)).not.toThrow();
  // Windows knows no such mode.
  const readable =
    process.platform === "win32" ? 0 : (await stat(path.join(folder, "secret-keys"))).mode & 0o077;
  expect(readable).toBe(0);
  await rm(folder, { recursive: true });
});
