import { Sequelize, type Options } from "sequelize";

/** The lowest version that the SQL is written for. Telling Sequelize saves a query on each connection. */
const FLOOR = "15.0.0";

/**
 * `driver` is the `pg` module with a `Client` that knows where to connect. A query outside a transaction is a
 * fault: it would run without a tenant, and on the embedded database wait for a connection it is itself holding.
 */
export function connectSequelize(driver: object, pool: { max: number; min: number }): Sequelize {
  // The types leave `databaseVersion` out.
  const options: Options & { databaseVersion: string } = {
    dialect: "postgres",
    dialectModule: driver,
    databaseVersion: FLOOR,
    logging: false,
    pool: { ...pool, acquire: 30_000, idle: 30_000 },
    define: { timestamps: false, underscored: true, freezeTableName: true },
  };
  const sequelize = new Sequelize(options);
  sequelize.addHook("beforeQuery", (options) => {
    if (options.transaction === undefined || options.transaction === null) {
      throw new Error("A query was sent outside a tenant's transaction");
    }
  });
  return sequelize;
}
