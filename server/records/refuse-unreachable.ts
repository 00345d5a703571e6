import { ConnectionError } from "sequelize";
import { ConfigFault } from "../kit/index.ts";

/** Says in words that a database does not let us in, for whoever reads why a start ended. Never the address. */
export function unreachable(setting: "DATABASE_URL" | "MIGRATION_DATABASE_URL", error: unknown): ConfigFault {
  const hint = setting === "DATABASE_URL" ? " If it is new, run: npm run migrate" : "";
  return new ConfigFault(`The database of ${setting} cannot be opened: ${wordsOf(error)}.${hint}`, {
    cause: error,
  });
}

/** A host name with several addresses fails with an error for each, and no words of its own. */
function wordsOf(error: unknown): string {
  const inner = error instanceof ConnectionError ? error.parent : error;
  if (inner instanceof AggregateError) return inner.errors.map(wordsOf).join("; ");
  return inner instanceof Error ? inner.message : String(inner);
}
