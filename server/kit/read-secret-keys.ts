import { mkdir, open, readFile } from "node:fs/promises";
import path from "node:path";
import { newKeyRing } from "./parse-key-ring.ts";

const FILE = "secret-keys";

/**
 * The key ring beside the embedded database, made on first use and readable by its owner only.
 * A deployment with its own database is given SECRET_KEYS instead, since its disk may not outlive a restart.
 */
export async function readSecretKeys(dataDir: string): Promise<string> {
  const file = path.join(dataDir, FILE);
  await mkdir(dataDir, { recursive: true });
  try {
    const handle = await open(file, "wx", 0o600);
    const ring = newKeyRing();
    await handle.writeFile(`${ring}\n`);
    await handle.close();
    return ring;
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
    return (await readFile(file, "utf8")).trim();
  }
}
