export type { Finding } from "./doctor.ts";
export { runCli } from "./run-cli.ts";
