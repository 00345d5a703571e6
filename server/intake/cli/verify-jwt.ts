import { parseArgs } from "node:util";
import type { Clock, Result } from "../../kit/index.ts";
import { ok, refuse } from "../../kit/index.ts";
import type { VerifySignature } from "../../platform/index.ts";
import { readKeys } from "./read-keys.ts";

export type Terminal = {
  input: AsyncIterable<Uint8Array>;
  say(line: string): void;
  complain(line: string): void;
};

export type VerifyJwtDeps = {
  /** The proof that our doors ask of a token. */
  verifySignature: VerifySignature;
  readFile: (path: string) => Promise<Buffer>;
  clock: Clock;
};

const LONGEST_TOKEN = 1_024 * 1_024;

export const USAGE = `Usage: ticketsmith jwt verify --alg HS256|RS256 --key FILE [--at TIME] [--require-exp] < TOKEN

Says whether the token on standard input is valid, by the same proof as the app's own doors.

  --alg          the one algorithm that counts, whatever the token says
  --key FILE     HS256: the secret itself, byte for byte, where one line end at its end may be left over; or a
                 JWK or JWK set. A secret written in base64url is for a JWK: {"kty":"oct","k":"..."}
                 RS256: a public key or certificate (PEM or DER), or a JWK or JWK set
  --at TIME      judge as of this moment: 2026-11-23T10:00:00Z, or seconds since 1970
  --require-exp  refuse a token without an end, as the app's doors do

Valid is a compact token (RFC 7515), strictly encoded, of this algorithm, without extensions it declares critical,
whose signature holds. If its payload is a JSON object, exp, nbf and iat must be sane and fit the moment, with
30 seconds of leeway: the examples of RFC 7515 ended in 2011, and hold with --at 2011-03-22. A payload of another
kind has no times, and is no payload for a token that calls itself a JWT. Keys inside the token are ignored.

A key must be fit to prove anything: RSA of 2048 bits or more, with a sound exponent and modulus; a JWK for this
algorithm and for signatures, of 32 bytes or more if it is a secret; a set without two keys of one kind and kid,
which does not mix secrets with public keys. One line end after the token is left out; nothing else may stand around it.

Exit code: 0 valid, 1 not valid (the reason is on standard error), 2 not understood.`;

const REASONS: Readonly<Record<Exclude<ReturnType<VerifySignature>, { ok: true }>["why"], string>> = {
  malformed: "it is not a well-formed compact token",
  "wrong-algorithm": "its header names another algorithm",
  "unknown-extension": "its header declares an extension that is not known here",
  "unfit-key": "the key does not fit the algorithm",
  forged: "its signature does not hold",
  expired: "its signature holds, but it has expired",
  "not-yet-valid": "its signature holds, but it is not valid yet",
  "insane-times": "its signature holds, but its times make no sense",
};

export async function verifyJwt(
  args: readonly string[],
  terminal: Terminal,
  deps: VerifyJwtDeps,
): Promise<number> {
  const asked = readOptions(args, deps.clock);
  const file = asked.ok ? await read(deps, asked.value.key) : asked;
  if (!asked.ok || !file.ok) {
    terminal.complain(`${file.ok ? "" : file.reason}\n\n${USAGE}`);
    return 2;
  }
  const { alg, at, requireExp } = asked.value;
  const token = await readToken(terminal.input);
  const keys = readKeys(file.value, alg);
  const why = !keys.ok
    ? keys.reason
    : token === undefined
      ? "it is too long"
      : judge(token, keys.value, { alg, at, requireExp }, deps.verifySignature);
  if (why === undefined) {
    terminal.say("Valid");
    return 0;
  }
  terminal.complain(`Not valid: ${why}`);
  return 1;
}

type Options = { alg: "HS256" | "RS256"; key: string; at: Date; requireExp: boolean };

/** Why the token is not valid. Of several keys one is enough. */
function judge(
  token: string,
  keys: readonly Parameters<VerifySignature>[1]["key"][],
  { alg, at, requireExp }: Omit<Options, "key">,
  verifySignature: VerifySignature,
): string | undefined {
  const verdicts = keys.map((key) => verifySignature(token, { key, algorithm: alg, now: at }));
  const verdict = verdicts.find((one) => one.ok || !["forged", "unfit-key"].includes(one.why)) ?? verdicts[0];
  if (verdict === undefined) return REASONS["unfit-key"];
  if (!verdict.ok) return REASONS[verdict.why];
  const hasEnd = typeof verdict.claims === "object" && verdict.claims !== null && "exp" in verdict.claims;
  return requireExp && !hasEnd ? "it has no end" : undefined;
}

function readOptions(args: readonly string[], clock: Clock): Result<Options> {
  const parsed = parseFlags(args);
  if (!parsed.ok) return parsed;
  const { alg, key, at, "require-exp": requireExp = false } = parsed.value;
  if (alg !== "HS256" && alg !== "RS256") return refuse("--alg must be HS256 or RS256.");
  if (key === undefined) return refuse("--key must name a file.");
  const moment = at === undefined ? clock.now() : new Date(/^\d+$/.test(at) ? Number(at) * 1_000 : at);
  if (Number.isNaN(moment.getTime())) return refuse("--at must be a moment.");
  return ok({ alg, key, at: moment, requireExp });
}

function parseFlags(args: readonly string[]) {
  const text = { type: "string" } as const;
  try {
    const options = { alg: text, key: text, at: text, "require-exp": { type: "boolean" } } as const;
    return ok(parseArgs({ args: [...args], options }).values);
  } catch (error) {
    return refuse<string>(error instanceof Error ? error.message : String(error));
  }
}

async function read({ readFile }: VerifyJwtDeps, path: string): Promise<Result<Buffer>> {
  try {
    return ok(await readFile(path));
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown";
    return refuse(`The key file cannot be read (${code}).`);
  }
}

/** Undefined: longer than any token. One line end after it is the shell's. */
async function readToken(input: Terminal["input"]): Promise<string | undefined> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of input) {
    size += chunk.byteLength;
    if (size > LONGEST_TOKEN) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks)
    .toString("latin1")
    .replace(/\r?\n$/, "");
}
