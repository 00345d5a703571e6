import { commandsBelow, findCommand, listCommands, usagesOf } from "./command.ts";
import { COMMANDS, type CliDeps } from "./commands.ts";
import type { Terminal } from "./verify-jwt.ts";

/** The command `ticketsmith`: resolves to the exit code. 0: yes; 1: no, with the reason; 2: not understood. */
export async function runCli(args: readonly string[], terminal: Terminal, deps: CliDeps): Promise<number> {
  const asksForHelp = args[0] === "help" || args.some((arg) => arg === "--help" || arg === "-h");
  if (asksForHelp)
    return help(
      args.filter((arg) => !HELP.has(arg)),
      terminal,
    );
  const found = findCommand(COMMANDS, args);
  if (found !== undefined) return found.command.run(found.rest, terminal, deps);
  const below = commandsBelow(COMMANDS, args);
  terminal.complain(below.length > 0 ? usagesOf(below) : listCommands(COMMANDS));
  return 2;
}

const HELP = new Set(["help", "--help", "-h"]);

function help(words: readonly string[], terminal: Pick<Terminal, "say" | "complain">): number {
  if (words.length === 0) {
    terminal.say(listCommands(COMMANDS));
    return 0;
  }
  const one = findCommand(COMMANDS, words)?.command;
  const meant = one === undefined ? commandsBelow(COMMANDS, words) : [one];
  if (meant.length > 0) terminal.say(usagesOf(meant));
  else terminal.complain(`There is no command "${words.join(" ")}".\n\n${listCommands(COMMANDS)}`);
  return meant.length > 0 ? 0 : 2;
}
