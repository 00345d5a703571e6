import { mkdir } from "node:fs/promises";
import { parseArgs } from "node:util";
import { startDurablePostgres } from "../test/environment/postgres.ts";
import { familyCpu, sendWebhooks, usageOf } from "./load/run-apart.ts";
import { startPlainAce, startTicketSmith, type StartedApp } from "./load/start-apps.ts";

/**
 * Signed webhooks, each answered after its commit: TicketSmith's doors and a plain ACE app in turn, on one PostgreSQL
 * with full durability. What counts is webhooks per second of processor time that the app's process takes.
 * `node bench/webhook-intake.ts [--rounds 3] [--seconds 8] [--profile folder]`
 */
const WANTED_RATIO = 3;
const WANTED_P99_MS = 25;
const CONNECTIONS = 64;
const TENANTS = 10;

const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "3" },
    seconds: { type: "string", default: "8" },
    profile: { type: "string" },
  },
});
const [rounds, seconds] = [Number(values.rounds), Number(values.seconds)];
if (values.profile !== undefined) await mkdir(values.profile, { recursive: true });

const postgres = await startDurablePostgres();
try {
  const started = { tenants: TENANTS, profile: values.profile };
  const ours = await startTicketSmith(postgres.url, started);
  const peer = await startPlainAce(postgres.url, { ...started, senders: ours.senders });
  try {
    await measure(ours, 2);
    await measure(peer, 2);
    const all: { ours: Measured; peer: Measured }[] = [];
    for (let round = 0; round < rounds; round += 1) {
      all.push({ ours: await measure(ours, seconds), peer: await measure(peer, seconds) });
    }
    for (const pair of all) {
      console.log([pair.ours, pair.peer].map(sayMeasured).join("\n"));
    }
    const ratio = median(all.map((pair) => pair.ours.perCore / pair.peer.perCore));
    const peak = median(all.map((pair) => pair.ours.perSecond));
    // Longer: a rare pause must count for as much as it is rare.
    const half = await measure(ours, Math.max(seconds, 30), peak / 2);
    console.log(
      `\nper second of processor, TicketSmith / plain ACE: ${ratio.toFixed(2)} (wanted: ${WANTED_RATIO})`,
    );
    console.log(
      `at half of its own peak (${(peak / 2).toFixed(0)}/s): ${sayMeasured(half)} (wanted: p99 under ${WANTED_P99_MS} ms)`,
    );
    process.exitCode = ratio >= WANTED_RATIO && half.p99 < WANTED_P99_MS ? 0 : 1;
  } finally {
    await Promise.all([ours.stop(), peer.stop()]);
  }
} finally {
  await postgres.stop();
}

type Measured = Awaited<ReturnType<typeof measure>>;

async function measure(app: StartedApp, forSeconds: number, rate: number | null = null) {
  const [before, serverBefore] = [await usageOf(app.pid), await familyCpu(postgres.pid)];
  const outcome = await sendWebhooks({
    ...{ port: app.port, senders: [...app.senders], connections: CONNECTIONS, rate, seconds: forSeconds },
  });
  const [after, serverAfter] = [await usageOf(app.pid), await familyCpu(postgres.pid)];
  if (outcome.refused > 0) throw new Error(`${app.name} refused ${outcome.refused} of ${outcome.answered}`);
  const cpuSeconds = after.cpuSeconds - before.cpuSeconds;
  return {
    ...outcome,
    ...{ name: app.name, cpuSeconds, perSecond: outcome.answered / outcome.seconds },
    perCore: outcome.answered / cpuSeconds,
    serverMicros: ((serverAfter - serverBefore) * 1e6) / outcome.answered,
  };
}

function sayMeasured({ name, perSecond, perCore, serverMicros, p50, p99 }: Measured): string {
  return [
    name.padEnd(12),
    `${perSecond.toFixed(0).padStart(6)}/s`,
    `${perCore.toFixed(0).padStart(6)} per core (${(1e6 / perCore).toFixed(0)} us each, PostgreSQL ${serverMicros.toFixed(0)} us)`,
    `p50 ${p50.toFixed(1)} ms`,
    `p99 ${p99.toFixed(1)} ms`,
  ].join("  ");
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
