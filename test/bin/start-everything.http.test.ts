import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";

const starter = fileURLToPath(new URL("../../bin/start.ts", import.meta.url));

/** One run of `npm start`, from its first line to its end. */
describe("npm start", () => {
  let dataDir: string;
  let ports: { app: number; sandbox: number };
  let running: ReturnType<typeof start>;

  beforeAll(async () => {
    dataDir = await mkdtemp(path.join(tmpdir(), "ticketsmith-run-"));
    ports = { app: await freePort(), sandbox: await freePort() };
    running = start(dataDir, ports);
    const isUp = vi.waitUntil(() => running.said().includes("Stop: Ctrl-C"), {
      timeout: 110_000,
      interval: 200,
    });
    await Promise.race([
      isUp,
      running.ended.then((code) => Promise.reject(new Error(`${code}: ${running.said()}`))),
    ]);
  }, 120_000);

  afterAll(async () => {
    running.child.kill("SIGTERM");
    await running.ended;
    await rm(dataDir, { recursive: true, force: true, maxRetries: 5 });
  });

  test("prints a link that shows the issue", async () => {
    expect(running.said()).toContain("TicketSmith is running");
    const link = /http:\/\/localhost:\d+\/browse\/SHOP-42/.exec(running.said())?.[0] ?? "no link";
    const answer = await fetch(link);
    expect(answer.status).toBe(200);
    expect(await answer.text()).toContain("SHOP-42");
  });

  test("leaves the app installed and ready", async () => {
    const ready = await fetch(`http://127.0.0.1:${ports.app}/readyz`);
    expect(ready.status).toBe(200);
    const health: unknown = await (await fetch(`http://localhost:${ports.sandbox}/_sandbox/health`)).json();
    expect(health).toMatchObject({ installed: true });
  });

  test("refuses a second start on the same folder in words", async () => {
    const second = start(dataDir, { app: await freePort(), sandbox: await freePort() });
    expect(await second.ended).toBe("1");
    expect(second.said()).toContain("already running");
  });

  test("stops when asked to, and frees its ports", async () => {
    running.child.kill("SIGTERM");
    expect(await running.ended).toBe("0");
    await expect(fetch(`http://127.0.0.1:${ports.app}/healthz`)).rejects.toThrow("fetch failed");
    await expect(fetch(`http://127.0.0.1:${ports.sandbox}/_sandbox/health`)).rejects.toThrow("fetch failed");
  });
});

function start(dataDir: string, ports: { app: number; sandbox: number }) {
  const flags = ["--port", String(ports.app), "--sandbox-port", String(ports.sandbox)];
  const { DATABASE_URL: _url, MIGRATION_DATABASE_URL: _owner, ...env } = process.env;
  const child = spawn(process.execPath, [starter, ...flags], {
    env: { ...env, DATA_DIR: dataDir, LOG_LEVEL: "info" },
  });
  let said = "";
  child.stdout.on("data", (chunk: Buffer) => (said += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
  const ended = once(child, "close").then(([code]) => String(code));
  return { child, ended, said: () => said };
}

async function freePort(): Promise<number> {
  const probe = createServer();
  const port = await new Promise<number>((resolve) => {
    probe.listen(0, "127.0.0.1", () => resolve((probe.address() as AddressInfo).port));
  });
  await new Promise<void>((resolve) => probe.close(() => resolve()));
  return port;
}
