import { readFile } from "node:fs/promises";
import { runCli } from "../intake/cli/index.ts";
import { systemClock } from "../kit/index.ts";
// Straight to the proof: the rest of the room would make a short command slow.
import { verifySignature } from "../platform/connect/verify-signature.ts";

const terminal = {
  input: process.stdin,
  say: (line: string) => void process.stdout.write(`${line}\n`),
  complain: (line: string) => void process.stderr.write(`${line.trim()}\n`),
};

process.exitCode = await runCli(process.argv.slice(2), terminal, {
  verifySignature,
  readFile: (path) => readFile(path),
  clock: systemClock,
});
