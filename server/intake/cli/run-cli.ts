import { USAGE, verifyJwt, type Terminal, type VerifyJwtDeps } from "./verify-jwt.ts";

export type CliDeps = VerifyJwtDeps;

/** The command `ticketsmith`: resolves to the exit code. 0: yes; 1: no, with the reason; 2: not understood. */
export async function runCli(args: readonly string[], terminal: Terminal, deps: CliDeps): Promise<number> {
  const [noun, verb, ...rest] = args;
  if (args.includes("--help") || args.includes("-h")) {
    terminal.say(USAGE);
    return 0;
  }
  if (noun === "jwt" && verb === "verify") return verifyJwt(rest, terminal, deps);
  terminal.complain(USAGE);
  return 2;
}
