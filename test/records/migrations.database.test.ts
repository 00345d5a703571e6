import { PGlite } from "@electric-sql/pglite";
import { expect, test } from "vitest";
import { migrateDatabase, revertDatabase } from "../../server/records/index.ts";

test("migrations go all the way down and up again", { timeout: 60_000 }, async () => {
  const pglite = await PGlite.create();
  const owner = {
    async query(text: string, values: readonly unknown[] = []) {
      if (values.length > 0) return pglite.query(text, [...values]);
      return { rows: (await pglite.exec(text)).flatMap((result) => result.rows) };
    },
  };
  const tables = async () =>
    (await owner.query("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")).rows;
  const applied = await migrateDatabase(owner);
  const full = await tables();
  expect(applied).toContain("0001-tenants.ts");
  expect(await migrateDatabase(owner)).toEqual([]);
  expect((await revertDatabase(owner)).toReversed()).toEqual(applied);
  expect(await tables()).toEqual([{ tablename: "schema_migrations" }]);
  expect(await migrateDatabase(owner)).toEqual(applied);
  expect(await tables()).toEqual(full);
  await pglite.close();
});
