import type { Terminal } from "./verify-jwt.ts";

/** One line of the command table. `name` may be of several words: "tenants list". */
export type Command<Deps> = {
  name: string;
  /** What the list of all commands says of it. */
  summary: string;
  /** What `ticketsmith help NAME` says. */
  usage: string;
  /** Resolves to the exit code. 0: done; 1: refused or failed, with the reason; 2: not understood. */
  run(args: readonly string[], terminal: Terminal, deps: Deps): Promise<number>;
};

const startsWith = (args: readonly string[], words: readonly string[]): boolean =>
  words.length <= args.length && words.every((word, at) => args[at] === word);

/** The command whose name the arguments begin with, and what follows the name. The longest name counts. */
export function findCommand<Deps>(commands: readonly Command<Deps>[], args: readonly string[]) {
  const found = commands
    .map((command) => ({ command, words: command.name.split(" ") }))
    .filter(({ words }) => startsWith(args, words))
    .toSorted((a, b) => b.words.length - a.words.length)[0];
  return found === undefined ? undefined : { command: found.command, rest: args.slice(found.words.length) };
}

/** Commands whose names begin with these words: `tenants` is none itself, and has some below it. */
export const commandsBelow = <Deps>(commands: readonly Command<Deps>[], args: readonly string[]) =>
  args.length === 0 ? [] : commands.filter(({ name }) => startsWith(name.split(" "), args));

/** A usage may stand for several commands: it is said once. */
export const usagesOf = <Deps>(commands: readonly Command<Deps>[]): string =>
  [...new Set(commands.map(({ usage }) => usage))].join("\n\n");

export function listCommands<Deps>(commands: readonly Command<Deps>[]): string {
  const widest = Math.max(...commands.map(({ name }) => name.length));
  return [
    "Usage: ticketsmith COMMAND [options]",
    "",
    ...commands.map(({ name, summary }) => `  ${name.padEnd(widest)}  ${summary}`),
    "",
    "ticketsmith help COMMAND says more. Exit code: 0 done, 1 refused or failed (with the reason), 2 not understood.",
  ].join("\n");
}
