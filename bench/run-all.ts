import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { buildPanels } from "../bin/start/build-panels.ts";

/**
 * Every measurement there is, one after the other, each a program of its own that says what is wanted and ends with 1
 * where it was not reached: `npm run bench [-- name …]`.
 */
const ALL = [
  "panel-size",
  "planning",
  "api-plan",
  "webhook-intake",
  "many-tenants",
  "tenant-storm",
  "webhook-to-proposal",
  "panel-cold",
  "review-queue",
  "audit-verify",
  "audit-list",
  "policy-try",
  "feedback",
  "second-start",
  "steady-memory",
];

const chosen = process.argv.slice(2);
const unknown = chosen.filter((name) => !ALL.includes(name));
if (unknown.length > 0) {
  console.error(`There is no ${unknown.join(", ")}. There are: ${ALL.join(", ")}`);
  process.exit(2);
}
await buildPanels(path.resolve(import.meta.dirname, ".."));
const missed: string[] = [];
for (const name of chosen.length === 0 ? ALL : chosen) {
  console.log(`\n== ${name}`);
  const child = spawn(process.execPath, [path.join(import.meta.dirname, `${name}.ts`)], { stdio: "inherit" });
  const [code] = await once(child, "exit");
  if (code !== 0) missed.push(name);
}
console.log(missed.length === 0 ? "\nAll reached." : `\nNot reached: ${missed.join(", ")}`);
process.exitCode = missed.length === 0 ? 0 : 1;
