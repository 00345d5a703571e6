export { createStores, type Stores } from "./create-stores.ts";
export { createLiveUpdates } from "./live-updates.ts";
export { migrateDatabase, revertDatabase } from "./migrate-database.ts";
export { migrateServer, openDatabase, type Database } from "./open-database.ts";
export { resealSecrets, type Resealed } from "./reseal-secrets.ts";
export { createSigningKeyStore } from "./signing-key-store.ts";
