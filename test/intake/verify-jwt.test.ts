import { generateKeyPairSync } from "node:crypto";
import { describe, expect, test } from "vitest";
import { runCli } from "../../server/intake/cli/index.ts";
import { verifySignature } from "../../server/platform/connect/verify-signature.ts";
import { sealToken } from "../builders/hostile-tokens.ts";
import { NO_FILES } from "../builders/audit.ts";

const NOW = new Date("2026-11-23T10:00:00Z");
const pair = generateKeyPairSync("rsa", { modulusLength: 2_048 });
const spki = pair.publicKey.export({ type: "spki", format: "pem" }).toString();
const rsaJwk = pair.publicKey.export({ format: "jwk" });
const SECRET = "a-shared-secret-of-some-length";
const LONG_SECRET = "a-shared-secret-of-thirty-two-signs-and-more";
const octJwk = { kty: "oct", k: Buffer.from(LONG_SECRET).toString("base64url") };
const CLAIMS = { iss: "x", exp: NOW.getTime() / 1_000 + 60 };
const hmac = sealToken({ alg: "HS256" }, CLAIMS, SECRET);
const longHmac = sealToken({ alg: "HS256" }, CLAIMS, LONG_SECRET);
const rsa = sealToken({ alg: "RS256" }, CLAIMS, pair.privateKey, "RS256");

async function run(args: readonly string[], key: string | Buffer | object | undefined, input = "") {
  const said: string[] = [];
  const complained: string[] = [];
  const code = await runCli(
    args,
    {
      input: (async function* () {
        yield Buffer.from(input);
      })(),
      say: (line) => void said.push(line),
      complain: (line) => void complained.push(line),
    },
    {
      verifySignature,
      async readFile() {
        if (key === undefined) throw Object.assign(new Error("gone"), { code: "ENOENT" });
        return typeof key === "string" || Buffer.isBuffer(key)
          ? Buffer.from(key)
          : Buffer.from(JSON.stringify(key));
      },
      clock: { now: () => NOW },
      writeFile: async () => {},
      ...NO_FILES,
      env: {},
      openLocal: () => Promise.reject(new Error("No TicketSmith is needed")),
      examine: async () => [],
      openModel: async () => ({ ok: false, reason: "none" }),
      openTenants: () => Promise.reject(new Error("No database is needed for a token")),
    },
  );
  return { code, said: said.join("\n"), complained: complained.join("\n") };
}
const verify = (alg: string, key: Parameters<typeof run>[1], token: string, ...more: string[]) =>
  run(["jwt", "verify", "--alg", alg, "--key", "file", ...more], key, token);

describe("a valid token", () => {
  test.each<[string, string, string | Buffer | object, string]>([
    ["under the secret as it is", "HS256", SECRET, hmac],
    ["with a line end behind it", "HS256", SECRET, `${hmac}\n`],
    ["with a line end of another system", "HS256", SECRET, `${hmac}\r\n`],
    ["under a secret with a line end behind it", "HS256", `${SECRET}\n`, hmac],
    [
      "under a secret that ends with a line end",
      "HS256",
      `${SECRET}\n`,
      sealToken({ alg: "HS256" }, CLAIMS, `${SECRET}\n`),
    ],
    [
      "under a secret that is not text",
      "HS256",
      Buffer.from([0, 255, 10, 1]),
      sealToken({ alg: "HS256" }, CLAIMS, Buffer.from([0, 255, 10, 1])),
    ],
    [
      "under a JWK of a secret",
      "HS256",
      { ...octJwk, alg: "HS256", use: "sig", key_ops: ["verify"] },
      longHmac,
    ],
    ["under one key of a set", "HS256", { keys: [{ kty: "oct", k: "A".repeat(43) }, octJwk] }, longHmac],
    ["under a JWK with the mark of its encoding before it", "RS256", `\ufeff${JSON.stringify(rsaJwk)}`, rsa],
    ["under a public key", "RS256", spki, rsa],
    [
      "under a public key of the older form",
      "RS256",
      pair.publicKey.export({ type: "pkcs1", format: "pem" }),
      rsa,
    ],
    [
      "under a public key without its armour",
      "RS256",
      pair.publicKey.export({ type: "spki", format: "der" }),
      rsa,
    ],
    ["under a JWK", "RS256", rsaJwk, rsa],
    [
      "under a set of JWKs",
      "RS256",
      {
        keys: [
          { kty: "EC", kid: "a" },
          { ...rsaJwk, kid: "a", use: "sig" },
        ],
      },
      rsa,
    ],
  ])("%s", async (_how, alg, key, token) => {
    expect(await verify(alg, key, token)).toEqual({ code: 0, said: "Valid", complained: "" });
  });
});

describe("a token is not valid", () => {
  test.each<[string, string, string | Buffer | object, string, string]>([
    ["under another secret", "HS256", "another", hmac, "its signature does not hold"],
    ["of another algorithm", "RS256", spki, hmac, "its header names another algorithm"],
    [
      "under a public key taken for a secret",
      "HS256",
      spki,
      sealToken({ alg: "HS256" }, CLAIMS, spki),
      "no secret",
    ],
    [
      "under a bare public key taken for a secret",
      "HS256",
      pair.publicKey.export({ type: "spki", format: "der" }),
      hmac,
      "no secret",
    ],
    [
      "under a public JWK taken for a secret",
      "HS256",
      rsaJwk,
      sealToken({ alg: "HS256" }, CLAIMS, JSON.stringify(rsaJwk)),
      "no JWK",
    ],
    ["under a JWK for encryption", "RS256", { ...rsaJwk, use: "enc" }, rsa, "no JWK"],
    ["under a JWK of another algorithm", "RS256", { ...rsaJwk, alg: "PS256" }, rsa, "no JWK"],
    ["under a JWK for other work", "RS256", { ...rsaJwk, key_ops: ["encrypt"] }, rsa, "no JWK"],
    ["under a JWK of a secret that is too short", "HS256", { kty: "oct", k: "c2VjcmV0" }, hmac, "no JWK"],
    ["under a set with secrets and public keys", "HS256", { keys: [octJwk, rsaJwk] }, longHmac, "mixes"],
    [
      "under a set with two keys of one name",
      "HS256",
      {
        keys: [
          { ...octJwk, kid: "a" },
          { ...octJwk, kid: "a" },
        ],
      },
      longHmac,
      "one kid",
    ],
    [
      "under a set of public keys that cannot be read",
      "HS256",
      { keys: [{ ...rsaJwk, kid: 5 }] },
      sealToken({ alg: "HS256" }, CLAIMS, JSON.stringify({ keys: [{ ...rsaJwk, kid: 5 }] })),
      "no JWK",
    ],
    [
      "under a public key of SSH",
      "HS256",
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5 somebody",
      sealToken({ alg: "HS256" }, CLAIMS, "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5 somebody"),
      "no secret",
    ],
    ["under no key", "HS256", "", sealToken({ alg: "HS256" }, CLAIMS, ""), "empty"],
    ["under a secret where a public key is needed", "RS256", SECRET, rsa, "no public key"],
    ["with spaces around it", "HS256", SECRET, ` ${hmac} `, "well-formed"],
    ["twice", "HS256", SECRET, `${hmac}\n${hmac}\n`, "well-formed"],
    ["when there is none", "HS256", SECRET, "", "well-formed"],
    ["when it is endless", "HS256", SECRET, "x".repeat(2_000_000), "too long"],
    [
      "after its end",
      "HS256",
      SECRET,
      sealToken({ alg: "HS256" }, { exp: 1_300_819_380 }, SECRET),
      "expired",
    ],
  ])("%s", async (_how, alg, key, token, why) => {
    const answer = await verify(alg, key, token);
    expect(answer).toEqual({ code: 1, said: "", complained: expect.stringContaining(why) });
    expect(answer.complained.split("\n")).toHaveLength(1);
  });
});

test("a moment can be named, and an end be demanded", async () => {
  const old = sealToken({ alg: "HS256" }, { exp: 1_300_819_380 }, SECRET);
  const endless = sealToken({ alg: "HS256" }, { iss: "x" }, SECRET);
  expect((await verify("HS256", SECRET, old, "--at", "1300819000")).code).toBe(0);
  expect((await verify("HS256", SECRET, old, "--at", "2011-03-22T18:00:00Z")).code).toBe(0);
  expect((await verify("HS256", SECRET, old, "--at", "2026-03-22T18:00:00Z")).code).toBe(1);
  expect((await verify("HS256", SECRET, endless)).code).toBe(0);
  expect(await verify("HS256", SECRET, endless, "--require-exp")).toMatchObject({
    code: 1,
    complained: "Not valid: it has no end",
  });
});

test.each<[string, string[]]>([
  ["no command", []],
  ["another command", ["jwt", "sign"]],
  ["no algorithm", ["jwt", "verify", "--key", "file"]],
  ["an algorithm of another kind", ["jwt", "verify", "--alg", "none", "--key", "file"]],
  ["no key", ["jwt", "verify", "--alg", "HS256"]],
  ["an unknown flag", ["jwt", "verify", "--alg", "HS256", "--key", "file", "--force"]],
  ["the token as an argument", ["jwt", "verify", "--alg", "HS256", "--key", "file", hmac]],
  ["a moment that is none", ["jwt", "verify", "--alg", "HS256", "--key", "file", "--at", "soon"]],
])("with %s it says how it is used", async (_what, args) => {
  expect(await run(args, SECRET, hmac)).toEqual({
    code: 2,
    said: "",
    complained: expect.stringMatching(/Usage: ticketsmith [^]*jwt verify/),
  });
});

test("a key file that is not there is said, and help is no failure", async () => {
  expect(await verify("HS256", undefined, hmac)).toMatchObject({
    code: 2,
    complained: expect.stringContaining("ENOENT"),
  });
  expect(await run(["--help"], SECRET)).toMatchObject({
    code: 0,
    said: expect.stringContaining("Exit code"),
  });
});
