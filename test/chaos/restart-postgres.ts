import path from "node:path";
import { EXE, findBinaries } from "../environment/find-postgres.ts";
import { runPostgresTool } from "../environment/run-postgres-tool.ts";
import { ask, hangUp } from "./ask-database.ts";

/** Stops a server of our own as a crash would, in the middle of whatever it does, and starts it again. */
export async function prepareRestart(serverUrl: string): Promise<() => Promise<void>> {
  const bin = await findBinaries();
  if (bin === null) throw new Error("No PostgreSQL is installed");
  const [row] = await ask(serverUrl, "SELECT current_setting('data_directory') AS folder");
  const data = String(row?.["folder"]);
  // What was committed must outlive the crash, as it does by default; only the disk may lag behind.
  await ask(serverUrl, "ALTER ROLE ticketsmith_app SET synchronous_commit = on");
  await hangUp(serverUrl);
  return async () => {
    const folder = path.dirname(data);
    await runPostgresTool(folder, path.join(bin, `pg_ctl${EXE}`), [
      ...["-D", data, "-m", "immediate", "-w", "-l", path.join(folder, "log"), "restart"],
    ]);
  };
}
