import { readdir } from "node:fs/promises";
import { setTimeout as wait } from "node:timers/promises";
import { parseArgs } from "node:util";
import { startDurablePostgres } from "../test/environment/postgres.ts";
import { freePort } from "../test/environment/run-program.ts";
import { openGarbageCollector } from "./load/garbage-collector.ts";
import { sendWebhooks, usageOf } from "./load/run-apart.ts";
import { startTicketSmith } from "./load/start-apps.ts";
import { webhookBody } from "./load/sign-webhooks.ts";

/**
 * What the process holds over a quarter of an hour of webhooks, at a steady rate, doors and jobs in one process:
 * `node bench/steady-memory.ts [--minutes 15] [--rate 600]`. The first fifth counts as warming up; the heap is looked at
 * right after its garbage was collected.
 */
const WANTED_MB_PER_MINUTE = 1;
const SAMPLE_MS = 15_000;
const TENANTS = 200;

const { values } = parseArgs({
  options: { minutes: { type: "string", default: "15" }, rate: { type: "string", default: "600" } },
});
const [minutes, rate] = [Number(values.minutes), Number(values.rate)];

type Sample = { minute: number; rss: number; heap: number; files: number; handles: number };

const postgres = await startDurablePostgres();
try {
  const inspector = await freePort();
  const env = { JOBS: "here", NODE_OPTIONS: `--inspect=127.0.0.1:${inspector}` };
  const app = await startTicketSmith(postgres.url, { tenants: TENANTS, env });
  const garbage = await openGarbageCollector(inspector);
  try {
    const began = performance.now();
    const traffic = sendWebhooks({
      ...{ port: app.port, senders: [...app.senders], connections: 64, rate, seconds: minutes * 60 },
      bodies: [webhookBody({ id: "10042", key: "SHOP-42" }, "jira:issue_generic")],
    });
    let over = false;
    const outcome = traffic.finally(() => (over = true));
    const samples: Sample[] = [];
    while (!over) {
      samples.push(await look((performance.now() - began) / 60_000));
      await wait(SAMPLE_MS);
    }
    const { answered, refused, p99 } = await outcome;
    report(samples.filter(({ minute }) => minute >= minutes / 5));
    console.log(`${answered} webhooks, ${refused} refused, p99 ${p99.toFixed(1)} ms`);
    if (refused > 0) process.exitCode = 1;
  } finally {
    garbage.close();
    await app.stop();
  }

  async function look(minute: number): Promise<Sample> {
    await garbage.collect();
    const [{ megabytes: rss }, files, text] = await Promise.all([
      usageOf(app.pid),
      readdir(`/proc/${app.pid}/fd`).then((all) => all.length),
      fetch(`http://127.0.0.1:${app.port}/metrics`).then((response) => response.text()),
    ]);
    const number = (name: string) => Number(new RegExp(`^${name} ([\\d.e+]+)$`, "m").exec(text)?.[1]);
    const heap = number("nodejs_heap_size_used_bytes") / 1_048_576;
    return { minute, rss, heap, files, handles: number("nodejs_active_resources_total") };
  }
} finally {
  await postgres.stop();
}

function report(samples: readonly Sample[]): void {
  const [first, last] = [samples[0], samples.at(-1)];
  if (first === undefined || last === undefined) throw new Error("Too short to say anything");
  const rss = slope(samples.map(({ minute, rss: value }) => ({ minute, value })));
  const heap = slope(samples.map(({ minute, heap: value }) => ({ minute, value })));
  console.log(
    `resident memory: ${first.rss.toFixed(0)} to ${last.rss.toFixed(0)} MB, ${rss.toFixed(2)} MB a minute`,
  );
  console.log(
    `heap after collection: ${heap.toFixed(2)} MB a minute (wanted: under ${WANTED_MB_PER_MINUTE})`,
  );
  console.log(
    `open files: ${first.files} to ${last.files}; resources of the event loop: ${first.handles} to ${last.handles}`,
  );
  process.exitCode = rss < WANTED_MB_PER_MINUTE && heap < WANTED_MB_PER_MINUTE ? 0 : 1;
}

/** Least squares. */
function slope(points: readonly { minute: number; value: number }[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, one) => sum + one, 0) / values.length;
  const x = mean(points.map(({ minute }) => minute));
  const y = mean(points.map(({ value }) => value));
  const over = points.reduce((sum, { minute, value }) => sum + (minute - x) * (value - y), 0);
  const under = points.reduce((sum, { minute }) => sum + (minute - x) ** 2, 0);
  return over / under;
}
