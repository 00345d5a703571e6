import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { newKeyRing } from "../../server/kit/index.ts";
import { freePort } from "../../test/environment/run-program.ts";
import { makeServerDatabase } from "../../test/environment/server-database.ts";
import { fillTenants } from "./fill-tenants.ts";
import { APP_CORE, ended, endWithUs, forkProgram, pin } from "./run-apart.ts";
import type { Sender } from "./sign-webhooks.ts";

const MAIN = path.resolve(import.meta.dirname, "../../server/main");

export type StartedApp = {
  name: string;
  pid: number;
  port: number;
  senders: readonly Sender[];
  stop(): Promise<void>;
};

/** `profile`: a folder for what V8 noted of where the time went. */
export type StartOptions = { tenants: number; profile?: string | undefined; env?: Record<string, string> };

const nodeFlags = (profile: string | undefined) =>
  profile === undefined ? [] : ["--cpu-prof", `--cpu-prof-dir=${profile}`];

/** The doors of TicketSmith as in production, over a database of its own on this server. */
export async function startTicketSmith(serverUrl: string, options: StartOptions): Promise<StartedApp> {
  const database = await makeServerDatabase(serverUrl);
  const keyRing = newKeyRing();
  const senders = await fillTenants(database.config, options.tenants, keyRing);
  const port = await freePort();
  const program = [...nodeFlags(options.profile), path.join(MAIN, "web.ts")];
  const child = spawn(process.execPath, program, {
    stdio: ["ignore", "ignore", "inherit"],
    env: {
      ...{ PATH: process.env["PATH"], NODE_ENV: "production" },
      ...{ PORT: String(port), DATABASE_URL: database.config.url, SECRET_KEYS: keyRing, JOBS: "elsewhere" },
      ...options.env,
    },
  });
  endWithUs(child);
  await untilReady(`http://127.0.0.1:${port}/readyz`);
  await pin(child.pid, APP_CORE);
  return {
    ...{ name: "TicketSmith", pid: child.pid ?? 0, port, senders },
    async stop() {
      child.kill("SIGTERM");
      await ended(child);
      await database.drop();
    },
  };
}

/** The plain app, over a database of its own on this server. */
export async function startPlainAce(
  serverUrl: string,
  options: StartOptions & { senders: readonly Sender[] },
) {
  const database = await makeServerDatabase(serverUrl);
  const port = await freePort();
  const child = forkProgram("plain-ace-app.ts", {
    env: { NODE_ENV: "production" },
    execArgv: nodeFlags(options.profile),
  });
  child.send({ port, databaseUrl: database.config.migrationUrl, senders: options.senders });
  await once(child, "message");
  await pin(child.pid, APP_CORE);
  return {
    ...{ name: "plain ACE", pid: child.pid ?? 0, port, senders: options.senders },
    async stop() {
      child.kill("SIGTERM");
      await ended(child);
      await database.drop();
    },
  } satisfies StartedApp;
}

export async function untilReady(address: string): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    const answer = await fetch(address).catch(() => undefined);
    if (answer?.ok === true) return;
    await wait(100);
  }
  throw new Error("The app did not become ready");
}
