import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { AccountId } from "../server/contract/index.ts";
import { systemClock } from "../server/kit/index.ts";
import { openDatabase } from "../server/records/index.ts";
import { appCaller, createTokenIssuer } from "../server/tenants/index.ts";
import { startRunningApp } from "../test/environment/running-app.ts";

/**
 * How long `POST /api/v1/plan` takes with the offline engine, one call after the other, with the embedded database and a
 * sandbox site in the same process: `node bench/api-plan.ts [how many]`.
 */
const BUDGET_MS = 60;
const SENTENCES = [
  "make it highest and assign it to Ana Ruiz",
  "move it to In Progress, due next Friday",
  "add the label regression",
  "comment: we are on it",
];
const count = Number(process.argv[2] ?? 200);

const folder = await mkdtemp(path.join(tmpdir(), "ticketsmith-bench-"));
const db = await openDatabase(
  { kind: "embedded", folder: path.join(folder, "database") },
  { onError: console.error },
);
const running = await startRunningApp(db);
const taken: number[] = [];
try {
  const secret = await makeToken();
  for (let number = -20; number < count; number += 1) {
    const ms = await planOne(secret, SENTENCES[Math.abs(number) % SENTENCES.length] ?? "");
    if (number >= 0) taken.push(ms);
  }
} finally {
  await running.stop();
  await db.close();
  await rm(folder, { recursive: true });
}
const sorted = taken.toSorted((a, b) => a - b);
const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
const row = (name: string, ms: number) =>
  `${name}  ${ms.toFixed(0)} ms  (${(ms / BUDGET_MS).toFixed(2)} of the budget)`;
console.log([`${count} plans`, row("p50", at(0.5)), row("p95", at(0.95)), row("max", at(1))].join("\n"));
process.exitCode = at(0.95) <= BUDGET_MS ? 0 : 1;

async function makeToken(): Promise<string> {
  const site = running.sandbox.site("acme");
  const tenant = await running.app.stores.tenants.findByOrigin(site.origin());
  const mia = site.people().find((person) => person.displayName === "Mia Krause");
  if (tenant === undefined || mia === undefined) throw new Error("The sandbox has no site or no Mia Krause");
  const made = await createTokenIssuer({ tokens: running.app.stores.apiTokens, clock: systemClock })(
    appCaller(tenant.id, "bench"),
    { name: "bench", account: AccountId.parse(mia.accountId), scopes: ["plan"], expiresAt: null },
  );
  if (made === "in-the-past") throw new Error("No token was made");
  return made.secret;
}

async function planOne(secret: string, text: string): Promise<number> {
  const began = performance.now();
  const response = await fetch(`${running.baseUrl}/api/v1/plan`, {
    method: "POST",
    headers: { authorization: `Bearer ${secret}`, "content-type": "application/json" },
    body: JSON.stringify({ issue: "SHOP-42", text }),
  });
  const answer = await response.text();
  if (response.status !== 200) throw new Error(`${response.status}: ${answer}`);
  return performance.now() - began;
}
