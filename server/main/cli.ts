import { createReadStream, createWriteStream } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { runCli } from "../intake/cli/index.ts";
import { systemClock } from "../kit/index.ts";
// Straight to the proof: the rest of the room would make a short command slow.
import { verifySignature } from "../platform/connect/verify-signature.ts";
import { sayFault } from "./say-fault.ts";

const terminal = {
  input: process.stdin,
  say: (line: string) => void process.stdout.write(`${line}\n`),
  complain: (line: string) => void process.stderr.write(`${line.trim()}\n`),
};

try {
  process.exitCode = await runCli(process.argv.slice(2), terminal, {
    verifySignature,
    readFile: (path) => readFile(path),
    writeFile: (path, text) => writeFile(path, text),
    openRead: (path) => createReadStream(path, { highWaterMark: 1_024 * 1_024 }),
    openWrite: (path) => createWriteStream(path, { flags: "wx", mode: 0o600 }),
    openModel: async () => (await import("./open-model.ts")).openModel(process.env),
    clock: systemClock,
    env: process.env,
    examine: async () => (await import("./examine.ts")).examine(process.env),
    openLocal: async () => (await import("./open-local.ts")).openLocal(process.env),
    // Only when it is asked for: the database is most of what there is to load.
    openTenants: async () => (await import("./open-tenants.ts")).openTenants(),
  });
} catch (error) {
  terminal.complain(sayFault(error));
  process.exitCode = 1;
}
