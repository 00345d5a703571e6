import { once } from "node:events";
import { createServer, type Server } from "node:http";
import express from "express";
import { afterAll, beforeAll, expect, test } from "vitest";
import * as z from "zod";
import { AccountId, ApiTokenId, TenantId } from "../../server/contract/index.ts";
import { createProblemAnswerer, createTokenProver } from "../../server/intake/api/index.ts";
import { createLogger, newId } from "../../server/kit/index.ts";
import { digestOfToken, type ApiToken } from "../../server/tenants/index.ts";
import { someInstallation } from "../builders/installation.ts";

let now = Date.parse("2026-11-23T10:00:00Z");
const clock = { now: () => new Date(now) };
const MINUTE = 60_000;

const tenantId = TenantId.parse(newId());
const tokenOf = (letter: string, over: Partial<ApiToken> = {}) => {
  const secret = `ts_${letter.repeat(43)}`;
  const token: ApiToken = {
    ...{ id: ApiTokenId.parse(newId()), tenantId, name: letter, account: AccountId.parse("712020:mia") },
    ...{ scopes: ["plan"], createdAt: clock.now(), expiresAt: null, lastUsedAt: null, revokedAt: null },
    ...over,
  };
  return { secret, token };
};
const tokens = ["a", "b", "c", "d"].map((letter) => tokenOf(letter));
const elsewhere = tokenOf("e", { tenantId: TenantId.parse(newId()) });
const all = new Map([...tokens, elsewhere].map(({ secret, token }) => [digestOfToken(secret), token]));

let server: Server;
let url: string;
beforeAll(async () => {
  const prove = createTokenProver({
    tokens: { findByDigest: async (digest) => all.get(digest), noteUse: async () => {} },
    installations: { enabledFor: async () => someInstallation() },
    clock,
  });
  const app = express();
  app.get("/", (request, response, next) => {
    prove(request, response).then(() => void response.end(), next);
  });
  app.use(createProblemAnswerer(createLogger({ level: "silent" })));
  server = createServer(app).listen(0, "127.0.0.1");
  await once(server, "listening");
  url = `http://127.0.0.1:${z.object({ port: z.number() }).parse(server.address()).port}`;
});
afterAll(() => void server.close());

const ask = (secret: string | undefined) => fetch(url, { headers: { authorization: `Bearer ${secret}` } });
const askOften = async (secret: string | undefined, times: number) => {
  for (let at = 0; at < times; at += 50)
    await Promise.all(Array.from({ length: Math.min(50, times - at) }, () => ask(secret)));
};

test("a token has its share of a minute, then waits as Retry-After says; others go on", async () => {
  const [one, other] = tokens;
  await askOften(one?.secret, 1_200);
  now += 45_500;
  const refused = await ask(one?.secret);
  expect([refused.status, refused.headers.get("retry-after")]).toEqual([429, "15"]);
  expect(await refused.json()).toMatchObject({ type: "urn:ticketsmith:problem:too-many" });
  expect((await ask(other?.secret)).status).toBe(200);
  now += 15_000;
  expect((await ask(one?.secret)).status).toBe(200);
});

test("all tokens of a site share one limit, which is not another site's", async () => {
  now += MINUTE;
  for (const { secret } of tokens.slice(1)) await askOften(secret, 1_000);
  const [unused] = tokens;
  expect((await ask(unused?.secret)).status).toBe(429);
  expect((await ask(elsewhere.secret)).status).toBe(200);
});
