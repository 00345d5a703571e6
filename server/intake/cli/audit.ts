import type { Writable } from "node:stream";
import * as z from "zod";
import { EXPORT_FORMATS, verifyExport, type ExportCheck } from "../../audit/index.ts";
import { ok, readPublicKey, refuse, type Result } from "../../kit/index.ts";
import { streamAsOperator } from "./connect.ts";
import { HERE, misunderstood, operate, type OperateDeps } from "./operate.ts";
import { readArgs } from "./read-args.ts";
import type { Terminal } from "./verify-jwt.ts";

export type AuditDeps = OperateDeps & {
  /** For files that may be larger than memory. */
  openRead: (path: string) => AsyncIterable<Uint8Array>;
  /** A new file, which only its owner may read. */
  openWrite: (path: string) => Writable;
};

export const AUDIT_USAGE = `Usage: ticketsmith audit list SITE [--who ACCOUNT] [--type TYPE,…] [--proposal ID] [--issue KEY]
                             [--from TIME] [--to TIME] [--before N] [--limit N] [--json]
       ticketsmith audit export SITE [--format ${EXPORT_FORMATS.join("|")}] [--out FILE]
       ticketsmith audit verify FILE|- --key PUBLIC.pem|KEY [--redacted] [--json]
       ticketsmith audit key [--json]
       ticketsmith audit erase SITE ACCOUNT

The record of what happened on a site: who, on whose behalf, what was proposed, which policy judged it and how, what was
approved (by the hash of what was on screen), what was sent to Jira (its shape, no text) and what was seen there after.

  list     newest first. --issue finds the lines of proposals on it as well; --to is not included; --before N goes on
           from the last line that was shown; --limit is 50, at most 1000
  export   the whole log. jsonl can be verified; csv is for reading. It is itself noted in the log. --out makes a new
           file; without it the export is printed
  verify   proves an export in jsonl from the file and the public key alone. Exit code 0: it is whole and signed by that
           key; 1: it is not, with the first place where it breaks. It says up to which line, and of when: of what came
           later it knows nothing. --redacted allows that names and words were taken out since
  key      the public part of the key that signs exports of this deployment
  erase    forgets who an account was, and what they wrote, in the log. The chain stays whole

TIME is such as 2027-01-31 or 2027-01-31T09:00:00Z.

${HERE}`;

type Run = (args: readonly string[], terminal: Terminal, deps: AuditDeps) => Promise<number>;

const text = { type: "string" } as const;
const FILTERS = {
  ...{ who: text, type: text, proposal: text, issue: text, from: text, to: text, before: text, limit: text },
} as const;
const OPTIONS = {
  ...FILTERS,
  ...{ format: text, out: text, key: text },
  redacted: { type: "boolean", default: false },
  json: { type: "boolean", default: false },
} as const;

const Lines = z.object({
  lines: z.array(
    z.object({
      seq: z.number(),
      at: z.string(),
      entry: z.looseObject({
        by: z.string(),
        for: z.string().optional(),
        type: z.string(),
        words: z.string().optional(),
      }),
    }),
  ),
});

export const listAudit: Run = async (args, terminal, deps) => {
  const asked = readArgs(args, { ...FILTERS, json: OPTIONS.json });
  const [site, ...more] = asked.ok ? asked.value.rest : [];
  if (!asked.ok || site === undefined || more.length > 0) return misunderstood(terminal, asked, AUDIT_USAGE);
  const { json, ...filters } = asked.value.values;
  const query = new URLSearchParams(
    Object.entries(filters).flatMap(([name, value]): [string, string][] =>
      value === undefined ? [] : [[name, value]],
    ),
  );
  return operate(site, terminal, deps, json, ["GET", `/operator/audit?${query}`], (answer) => {
    const { lines } = Lines.parse(answer);
    if (lines.length === 0) terminal.complain("There is no such line.");
    return lines.map(sayLine).join("\n");
  });
};

function sayLine({ seq, at, entry }: z.infer<typeof Lines>["lines"][number]): string {
  const { by, for: behalf, type, words, ...rest } = entry;
  const who = behalf === undefined || behalf === by ? by : `${by} for ${behalf}`;
  const details = JSON.stringify({ ...rest, ...(words === undefined ? {} : { words }) });
  return [seq, at, who, type, details].join("\t").replace(/[^\P{Cc}\t]/gu, "?");
}

export const exportAudit: Run = async (args, terminal, deps) => {
  const asked = readArgs(args, { format: OPTIONS.format, out: OPTIONS.out });
  const [site, ...more] = asked.ok ? asked.value.rest : [];
  const { format = "jsonl", out } = asked.ok ? asked.value.values : {};
  const isKnown = EXPORT_FORMATS.some((one) => one === format);
  if (!asked.ok || site === undefined || more.length > 0 || !isKnown)
    return misunderstood(terminal, asked, AUDIT_USAGE);
  const { answer, close } = await streamAsOperator(deps, site, `/operator/audit/export?format=${format}`);
  try {
    const written = answer.ok ? await pour(answer.value, out, terminal, deps) : answer;
    if (!written.ok) terminal.complain(written.reason);
    return written.ok ? 0 : 1;
  } finally {
    await close();
  }
};

/** An export as it comes in, into a new file or onto the terminal. */
export async function pour(
  chunks: AsyncIterable<Uint8Array>,
  out: string | undefined,
  terminal: Pick<Terminal, "say">,
  deps: Pick<AuditDeps, "openWrite">,
): Promise<Result<true>> {
  try {
    if (out === undefined) await sayAll(chunks, terminal);
    else await writeAll(chunks, deps.openWrite(out));
    return ok(true);
  } catch (error) {
    if (isThere(error)) return refuse(`${out} is there already. --out makes a new file.`);
    const why = error instanceof Error ? error.message : "no reason was given";
    return refuse(`The export broke off, and what there is of it is not whole: ${why}`);
  }
}

const isThere = (error: unknown): boolean =>
  error instanceof Error && "code" in error && error.code === "EEXIST";

async function writeAll(chunks: AsyncIterable<Uint8Array>, file: Writable): Promise<void> {
  const ended = new Promise<void>((resolve, reject) => {
    file.once("error", reject);
    file.once("close", resolve);
  });
  // Told of at the end, if not before.
  ended.catch(() => {});
  for await (const chunk of chunks) {
    if (file.destroyed) break;
    if (!file.write(chunk))
      await Promise.race([ended, new Promise((resolve) => file.once("drain", resolve))]);
  }
  file.end();
  await ended;
}

/** Line by line, for that is what a terminal takes. */
async function sayAll(chunks: AsyncIterable<Uint8Array>, terminal: Pick<Terminal, "say">): Promise<void> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of chunks) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) terminal.say(line);
  }
  if (rest !== "") terminal.say(rest);
}

export const verifyAudit: Run = async (args, terminal, deps) => {
  const asked = readArgs(args, { key: OPTIONS.key, redacted: OPTIONS.redacted, json: OPTIONS.json });
  const [file, ...more] = asked.ok ? asked.value.rest : [];
  if (!asked.ok || file === undefined || more.length > 0) return misunderstood(terminal, asked, AUDIT_USAGE);
  const { key, redacted, json } = asked.value.values;
  if (key === undefined) {
    terminal.complain(NO_KEY);
    return 2;
  }
  const publicKey = readPublicKey(key) ?? (await readKeyFile(key, deps));
  if (publicKey === undefined) {
    terminal.complain(
      `--key is neither a public Ed25519 key (PEM, or its base64) nor a file that holds one.`,
    );
    return 2;
  }
  const checked = await check(file === "-" ? terminal.input : deps.openRead(file), publicKey, redacted);
  if (!checked.ok) {
    terminal.complain(checked.reason);
    return 1;
  }
  if (json) terminal.say(JSON.stringify(checked.value, null, 2));
  else if (checked.value.whole) terminal.say(sayWhole(checked.value));
  else terminal.complain(`Not whole. ${checked.value.said}`);
  return checked.value.whole ? 0 : 1;
};

const NO_KEY =
  "Say by which key it must be signed: --key PUBLIC.pem. `ticketsmith audit key` prints it where the log is kept; a key that came with the file would prove nothing.";

async function check(
  chunks: AsyncIterable<Uint8Array>,
  publicKey: Parameters<typeof verifyExport>[1],
  redacted: boolean,
): Promise<Result<ExportCheck>> {
  try {
    return ok(await verifyExport(chunks, publicKey, { redacted }));
  } catch (error) {
    return refuse(`It cannot be read: ${error instanceof Error ? error.message : "no reason was given"}`);
  }
}

async function readKeyFile(path: string, { readFile }: Pick<AuditDeps, "readFile">) {
  try {
    return readPublicKey((await readFile(path)).toString("utf8"));
  } catch {
    return undefined;
  }
}

function sayWhole({ head, lines, onTrust, redacted }: ExportCheck & { whole: true }): string {
  return [
    `Whole: ${lines} lines of ${JSON.stringify(head.origin)} (${head.tenantId}), up to entry ${head.seq}.`,
    `Signed ${head.at} by key ${head.keyId}. Of what came later it says nothing.`,
    ...(onTrust === 0
      ? []
      : [`For the names and words of ${onTrust} older lines the signature alone vouches.`]),
    ...(redacted ? ["Names or words were taken out since it was exported; those left are proven."] : []),
  ].join("\n");
}

const Key = z.object({ keyId: z.string(), publicKey: z.string() });

export const showKey: Run = async (args, terminal, deps) => {
  const asked = readArgs(args, { json: OPTIONS.json });
  if (!asked.ok || asked.value.rest.length > 0) return misunderstood(terminal, asked, AUDIT_USAGE);
  const { json } = asked.value.values;
  return operate("", terminal, deps, json, ["GET", "/operator/audit/key"], (answer) => {
    const { keyId, publicKey } = Key.parse(answer);
    terminal.complain(`Key ${keyId}`);
    return publicKey.trim();
  });
};

const Erased = z.object({ erased: z.number() });

export const eraseFromAudit: Run = async (args, terminal, deps) => {
  const asked = readArgs(args, { json: OPTIONS.json });
  const [site, account, ...more] = asked.ok ? asked.value.rest : [];
  if (!asked.ok || site === undefined || account === undefined || more.length > 0)
    return misunderstood(terminal, asked, AUDIT_USAGE);
  const { json } = asked.value.values;
  return operate(site, terminal, deps, json, ["POST", "/operator/audit/erase", { account }], (answer) => {
    const { erased } = Erased.parse(answer);
    return erased === 0 ? "The log held nothing of theirs." : `Forgotten: ${erased} names and words.`;
  });
};
