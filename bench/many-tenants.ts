import { startDurablePostgres } from "../test/environment/postgres.ts";
import { sendWebhooks, usageOf } from "./load/run-apart.ts";
import { startTicketSmith, type StartedApp } from "./load/start-apps.ts";

/**
 * What a webhook costs when each comes from any of ten thousand sites, so that many are not remembered, against ten
 * sites that always are: processor time of the app's process, the two in turn. `node bench/many-tenants.ts [rounds]`
 */
const WANTED_RATIO = 1.3;
const WANTED_COLD = 0.2;
const TENANTS = 10_000;
const SECONDS = 8;
const rounds = Number(process.argv[2] ?? 3);

const postgres = await startDurablePostgres();
try {
  const app = await startTicketSmith(postgres.url, { tenants: TENANTS });
  try {
    const few = { ...app, senders: app.senders.slice(0, 10) };
    await measure(app, 4);
    await measure(few, 2);
    const all = [];
    for (let round = 0; round < rounds; round += 1) {
      const pair = { many: await measure(app, SECONDS), few: await measure(few, SECONDS) };
      all.push({ ratio: pair.many.micros / pair.few.micros, cold: pair.many.cold });
      console.log(`${say(TENANTS, pair.many)}\n${say(10, pair.few)}`);
    }
    const ratio = all.map((pair) => pair.ratio).toSorted((a, b) => a - b)[Math.floor(rounds / 2)] ?? Infinity;
    const cold = Math.min(...all.map((pair) => pair.cold));
    console.log(
      `\n${TENANTS} tenants / 10: ${ratio.toFixed(2)} (wanted: at most ${WANTED_RATIO}), with at least`,
    );
    console.log(`${(cold * 100).toFixed(0)} % not remembered (wanted: at least ${WANTED_COLD * 100} %)`);
    process.exitCode = ratio <= WANTED_RATIO && cold >= WANTED_COLD ? 0 : 1;
  } finally {
    await app.stop();
  }
} finally {
  await postgres.stop();
}

async function measure(app: StartedApp, seconds: number) {
  const [before, asked] = [await usageOf(app.pid), await lookUps(app)];
  const order = { port: app.port, senders: [...app.senders], connections: 64, rate: null, seconds };
  const { answered, refused, p99 } = await sendWebhooks(order);
  const [after, askedThen] = [await usageOf(app.pid), await lookUps(app)];
  if (refused > 0) throw new Error(`${refused} of ${answered} were refused`);
  const micros = ((after.cpuSeconds - before.cpuSeconds) * 1e6) / answered;
  // ACE asks a second time within the same request, and always finds it.
  const cold = (askedThen.database - asked.database) / answered;
  return { micros, cold, p99, perSecond: answered / seconds };
}

type Measured = Awaited<ReturnType<typeof measure>>;

function say(tenants: number, { micros, cold, p99, perSecond }: Measured): string {
  const parts = [`${micros.toFixed(0)} us each`, `${perSecond.toFixed(0)}/s`, `p99 ${p99.toFixed(0)} ms`];
  return `${String(tenants).padStart(6)} tenants  ${parts.join(", ")}, ${(cold * 100).toFixed(0)} % not remembered`;
}

async function lookUps({ port }: StartedApp) {
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  const read = (from: string) =>
    Number(new RegExp(`^installation_lookups_total\\{from="${from}"\\} (\\d+)`, "m").exec(text)?.[1] ?? 0);
  return { memory: read("memory"), database: read("database") };
}
