import { setTimeout as wait } from "node:timers/promises";
import * as z from "zod";
import { signRequest } from "../../sandbox/apps/sign-for-app.ts";
import type { Site } from "../../sandbox/site.ts";
import type { WebhookDelivery } from "../../sandbox/state.ts";
import type { Random } from "../builders/random.ts";
import { freePort } from "../environment/run-program.ts";
import { ask } from "./ask-database.ts";
import type { Base } from "./build-base.ts";
import type { Verdict } from "./judge.ts";
import { openWorld, type World } from "./open-world.ts";
import type { Run } from "./scenarios.ts";
import { waitUntil } from "./wait-until.ts";

const AT_ONCE = 20;

/** Each new issue asks for one proposal; it is told of several times, out of order, while everything is killed. */
export function storm(
  base: Base,
  { issues, deliveries }: { issues: number; deliveries: number },
  random: Random,
): Run {
  return {
    name: `a storm of ${deliveries} deliveries about ${issues} new issues, web and worker killed in it`,
    async go() {
      const world = await openWorld(base, []);
      try {
        return [await weather(world, { issues, deliveries }, random)];
      } finally {
        await world.close();
      }
    },
  };
}

async function weather(
  world: World,
  size: { issues: number; deliveries: number },
  random: Random,
): Promise<Verdict> {
  const { made, told } = await makeNews(world.openSite(), size.issues);
  const port = await freePort();
  const all = shuffle(
    Array.from({ length: size.deliveries }, (_, n) => told[n % told.length]).filter(
      (one) => one !== undefined,
    ),
    random,
  );
  let web = world.startWeb(port);
  let worker = world.startWorker();
  await web.saying('"Started"');

  let sent = 0;
  const sendNext = async (): Promise<void> => {
    const next = all.shift();
    if (next === undefined) return;
    await deliver(world.openSite(), next, port);
    sent += 1;
    return sendNext();
  };
  const sending = Promise.all(Array.from({ length: AT_ONCE }, sendNext));
  const reached = (part: number) =>
    waitUntil("the storm", async () => sent >= size.deliveries * part, { seconds: 200, everyMs: 20 });

  await reached(0.2 + random.below(20) / 100);
  await web.kill();
  web = world.startWeb(port);
  await reached(0.5 + random.below(20) / 100);
  await Promise.all([worker.kill(), web.kill()]);
  [web, worker] = [world.startWeb(port), world.startWorker()];
  await sending;
  await waitUntil("the end of it", () => isQuiet(world.url), { seconds: 240, everyMs: 500 }).catch(() => {});
  return judgeStorm(world.url, made);
}

/** Issues that people made while the app was away, and all that Jira would tell of them. */
async function makeNews(site: Site, count: number) {
  const who = site.people().find(({ displayName }) => displayName === "Sam Reporter")?.accountId ?? "";
  const as = { kind: "person", accountId: who, throughApp: null } as const;
  const made: string[] = [];
  const told = new Map<string, WebhookDelivery>();
  for (let n = 1; n <= count; n += 1) {
    const issue = site.createIssue(
      { as },
      {
        fields: {
          project: { key: "SHOP" },
          issuetype: { name: "Task" },
          summary: `Checkout ${n} shows a white page, payment fails for all customers`,
        },
      },
    );
    if (!issue.ok) throw new Error(JSON.stringify(issue.refusal));
    made.push(issue.value.id);
    // The site keeps the last few hundred only.
    for (const one of site.state().deliveries)
      if (made.includes(issueIn(one))) told.set(one.identifier, structuredClone(one));
    await wait(0);
  }
  return { made, told: [...told.values()] };
}

const Body = z.object({ issue: z.object({ id: z.string() }).optional() });
const issueIn = ({ body }: WebhookDelivery): string => Body.safeParse(body).data?.issue?.id ?? "";

/** As Jira does: the same delivery again, until it is taken. */
async function deliver(site: Site, delivery: WebhookDelivery, port: number): Promise<void> {
  const installation = site.installations().find(({ clientKey }) => clientKey === delivery.clientKey);
  if (installation === undefined) throw new Error("Nobody to tell");
  const path = new URL(delivery.url);
  const url = `http://127.0.0.1:${port}${path.pathname}${path.search}`;
  for (let tries = 0; tries < 400; tries += 1) {
    const headers = {
      "content-type": "application/json",
      authorization: `JWT ${signRequest(installation, { method: "POST", url, now: new Date() }, {})}`,
      "x-atlassian-webhook-identifier": delivery.identifier,
    };
    const status = await fetch(url, { method: "POST", headers, body: JSON.stringify(delivery.body) }).then(
      (answer) => answer.status,
      () => 0,
    );
    if (status === 204) return;
    if (status >= 400 && status < 500 && status !== 429) throw new Error(`A delivery was refused: ${status}`);
    await wait(100);
  }
  throw new Error("A delivery was never taken");
}

async function isQuiet(url: string): Promise<boolean> {
  const [row] = await ask(
    url,
    `SELECT (SELECT count(*) FROM inbox WHERE processed_at IS NULL)
      + (SELECT count(*) FROM requests WHERE state IN ('queued', 'working'))
      + (SELECT count(*) FROM jobs.job WHERE name IN ('drain-inbox', 'propose') AND state < 'completed') AS left`,
  );
  return Number(row?.["left"]) === 0;
}

async function judgeStorm(url: string, made: readonly string[]): Promise<Verdict> {
  const rows = await ask(
    url,
    `SELECT wanted.id,
      (SELECT count(*) FROM requests r WHERE r.issue_id = wanted.id) AS requests,
      (SELECT count(*) FROM proposals p WHERE p.issue_id = wanted.id) AS proposals
     FROM unnest($1::text[]) AS wanted (id)`,
    [made],
  );
  const none = rows.filter((row) => Number(row["proposals"]) === 0).length;
  const several = rows.filter((row) => Number(row["proposals"]) > 1 || Number(row["requests"]) > 1).length;
  const wrong = [
    ...(none > 0 ? [`${none} of ${made.length} issues have no proposal`] : []),
    ...(several > 0 ? [`${several} issues have more than one`] : []),
    ...((await isQuiet(url)) ? [] : ["something still waits"]),
  ];
  return { lost: none, twice: several, asked: 0, wrong };
}

function shuffle<T>(items: readonly T[], random: Random): T[] {
  const left = [...items];
  return items.flatMap(() => left.splice(random.below(left.length), 1));
}
