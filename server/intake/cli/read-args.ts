import { parseArgs, type ParseArgsConfig } from "node:util";
import { ok, refuse, type Result } from "../../kit/index.ts";
import type { Terminal } from "./verify-jwt.ts";

type Options = NonNullable<ParseArgsConfig["options"]>;

export const WHERE_OPTIONS = {
  url: { type: "string" },
  token: { type: "string" },
  site: { type: "string" },
  as: { type: "string" },
  json: { type: "boolean", default: false },
} as const satisfies Options;

export const WHERE_USAGE = `  --url, --token   a running TicketSmith and an API token (or TICKETSMITH_URL, TICKETSMITH_TOKEN)
  --site, --as     instead: the TicketSmith of this machine's settings, running or not; a site's origin such as
                   https://acme.atlassian.net, and the Atlassian account that it shall act as
  --json           prints the server's own answer

Exit code: 0 done, 1 refused or failed (with the reason), 2 not understood.`;

/** Reads options and the rest. The refusal is what could not be understood. */
export function readArgs<const T extends Options>(args: readonly string[], options: T) {
  try {
    const parsed = parseArgs({ args: [...args], options, allowPositionals: true });
    return ok({ values: parsed.values, rest: parsed.positionals });
  } catch (error) {
    return refuse(error instanceof Error ? error.message : "Not understood.");
  }
}

/** Words of the command line, or with "-" or none at all what comes on standard input. Undefined: nothing. */
export async function readWords(
  words: readonly string[],
  terminal: Pick<Terminal, "input">,
): Promise<string | undefined> {
  const typed = words.join(" ").trim();
  if (typed !== "" && typed !== "-") return typed;
  const chunks: Uint8Array[] = [];
  for await (const chunk of terminal.input) chunks.push(chunk);
  const read = Buffer.concat(chunks).toString("utf8").trim();
  return read === "" ? undefined : read;
}

/** The JSON of a file, or with "-" or none of standard input. */
export async function readJsonFrom(
  file: string | undefined,
  terminal: Pick<Terminal, "input">,
  readFile: (path: string) => Promise<Buffer>,
): Promise<Result<unknown>> {
  try {
    const text =
      file === undefined || file === "-"
        ? await readWords([], terminal)
        : (await readFile(file)).toString("utf8");
    return ok(JSON.parse(text ?? ""));
  } catch {
    return refuse(`${file ?? "Standard input"} holds no JSON that can be read.`);
  }
}
