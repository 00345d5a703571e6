import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createSandbox } from "../../sandbox/create-sandbox.ts";
import type { Site } from "../../sandbox/site.ts";
import type { ActionType, ProposalView, StepDirection, UndoView } from "../../server/contract/index.ts";
import { newKeyRing } from "../../server/kit/index.ts";
import { makeServerDatabase } from "../environment/server-database.ts";
import { createPanelClient } from "../environment/panel-client.ts";
import { freePort, runProgram, type Settings } from "../environment/run-program.ts";
import { ask, hangUp } from "./ask-database.ts";
import { waitUntil } from "./wait-until.ts";

/** What a person has approved, and nobody has carried out yet. */
export type Piece = {
  action: ActionType;
  direction: StepDirection;
  proposal: string;
  issueKey: string;
};

/** A moment to start from, as often as wanted: everything is approved, and no worker runs. */
export type Base = {
  serverUrl: string;
  /** A database to copy. */
  template: string;
  /** The state of the sites, and the port that it names. */
  sites: string;
  port: number;
  secretKeys: string;
  pieces: Piece[];
  drop(): Promise<void>;
};

/** What the new issues are called. */
export const CREATED = "Update the runbook";

export const SENTENCES: readonly { action: ActionType; text: string }[] = [
  { action: "edit-fields", text: "set priority to Highest" },
  { action: "set-assignee", text: "assign to Ana Ruiz" },
  { action: "transition", text: "start progress" },
  { action: "add-comment", text: "comment: on it" },
  { action: "link-issues", text: "link it to SHOP-1" },
  { action: "create-issue", text: `create a task: ${CREATED}` },
];
export const WHO = "Mia Krause";

/** Lives through the road up to the yes with the real programs, for every action type and both directions. */
export async function buildBase(serverUrl: string): Promise<Base> {
  const sites = await mkdtemp(path.join(tmpdir(), "ticketsmith-chaos-"));
  const database = await makeServerDatabase(serverUrl);
  const sandbox = createSandbox({ port: 0, dataDir: sites, webhookRetryDelaysMs: [200, 400] });
  const { port } = await sandbox.start();
  const site = `http://127.0.0.1:${port}`;
  const secretKeys = newKeyRing("k1");
  const webPort = await freePort();
  const address = `http://127.0.0.1:${webPort}`;
  const settings: Settings = {
    PORT: String(webPort),
    BASE_URL: address,
    DATABASE_URL: database.config.url,
    SECRET_KEYS: secretKeys,
    JOBS: "elsewhere",
    ALLOWED_HOSTS: "localhost,127.0.0.1",
    CONNECT_KEYS_URL: `${site}/_keys`,
    OAUTH_TOKEN_URL: `${site}/_oauth/oauth2/token`,
  };
  await runProgram("migrate", { ...settings, MIGRATION_DATABASE_URL: database.config.migrationUrl }).ended;
  const web = runProgram("web", settings);
  const worker = runProgram("worker", settings);
  const idle = () =>
    waitUntil("an idle queue", async () => {
      const [row] = await ask(urlOn(serverUrl, database.name), UNFINISHED_JOBS);
      return Number(row?.["count"]) === 0;
    });
  try {
    await Promise.all([web.saying('"Started"'), worker.saying('"Started"')]);
    await install(port, address);
    await waitUntil("the installation", async () => {
      const rows = await ask(
        urlOn(serverUrl, database.name),
        "SELECT 1 FROM installations WHERE state = 'enabled'",
      );
      return rows.length > 0;
    });
    const people = createPanelClient(sandbox, address);
    const wanted = SENTENCES.flatMap((one) =>
      (["do", "undo"] as const).map((direction) => ({
        ...one,
        direction,
        issueKey: newIssue(one.action, direction),
      })),
    );
    function newIssue(action: string, direction: string): string {
      return makePlace(sandbox.site("acme"), `${action}, to ${direction}`);
    }
    const proposed = [];
    for (const one of wanted) {
      const panel = people.panelOf(WHO, one.issueKey);
      proposed.push({ ...one, panel, proposal: await proposeOn(panel, one.text) });
    }
    const undone = proposed.filter(({ direction }) => direction === "undo");
    for (const { panel, proposal } of undone) await panel.do(proposal, "approve", yes(proposal));
    for (const { panel, proposal } of undone)
      await panel.until((one) => one.id === proposal.id && one.status === "done", "the step to undo");
    await idle();
    await worker.stop();
    for (const { panel, proposal, direction } of proposed) {
      if (direction === "do") {
        await panel.do(proposal, "approve", yes(proposal));
        continue;
      }
      const preview = await panel.call("GET", `proposals/${proposal.id}/undo`);
      const { undoHash, steps } = preview.body as UndoView;
      await panel.do(proposal, "undo", { undoHash, steps: steps.map(({ step }) => step) });
    }
    const pieces = proposed.map(({ action, direction, issueKey, proposal }) => ({
      ...{ action, direction, issueKey, proposal: proposal.id },
    }));
    return { serverUrl, template: database.name, sites, port, secretKeys, pieces, drop };
  } finally {
    await Promise.all([web.stop(), worker.stop()]);
    await sandbox.stop();
    // Only a database that nobody is connected to can be copied.
    await hangUp(urlOn(serverUrl, database.name));
  }

  async function drop(): Promise<void> {
    await hangUp(serverUrl);
    await database.drop();
    await rm(sites, { recursive: true, force: true });
  }
}

/** An issue of its own for each piece, as a person makes one. */
export function makePlace(at: Site, what: string): string {
  const accountId = at.people().find(({ displayName }) => displayName === WHO)?.accountId ?? "";
  const made = at.createIssue(
    { as: { kind: "person", accountId, throughApp: null } },
    {
      fields: {
        project: { key: "SHOP" },
        issuetype: { name: "Task" },
        summary: `A place for ${what}`,
        priority: { name: "Low" },
      },
    },
  );
  if (!made.ok) throw new Error(JSON.stringify(made.refusal));
  return made.value.key;
}

type Panel = ReturnType<ReturnType<typeof createPanelClient>["panelOf"]>;

export async function proposeOn(panel: Panel, text: string): Promise<ProposalView> {
  await panel.ask(text);
  return panel.until(({ origin, status }) => origin === "sentence" && status === "waiting", text);
}

const UNFINISHED_JOBS = `SELECT count(*) FROM jobs.job WHERE state < 'completed' AND name NOT LIKE '\\_\\_%'`;

export const yes = (proposal: ProposalView) => ({
  planHash: proposal.planHash,
  steps: proposal.steps.map((step) => step.id),
});

export const urlOn = (serverUrl: string, database: string): string => {
  const url = new URL(serverUrl);
  url.pathname = `/${database}`;
  return url.href;
};

export async function install(port: number, address: string): Promise<void> {
  const answer = await fetch(`http://localhost:${port}/_sandbox/install`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ descriptorUrl: `${address}/atlassian-connect.json`, products: ["jira"] }),
  });
  if (answer.status !== 200) throw new Error(`Not installed: ${await answer.text()}`);
}
