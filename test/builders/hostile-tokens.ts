import { createHmac, createSign, type KeyObject } from "node:crypto";
import type { Random } from "./random.ts";

type Key = string | Buffer | KeyObject;
export type Claims = Readonly<Record<string, unknown>>;

export const encode = (part: string | Buffer | object): string =>
  (typeof part === "string" || Buffer.isBuffer(part)
    ? Buffer.from(part)
    : Buffer.from(JSON.stringify(part))
  ).toString("base64url");

/** Any header over any payload, signed as the method says, whatever the header says. */
export const sealToken = (
  header: string | object,
  payload: string | Buffer | object,
  key: Key,
  method: Method = "HS256",
): string => sealRaw(`${encode(header)}.${encode(payload)}`, key, method);

type Method = "HS256" | "HS512" | "RS256";

function sealRaw(signed: string, key: Key, method: Method): string {
  const signature =
    method === "RS256"
      ? createSign("sha256").update(signed).sign(key)
      : createHmac(method === "HS256" ? "sha256" : "sha512", key)
          .update(signed)
          .digest();
  return `${signed}.${signature.toString("base64url")}`;
}

export type Named = readonly [name: string, token: string];

/** How a door proves its tokens, with all that its enemies may know or have. */
export type Lock = { alg: "HS256" | "RS256"; key: Key; header?: object; otherKey: Key; publicPem: string };

/** Tokens that no proof may accept: the signature, or what the header says of it, is not what it must be. */
export function forgedTokens({ alg, key, header = {}, otherKey, publicPem }: Lock, claims: Claims): Named[] {
  const head = { alg, typ: "JWT", ...header };
  const honest = sealToken(head, claims, key, alg);
  const [h = "", p = "", s = ""] = honest.split(".");
  const signed = (over: string | object, payload: string | Buffer | object = claims) =>
    sealToken(over, payload, key, alg);
  const text = JSON.stringify(claims);
  const more = (name: string, value: unknown): Named => [
    `header ${name}`,
    signed({ ...head, [name]: value }),
  ];
  return [
    ...["none", "None", "NONE", "nOnE", ""].flatMap((none): Named[] => [
      [`alg ${JSON.stringify(none)} unsigned`, `${encode({ ...head, alg: none })}.${p}.`],
      [
        `alg ${JSON.stringify(none)} with the honest signature`,
        `${encode({ ...head, alg: none })}.${p}.${s}`,
      ],
      [`alg ${JSON.stringify(none)} signed as ever`, signed({ ...head, alg: none })],
    ]),
    ...[
      alg.toLowerCase(),
      `${alg} `,
      [alg],
      { alg },
      null,
      256,
      true,
      "HS384",
      "ES256",
      "PS256",
      alg === "HS256" ? "RS256" : "HS256",
    ].map((other): Named => [`alg ${JSON.stringify(other)}`, signed({ ...head, alg: other })]),
    ["no alg", signed({ typ: "JWT" })],
    ["alg twice, the good one last", signed(`{"alg":"none","alg":"${alg}"}`)],
    ["alg twice, the good one first", signed(`{"alg":"${alg}","alg":"none"}`)],
    ["alg twice, once escaped", signed(`{"alg":"${alg}","\\u0061lg":"${alg}"}`)],
    ["a claim twice", signed(head, `{"iss":"somebody",${text.slice(1)}`)],
    ["a claim twice, once escaped", signed(head, `{"\\u0069ss":"somebody",${text.slice(1)}`)],
    ["a nested name twice", signed(head, `${text.slice(0, -1)},"more":{"a":1,"a":2}}`)],
    more("crit", ["b64"]),
    more("crit", ["exp"]),
    more("crit", []),
    more("crit", "exp"),
    more("b64", false),
    more("b64", "true"),
    ["b64 false with crit", signed({ ...head, b64: false, crit: ["b64"] })],
    ["HMAC under the public key", sealToken({ ...head, alg: "HS256" }, claims, publicPem)],
    [
      "HMAC under the public key without its line end",
      sealToken({ ...head, alg: "HS256" }, claims, publicPem.trim()),
    ],
    ["HMAC under nothing", sealToken({ ...head, alg: "HS256" }, claims, "")],
    ["HMAC under its own header", sealToken(head, claims, h)],
    ["another key", sealToken(head, claims, otherKey, alg)],
    [
      "another key, named in jku",
      sealToken({ ...head, jku: "https://evil.example/keys" }, claims, otherKey, alg),
    ],
    [
      "another key, named in x5u",
      sealToken({ ...head, x5u: "https://evil.example/cert" }, claims, otherKey, alg),
    ],
    [
      "another key, embedded",
      sealToken({ ...head, jwk: { kty: "oct", k: encode("another") } }, claims, otherKey, alg),
    ],
    [
      "HS512 under the right key",
      ...(alg === "HS256"
        ? ([sealToken({ ...head, alg: "HS512" }, claims, key, "HS512")] as const)
        : ([`${h}.${p}.AAAA`] as const)),
    ],
    ["no signature", `${h}.${p}.`],
    ["two parts", `${h}.${p}`],
    ["four parts", `${honest}.${s}`],
    ["a part more, empty", `${honest}.`],
    ["an empty payload", `${h}..${s}`],
    ["an empty header", `.${p}.${s}`],
    ["half a signature", `${h}.${p}.${s.slice(0, Math.floor(s.length / 2))}`],
    ["a signature with more behind it", `${h}.${p}.${s}AAAA`],
    ["padding", `${honest}=`],
    ["padding in the payload", sealRaw(`${h}.${p}=`, key, alg)],
    ["bits left over in the signature", `${h}.${p}.${withSpareBits(s)}`],
    ["the alphabet of plain base64", sealRaw(`${h}.${p}+/`, key, alg)],
    ["a space within", `${h}.${p} .${s}`],
    ["a header that is a list", signed(`[{"alg":"${alg}"}]`)],
    ["a header that is a string", signed(`"${alg}"`)],
    ["a header that is not JSON", signed(`alg=${alg}`)],
    ["a header with a mark before it", signed(`\u{feff}{"alg":"${alg}"}`)],
    ["a payload with a mark before it", signed(head, `\u{feff}${text}`)],
    [
      "a payload that is not UTF-8",
      signed(
        head,
        Buffer.concat([Buffer.from(`{"x":"`), Buffer.from([0xff, 0xfe]), Buffer.from(`",${text.slice(1)}`)]),
      ),
    ],
    ["a payload that is not JSON", signed(head, text.slice(0, -1))],
    ["a payload that is a list", signed(head, [claims])],
    ["a payload that is null", signed(head, "null")],
    ["a payload with a comment", signed(head, `${text} // so there`)],
  ];
}

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/** The same bytes, spelled otherwise: the last sign of 43 or 342 carries bits that nobody reads. */
function withSpareBits(part: string): string {
  const last = ALPHABET.indexOf(part.at(-1) ?? "A");
  return `${part.slice(0, -1)}${ALPHABET[last ^ 1]}`;
}

/** An honest token with a few signs changed, taken out or put in. Never the token itself. */
export function mutate(random: Random, token: string): string {
  let changed = token;
  while (changed === token) {
    for (let times = 1 + random.below(3); times > 0; times -= 1) {
      const at = random.below(changed.length);
      const sign = random.pick([
        ALPHABET[random.below(64)] ?? "A",
        ".",
        "=",
        "+",
        "/",
        " ",
        "%",
        "\t",
        "~",
        "é",
      ]);
      const tail = random.pick([1, 1, 1, 0, 2, 9]);
      changed = `${changed.slice(0, at)}${random.chance(0.8) ? sign : ""}${changed.slice(at + tail)}`;
    }
  }
  return changed;
}

/** Ways to write what an honest token says, all of them right. */
export function validVariant(random: Random, { alg, key, header = {} }: Lock, claims: Claims): string {
  const head = shuffled(random, {
    alg,
    ...header,
    ...(random.chance(0.7) ? { typ: random.pick(["JWT", "jwt", "at+jwt"]) } : {}),
    ...(random.chance(0.2) ? { jku: "https://evil.example/keys" } : {}),
    ...(random.chance(0.2) ? { jwk: { kty: "oct", k: "AAAA" } } : {}),
    ...(random.chance(0.2) ? { x5u: "https://evil.example/" } : {}),
    ...(random.chance(0.1) ? { b64: true } : {}),
  });
  const body = shuffled(random, {
    ...claims,
    ...(random.chance(0.3) ? { jti: `${random.below(1e9)}` } : {}),
    ...(random.chance(0.3) ? { note: 'Grüße, 世界 \u2028 "quoted" {[ \\' } : {}),
    ...(random.chance(0.2) ? { deep: { a: [{ b: [1, { c: null }] }], toString: 1, ["__proto__"]: 2 } } : {}),
    ...(random.chance(0.2) ? { long: "X".repeat(random.below(3_000)) } : {}),
  });
  const indent = random.pick([0, 0, 1, 2, "\t"]);
  const text = JSON.stringify(body, null, indent);
  return sealToken(JSON.stringify(head, null, indent), random.chance(0.2) ? escaped(text) : text, key, alg);
}

function shuffled(random: Random, value: object): object {
  const left = Object.entries(value);
  const taken: [string, unknown][] = [];
  while (left.length > 0) taken.push(...left.splice(random.below(left.length), 1));
  return Object.fromEntries(taken);
}

/** Letters of names and words as escapes, which mean the same. */
const escaped = (json: string) =>
  json.replace(/[a-z](?=[a-z]+")/g, (sign) => `\\u00${sign.charCodeAt(0).toString(16)}`);
