import { createLogger, createSealer, loadConfig, readSecretKeys } from "../kit/index.ts";
import { createPriceList } from "../tenants/index.ts";
import { createStores, openDatabase } from "../records/index.ts";

/** The tenants of the database that the settings name, for a command that sends no jobs. */
export async function openTenants() {
  const config = loadConfig(process.env);
  const logger = createLogger({ level: config.logLevel });
  const sealer = createSealer(config.secretKeys ?? (await readSecretKeys(config.dataDir)));
  const db = await openDatabase(config.database, {
    onError: (error) => logger.error("The database failed in the background", { error }),
  });
  const queue = { send: () => Promise.reject(new Error("A command sends no jobs")) };
  const { tenants, engines, usage, requests } = createStores({ db, sealer, queue });
  const { privateHosts } = config.models;
  const prices = createPriceList(config.models.prices);
  return { tenants, engines, usage, requests, privateHosts, prices, close: () => db.close() };
}
