import { expect, test } from "vitest";
import { commandsBelow, findCommand, type Command } from "../../server/intake/cli/command.ts";
import { COMMANDS } from "../../server/intake/cli/commands.ts";
import { runCli } from "../../server/intake/cli/index.ts";
import { systemClock } from "../../server/kit/index.ts";
import { NO_FILES } from "../builders/audit.ts";

async function run(...args: string[]) {
  const said: string[] = [];
  const complained: string[] = [];
  const terminal = {
    input: process.stdin,
    say: (line: string) => void said.push(line),
    complain: (line: string) => void complained.push(line),
  };
  const none = () => Promise.reject(new Error("Help needs nothing"));
  const code = await runCli(args, terminal, {
    verifySignature: () => ({ ok: false, why: "forged" }),
    readFile: none,
    writeFile: none,
    ...NO_FILES,
    env: {},
    openLocal: () => Promise.reject(new Error("No TicketSmith is needed")),
    examine: async () => [],
    openModel: none,
    openTenants: none,
    clock: systemClock,
  });
  return { code, said: said.join("\n"), complained: complained.join("\n") };
}

test.each(COMMANDS.map(({ name, usage }) => [name, usage] as const))(
  "%s has help, by either spelling, and no run of it",
  async (name, usage) => {
    const words = name.split(" ");
    expect(usage).toContain(`ticketsmith ${name}`);
    expect(await run("help", ...words)).toEqual({ code: 0, said: usage, complained: "" });
    expect(await run(...words, "--help")).toEqual({ code: 0, said: usage, complained: "" });
  },
);

test("the list names every command once", async () => {
  const { code, said } = await run("--help");
  expect(code).toBe(0);
  for (const { name, summary } of COMMANDS) {
    expect(said.split(`  ${name} `)).toHaveLength(2);
    expect(said).toContain(summary);
  }
});

test("what is no command is not understood, and the answer is the list", async () => {
  for (const args of [[], ["constructor"], ["tenants", "erase"], ["help", "nothing"]]) {
    const { code, said, complained } = await run(...args);
    expect({ code, said }).toEqual({ code: 2, said: "" });
    expect(complained).toContain("ticketsmith");
  }
});

test("the longest name counts, and half a name has the commands below it", () => {
  const of = (name: string): Command<null> => ({ name, summary: "", usage: name, run: async () => 0 });
  const table = [of("token"), of("token list")];
  expect(findCommand(table, ["token", "list", "x"])).toMatchObject({
    command: { name: "token list" },
    rest: ["x"],
  });
  expect(findCommand(table, ["token", "x"])).toMatchObject({ command: { name: "token" }, rest: ["x"] });
  expect(commandsBelow(table, ["token"]).map(({ name }) => name)).toEqual(["token", "token list"]);
  expect(commandsBelow(table, [])).toEqual([]);
});
