import { spawnSync } from "node:child_process";
import path from "node:path";
import { StartFault } from "./read-options.ts";

/** The embedded database migrates itself; a server is migrated here when its owner's address is at hand. */
export function migrateServer(root: string, env: NodeJS.ProcessEnv): void {
  if (!env.DATABASE_URL || !env.MIGRATION_DATABASE_URL) return;
  const script = path.join(root, "server", "main", "migrate.ts");
  const { status } = spawnSync(process.execPath, [script], { cwd: root, env, stdio: "inherit" });
  if (status !== 0) throw new StartFault("The database of MIGRATION_DATABASE_URL could not be migrated.");
}
