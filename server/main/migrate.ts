import { ConfigFault, createLogger, loadConfig } from "../kit/index.ts";
import { migrateServer, openDatabase } from "../records/index.ts";
import { sayFault } from "./say-fault.ts";

/** `npm run migrate`: brings the configured database up to date, and says what it did. */
async function migrate(): Promise<string[]> {
  const { database, logLevel } = loadConfig(process.env);
  if (database.kind === "embedded") {
    // It migrates itself whenever it is opened.
    const logger = createLogger({ level: logLevel });
    const db = await openDatabase(database, { onError: (error) => logger.error("database", { error }) });
    await db.close();
    return [];
  }
  if (database.migrationUrl === undefined) {
    throw new ConfigFault(
      "MIGRATION_DATABASE_URL must be set: the address with the role that owns the tables",
    );
  }
  return migrateServer({ url: database.url, migrationUrl: database.migrationUrl });
}

try {
  const applied = await migrate();
  process.stdout.write(
    applied.length === 0 ? "The database is up to date.\n" : `Applied: ${applied.join(", ")}\n`,
  );
} catch (error) {
  process.stderr.write(`${sayFault(error)}\n`);
  process.exitCode = 1;
}
