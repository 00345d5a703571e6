import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as z from "zod";

const run = promisify(execFile);
const root = fileURLToPath(new URL("../../", import.meta.url));

const Report = z.object({
  summary: z.object({
    violations: z.array(z.object({ from: z.string(), rule: z.object({ name: z.string() }) })),
  }),
});

/** A file with one import that must be refused, by the name of the rule that refuses it. */
const PLANTED: readonly [rule: string, file: string, imported: string][] = [
  ["room-kit", "server/kit/a.ts", "../contract/index.ts"],
  ["room-contract", "server/contract/a.ts", "../kit/index.ts"],
  ["room-planning", "server/planning/a.ts", "../tenants/index.ts"],
  ["room-proposals", "server/proposals/a.ts", "../execution/index.ts"],
  ["room-platform", "server/platform/a.ts", "../proposals/index.ts"],
  ["room-clients", "server/clients/jira/a.ts", "../../records/index.ts"],
  ["room-intake", "server/intake/api/a.ts", "../../clients/index.ts"],
  ["room-audit", "server/audit/a.ts", "../main/web.ts"],
  ["room-jobs", "server/jobs/a.ts", "../../sandbox/site.ts"],
  ["room-unknown", "server/cellar/a.ts", "../kit/index.ts"],
  ["door", "server/proposals/b.ts", "../kit/clock.ts"],
  ["frontend", "frontend/panel/a.ts", "../../server/proposals/index.ts"],
  ["frontend", "frontend/panel/b.ts", "../../server/contract/ids.ts"],
  ["sandbox-alone", "sandbox/a.ts", "../server/contract/index.ts"],
  ["starter-alone", "bin/a.ts", "../server/main/web.ts"],
  ["migrations-alone", "migrations/a.ts", "../server/proposals/index.ts"],
  ["no-test-code", "server/main/a.ts", "../../test/builders/facts.ts"],
  ["pure-rooms", "server/richtext/a.ts", "node:fs/promises"],
  ["sql-in-records", "server/execution/a.ts", "pg"],
  ["not-resolved", "server/kit/b.ts", "./nowhere.ts"],
];

const ALLOWED: readonly [file: string, imported: string][] = [
  ["server/planning/fine.ts", "../richtext/index.ts"],
  ["server/main/fine.ts", "../kit/clock.ts"],
  ["server/records/fine.ts", "pg"],
  ["frontend/panel/fine.ts", "../../server/contract/index.ts"],
  ["test/kit/fine.ts", "../../server/kit/clock.ts"],
];

const HOUSE = [
  ...["kit", "contract", "richtext", "tenants", "proposals", "execution", "records", "clients"].map(
    (room) => `server/${room}/index.ts`,
  ),
  ...[
    "server/kit/clock.ts",
    "server/contract/ids.ts",
    "server/main/web.ts",
    "sandbox/site.ts",
    "test/builders/facts.ts",
  ],
];

describe("the import rules", () => {
  let folder: string;
  let refused: Map<string, string[]>;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "ticketsmith-rules-"));
    for (const file of HOUSE) await write(file, "export const here = true;\n");
    for (const [, file, imported] of PLANTED)
      await write(file, `import * as it from "${imported}";\nexport { it };\n`);
    for (const [file, imported] of ALLOWED)
      await write(file, `import * as it from "${imported}";\nexport { it };\n`);
    await write("server/audit/one.ts", 'import type { Two } from "./two.ts";\nexport type One = Two;\n');
    await write("server/audit/two.ts", 'import type { One } from "./one.ts";\nexport type Two = One;\n');
    await symlink(path.join(root, "node_modules"), path.join(folder, "node_modules"), "junction");
    refused = await cruise(folder);
  }, 60_000);

  afterAll(() => rm(folder, { recursive: true, force: true }));

  const write = async (file: string, text: string) => {
    await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
    await writeFile(path.join(folder, file), text);
  };

  test.each(PLANTED)("%s refuses what %s imports from %s", (rule, file) => {
    expect(refused.get(file)).toContain(rule);
  });

  test.each(ALLOWED)("%s may import %s", (file) => {
    expect(refused.get(file)).toBeUndefined();
  });

  test("a circle of types alone is refused too", () => {
    expect(refused.get("server/audit/one.ts")).toContain("no-circle");
  });
});

/** The names of the broken rules by file. */
async function cruise(folder: string): Promise<Map<string, string[]>> {
  const tool = path.join(root, "node_modules/dependency-cruiser/bin/dependency-cruiser.mjs");
  const config = path.join(root, ".dependency-cruiser.mjs");
  const folders = ["server", "frontend", "sandbox", "bin", "migrations", "test"];
  const args = [tool, "--config", config, "-T", "json", ...folders];
  // The tool ends with the number of violations as its exit code, which is no fault here.
  const { stdout } = await run(process.execPath, args, { cwd: folder }).catch(outputOf);
  const broken = new Map<string, string[]>();
  for (const { from, rule } of Report.parse(JSON.parse(stdout)).summary.violations) {
    broken.set(from, [...(broken.get(from) ?? []), rule.name]);
  }
  return broken;
}

function outputOf(error: unknown): { stdout: string } {
  if (error instanceof Error && "stdout" in error && typeof error.stdout === "string")
    return { stdout: error.stdout };
  throw error;
}
