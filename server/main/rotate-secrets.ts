import { createLogger, createSealer, loadConfig, readSecretKeys } from "../kit/index.ts";
import { createStores, openDatabase, resealSecrets, type Resealed } from "../records/index.ts";
import { sayFault } from "./say-fault.ts";

/**
 * `npm run rotate-secrets`: put a new key in front of SECRET_KEYS, run this, then drop the old key.
 * Every value that an older key sealed is sealed again with the first one.
 */
async function rotate(): Promise<Resealed> {
  const config = loadConfig(process.env);
  const logger = createLogger({ level: config.logLevel });
  const sealer = createSealer(config.secretKeys ?? (await readSecretKeys(config.dataDir)));
  const db = await openDatabase(config.database, { onError: (error) => logger.error("database", { error }) });
  try {
    const { tenants } = createStores({
      db,
      sealer,
      queue: { send: () => Promise.reject(new Error("Rotation sends no jobs")) },
    });
    return await resealSecrets({ db, sealer, tenants });
  } finally {
    await db.close();
  }
}

try {
  const { resealed, lost } = await rotate();
  process.stdout.write(`Sealed anew: ${resealed}\n`);
  if (lost > 0) {
    process.stderr.write(`${lost} values open with no key in SECRET_KEYS and were left as they are.\n`);
    process.exitCode = 1;
  }
} catch (error) {
  process.stderr.write(`${sayFault(error)}\n`);
  process.exitCode = 1;
}
