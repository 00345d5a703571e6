// A program of its own, started beside a throw-away server: node stop-postgres.ts <pg_ctl> <folder>. Its standard
// input is a pipe from the test run, which the system closes however the run ends, also when it is killed. Then
// the server is stopped and its folder erased.
import { once } from "node:events";
import { rm } from "node:fs/promises";
import path from "node:path";
import { runPostgresTool } from "./run-postgres-tool.ts";

const [control = "", folder = ""] = process.argv.slice(2);
// A Ctrl-C reaches the whole group of the terminal; the pipe says when it is time.
for (const signal of ["SIGINT", "SIGHUP", "SIGTERM"]) process.on(signal, () => {});
await once(process.stdin.resume(), "end");
const data = path.join(folder, "data");
// It fails when the server never came up, and the folder must go all the same.
await runPostgresTool(folder, control, ["-D", data, "-m", "immediate", "-w", "stop"]).catch(() => {});
await rm(folder, { recursive: true, force: true, maxRetries: 5 });
