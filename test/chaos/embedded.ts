import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { createSandbox } from "../../sandbox/create-sandbox.ts";
import type { Random } from "../builders/random.ts";
import { createPanelClient } from "../environment/panel-client.ts";
import { freePort, runProgram, type Program } from "../environment/run-program.ts";
import { install, makePlace, proposeOn, SENTENCES, WHO, yes, type Piece } from "./build-base.ts";
import { countChanges } from "./count-changes.ts";
import { judge } from "./judge.ts";
import { readFacts } from "./read-facts.ts";
import type { Run } from "./scenarios.ts";
import { waitUntil } from "./wait-until.ts";

const RESTING = ["done", "failed"];

/** One process with its database in a folder: killed twice in the middle of everything, and the folder opened again. */
export function embedded(random: Random): Run {
  const afterMs = [random.below(1_500), random.below(3_000)];
  return {
    name: `all in one process, killed after ${afterMs.join(" ms and again after ")} ms`,
    go: () => liveThrough(afterMs),
  };
}

async function liveThrough(afterMs: readonly number[]) {
  const folder = await mkdtemp(path.join(tmpdir(), "ticketsmith-embedded-"));
  const sandbox = createSandbox({ port: 0, webhookRetryDelaysMs: [500, 1_000] });
  const { port } = await sandbox.start();
  const webPort = await freePort();
  const address = `http://127.0.0.1:${webPort}`;
  const start = async (): Promise<Program> => {
    const program = runProgram("web", {
      PORT: String(webPort),
      BASE_URL: address,
      DATA_DIR: folder,
      ALLOWED_HOSTS: "localhost,127.0.0.1",
      CONNECT_KEYS_URL: `http://127.0.0.1:${port}/_keys`,
      OAUTH_TOKEN_URL: `http://127.0.0.1:${port}/_oauth/oauth2/token`,
    });
    await program.saying('"Started"');
    return program;
  };
  let app = await start();
  try {
    await install(port, address);
    await wait(1_500);
    const people = createPanelClient(sandbox, address);
    const asked = await Promise.all(
      SENTENCES.map(async ({ action, text }) => {
        const issueKey = makePlace(sandbox.site("acme"), action);
        const panel = people.panelOf(WHO, issueKey);
        return { action, issueKey, panel, proposal: await proposeOn(panel, text) };
      }),
    );
    const before = structuredClone(sandbox.site("acme").state());
    for (const { panel, proposal } of asked) await panel.do(proposal, "approve", yes(proposal));
    for (const ms of afterMs) {
      await wait(ms);
      await app.kill();
      app = await start();
    }
    const isAtRest = async ({ panel, proposal }: (typeof asked)[number]) => {
      const { open, recent } = await panel.view();
      return [...open, ...recent].some((one) => one.id === proposal.id && RESTING.includes(one.status));
    };
    await waitUntil("rest", async () => (await Promise.all(asked.map(isAtRest))).every(Boolean), {
      ...{ seconds: 240, everyMs: 1_000 },
    }).catch(() => {});
    await app.stop();
    const after = sandbox.site("acme").state();
    const keys = (await readFile(path.join(folder, "secret-keys"), "utf8")).trim();
    const config = { kind: "embedded", folder: path.join(folder, "database") } as const;
    const facts = await readFacts(
      config,
      keys,
      asked.map(({ proposal }) => proposal.id),
    );
    return asked.flatMap(({ action, issueKey, proposal }, n) => {
      const piece: Piece = { action, direction: "do", proposal: proposal.id, issueKey };
      const known = facts[n];
      return known === undefined ? [] : [judge(known, countChanges(before, after, piece), piece)];
    });
  } finally {
    await app.kill();
    await sandbox.stop();
    await rm(folder, { recursive: true, force: true });
  }
}
