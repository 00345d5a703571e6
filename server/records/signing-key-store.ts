import * as z from "zod";
import type { SigningKeyStore } from "../audit/index.ts";
import type { Clock, Sealer, SqlSession } from "../kit/index.ts";
import { insertRow } from "./insert-row.ts";
import type { Database } from "./open-database.ts";

const NAME = "audit-signing-key";
const Kept = z.array(z.object({ name: z.string(), value_sealed: z.string() }));

/** Of no tenant. */
const placeOf = (name: string) => ({ tenantId: "deployment", field: `deployment_secrets.value/${name}` });

/** In the database, so that all processes of a deployment sign with the same key. */
export function createSigningKeyStore({
  db,
  sealer,
  clock,
}: {
  db: Pick<Database, "unscoped">;
  sealer: Sealer;
  clock: Clock;
}): SigningKeyStore {
  return {
    keepOrRead: (fresh) =>
      db.unscoped(async (sql) => {
        const known = await read(sql);
        if (known !== undefined) return sealer.open(known, placeOf(NAME)).text;
        const value_sealed = sealer.seal(fresh(), placeOf(NAME));
        await insertRow(sql, "deployment_secrets", { name: NAME, value_sealed, made_at: clock.now() });
        // Of two at once one inserts nothing; both then read the one row.
        const kept = await read(sql);
        if (kept === undefined) throw new Error("A signing key vanished while it was made");
        return sealer.open(kept, placeOf(NAME)).text;
      }),
  };
}

async function read(sql: SqlSession): Promise<string | undefined> {
  const { rows } = await sql.query("SELECT name, value_sealed FROM deployment_secrets WHERE name = $1", [
    NAME,
  ]);
  return Kept.parse(rows)[0]?.value_sealed;
}

/** Each secret of the deployment, for sealing it anew. */
export async function eachDeploymentSecret(
  sql: SqlSession,
  renew: (
    sealed: string,
    place: ReturnType<typeof placeOf>,
    write: (fresh: string) => Promise<unknown>,
  ) => Promise<void>,
): Promise<void> {
  const { rows } = await sql.query("SELECT name, value_sealed FROM deployment_secrets FOR UPDATE");
  for (const { name, value_sealed } of Kept.parse(rows))
    await renew(value_sealed, placeOf(name), (fresh) =>
      sql.query("UPDATE deployment_secrets SET value_sealed = $2 WHERE name = $1", [name, fresh]),
    );
}
