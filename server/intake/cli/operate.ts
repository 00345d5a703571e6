import * as z from "zod";
import { PERSONAL_DATA_TYPES } from "../../contract/index.ts";
import type { Result } from "../../kit/index.ts";
import { connectAsOperator, type ConnectDeps } from "./connect.ts";
import { readArgs, readJsonFrom } from "./read-args.ts";
import type { Terminal } from "./verify-jwt.ts";

export type OperateDeps = ConnectDeps & { readFile: (path: string) => Promise<Buffer> };

export const HERE = `It works on the TicketSmith of this machine's settings (DATA_DIR, DATABASE_URL), whether it is running or not; SITE is a
site's origin such as https://acme.atlassian.net. With the embedded database a running server is asked through a socket
in DATA_DIR/local, which only its own user may enter.

Exit code: 0 done, 1 refused or failed (with the reason), 2 not understood.`;

export const TOKEN_USAGE = `Usage: ticketsmith token create SITE --as ACCOUNT --name NAME [--scopes plan,propose,decide] [--expires TIME]
       ticketsmith token list SITE [--json]
       ticketsmith token revoke SITE ID

Tokens for programs. A token stands for one Atlassian account: it sees and may do what Jira lets that account see and
do. It is printed once, when it is made, and kept as a digest only.

  --as ACCOUNT     the account's id
  --name NAME      what it is for
  --scopes LIST    plan (think, store nothing), propose (make proposals, read them), decide (approve, reject, read).
                   Default: plan
  --expires TIME   such as 2027-01-01; without it the token lasts until it is revoked

${HERE}`;

export const RULES_USAGE = `Usage: ticketsmith rules show SITE
       ticketsmith rules set SITE [FILE | -]
       ticketsmith rules try SITE [FILE | -]

The rules of a site: a JSON list such as
[{"id": "stairs", "when": [{"if": "text", "words": ["stairs"]}], "set": {"field": "labels", "value": "facility"}}].
try plans the site's last requests once without and once with these rules (without FILE: its own), prints what differs,
and stores nothing.

${HERE}`;

export const PERSONAL_DATA_USAGE = `Usage: ticketsmith personal-data show SITE
       ticketsmith personal-data set SITE [FILE | -]

What is done about personal data and secrets in what people write: a JSON object such as
{"card": "quarantine", "email": "allow"}. Types: ${PERSONAL_DATA_TYPES.join(" ")}.

  allow        the engine sees it
  mask         the engine sees a token in its place, which is put back into what is approved
  quarantine   the request is held back, sealed, until it is released or erased: ticketsmith quarantine
  block        the request is refused and its text is not kept

set replaces what was there; where it is silent, TicketSmith's own default holds. show prints what holds now.

${HERE}`;

export const QUARANTINE_USAGE = `Usage: ticketsmith quarantine list SITE [--json]
       ticketsmith quarantine show SITE ID
       ticketsmith quarantine release SITE ID
       ticketsmith quarantine erase SITE ID

Requests that a site's rules for personal data hold back. list names them without their texts; show prints one, which is
noted in the audit log; release sends it on its way; erase forgets its text for good.

${HERE}`;

const Token = z.object({
  id: z.string(),
  name: z.string(),
  account: z.string(),
  scopes: z.array(z.string()),
  createdAt: z.string(),
  expiresAt: z.string().nullable(),
  lastUsedAt: z.string().nullable(),
  revokedAt: z.string().nullable(),
});
const Made = z.object({ token: Token, secret: z.string() });
const Listed = z.object({ tokens: z.array(Token) });

const OPTIONS = {
  as: { type: "string" },
  name: { type: "string" },
  scopes: { type: "string", default: "plan" },
  expires: { type: "string" },
  json: { type: "boolean", default: false },
} as const;

export type Run = (args: readonly string[], terminal: Terminal, deps: OperateDeps) => Promise<number>;

export const createToken: Run = async (args, terminal, deps) => {
  const asked = readArgs(args, OPTIONS);
  const [site, ...more] = asked.ok ? asked.value.rest : [];
  const { as: account, name, scopes = "", expires, json = false } = asked.ok ? asked.value.values : {};
  const until = expires === undefined ? null : new Date(expires);
  const isOdd = until !== null && Number.isNaN(until.getTime());
  if (site === undefined || account === undefined || name === undefined || more.length > 0 || isOdd)
    return misunderstood(terminal, asked, TOKEN_USAGE);
  const body = {
    ...{ name, account, expiresAt: until?.toISOString() ?? null },
    scopes: scopes.split(",").map((scope) => scope.trim()),
  };
  return operate(site, terminal, deps, json, ["POST", "/operator/tokens", body], (answer) => {
    const { secret, token } = Made.parse(answer);
    terminal.complain(
      `Token ${token.id} for ${token.account}, ${token.scopes.join(", ")}. It is shown this once:`,
    );
    return secret;
  });
};

export const listTokens: Run = async (args, terminal, deps) => {
  const asked = readArgs(args, OPTIONS);
  const [site, ...more] = asked.ok ? asked.value.rest : [];
  if (!asked.ok || site === undefined || more.length > 0) return misunderstood(terminal, asked, TOKEN_USAGE);
  const { json } = asked.value.values;
  return operate(site, terminal, deps, json, ["GET", "/operator/tokens"], (answer) => {
    const { tokens } = Listed.parse(answer);
    if (tokens.length === 0) terminal.complain("There are none.");
    return tokens.map(sayToken).join("\n");
  });
};

function sayToken({
  id,
  name,
  account,
  scopes,
  lastUsedAt,
  expiresAt,
  revokedAt,
}: z.infer<typeof Token>): string {
  const state =
    revokedAt === null ? (expiresAt === null ? "active" : `until ${expiresAt}`) : `revoked ${revokedAt}`;
  return [id, name, account, scopes.join(","), state, `used ${lastUsedAt ?? "never"}`].join("\t");
}

export const revokeToken: Run = async (args, terminal, deps) => {
  const asked = readArgs(args, OPTIONS);
  const [site, id, ...more] = asked.ok ? asked.value.rest : [];
  if (!asked.ok || site === undefined || id === undefined || more.length > 0)
    return misunderstood(terminal, asked, TOKEN_USAGE);
  const path = `/operator/tokens/${encodeURIComponent(id)}/revoke`;
  return operate(site, terminal, deps, asked.value.values.json, ["POST", path, {}], () => `Revoked ${id}`);
};

const SETTINGS_USAGE = {
  rules: RULES_USAGE,
  "personal-data": PERSONAL_DATA_USAGE,
} as const;

/** What a site's admins lay down, `show` and `set`. */
export const settings =
  (what: keyof typeof SETTINGS_USAGE, verb: "show" | "set"): Run =>
  async (args, terminal, deps) => {
    const asked = readArgs(args, OPTIONS);
    const [site, file, ...more] = asked.ok ? asked.value.rest : [];
    const usage = SETTINGS_USAGE[what];
    if (!asked.ok || site === undefined || more.length > 0 || (verb === "show" && file !== undefined))
      return misunderstood(terminal, asked, usage);
    const pretty = (answer: unknown) => JSON.stringify(answer, null, 2);
    if (verb === "show") return operate(site, terminal, deps, true, ["GET", `/operator/${what}`], pretty);
    const given = await readJsonFrom(file, terminal, deps.readFile);
    if (!given.ok) {
      terminal.complain(given.reason);
      return 1;
    }
    return operate(site, terminal, deps, true, ["PUT", `/operator/${what}`, given.value], pretty);
  };

const HeldList = z.object({
  held: z.array(
    z.object({
      id: z.string(),
      issue: z.string(),
      by: z.string().nullable(),
      said: z.string().nullable(),
      at: z.string(),
    }),
  ),
});

export const listHeld: Run = async (args, terminal, deps) => {
  const asked = readArgs(args, OPTIONS);
  const [site, ...more] = asked.ok ? asked.value.rest : [];
  if (!asked.ok || site === undefined || more.length > 0)
    return misunderstood(terminal, asked, QUARANTINE_USAGE);
  const { json } = asked.value.values;
  return operate(site, terminal, deps, json, ["GET", "/operator/quarantine"], (answer) => {
    const { held } = HeldList.parse(answer);
    if (held.length === 0) terminal.complain("Nothing is held back.");
    return held
      .map(({ id, issue, by, said, at }) => [id, issue, by ?? "-", at, said ?? ""].join("\t"))
      .join("\n");
  });
};

const Shown = z.object({ text: z.string().nullable() });
const NO_TEXT = "It has no text of its own: what is held back stands in the issue.";

export const changeHeld =
  (change: "show" | "release" | "erase"): Run =>
  async (args, terminal, deps) => {
    const asked = readArgs(args, OPTIONS);
    const [site, id, ...more] = asked.ok ? asked.value.rest : [];
    if (!asked.ok || site === undefined || id === undefined || more.length > 0)
      return misunderstood(terminal, asked, QUARANTINE_USAGE);
    const path = `/operator/quarantine/${encodeURIComponent(id)}/${change}`;
    return operate(site, terminal, deps, asked.value.values.json, ["POST", path, {}], (answer) =>
      change === "show" ? (Shown.parse(answer).text ?? NO_TEXT) : `${DONE[change]} ${id}`,
    );
  };

const DONE = { release: "Released", erase: "Erased" } as const;

const Tries = z.object({
  tries: z.array(
    z.object({
      issue: z.string(),
      text: z.string().nullable(),
      without: z.array(z.string()),
      with: z.array(z.string()),
      rules: z.array(z.object({ title: z.string(), fired: z.boolean(), words: z.string() })),
    }),
  ),
});

export const tryRules: Run = async (args, terminal, deps) => {
  const asked = readArgs(args, OPTIONS);
  const [site, file, ...more] = asked.ok ? asked.value.rest : [];
  if (!asked.ok || site === undefined || more.length > 0) return misunderstood(terminal, asked, RULES_USAGE);
  const given = file === undefined ? undefined : await readJsonFrom(file, terminal, deps.readFile);
  if (given?.ok === false) {
    terminal.complain(given.reason);
    return 1;
  }
  const body = given === undefined ? {} : { rules: given.value };
  const { json } = asked.value.values;
  return operate(site, terminal, deps, json, ["POST", "/operator/rules/try", body], (answer) => {
    const { tries } = Tries.parse(answer);
    const changed = tries.filter((one) => one.without.join("\n") !== one.with.join("\n"));
    terminal.complain(`${tries.length} requests, ${changed.length} of them planned differently.`);
    return changed
      .map((one) =>
        [
          `${one.issue}  ${one.text ?? ""}`.trim(),
          ...one.without.filter((step) => !one.with.includes(step)).map((step) => `  - ${step}`),
          ...one.with.filter((step) => !one.without.includes(step)).map((step) => `  + ${step}`),
          ...one.rules.map(({ title, fired, words }) => `    ${fired ? "fired" : `not: ${words}`}  ${title}`),
        ].join("\n"),
      )
      .join("\n");
  });
};

export function misunderstood(
  terminal: Pick<Terminal, "complain">,
  asked: Result<unknown>,
  usage: string,
): number {
  terminal.complain(asked.ok ? usage : `${asked.reason}\n\n${usage}`);
  return 2;
}

export async function operate(
  site: string,
  terminal: Pick<Terminal, "say" | "complain">,
  deps: ConnectDeps,
  json: boolean,
  [method, path, body]: readonly [method: string, path: string, body?: unknown],
  say: (answer: unknown) => string,
): Promise<number> {
  const connection = await connectAsOperator(deps, site);
  try {
    const answer = await connection.call(method, path, body);
    if (!answer.ok) {
      terminal.complain(answer.reason);
      return 1;
    }
    const text = json ? JSON.stringify(answer.value, null, 2) : say(answer.value);
    if (text !== "") terminal.say(text);
    return 0;
  } finally {
    await connection.close();
  }
}
