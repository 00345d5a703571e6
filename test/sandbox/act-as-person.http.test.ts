import jwt from "jsonwebtoken";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { installApp } from "../../sandbox/apps/install-app.ts";
import { createSandbox, type Sandbox } from "../../sandbox/create-sandbox.ts";
import { startTestApp, type TestApp } from "./test-app.ts";

let sandbox: Sandbox;
let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
  sandbox = createSandbox({ port: 0 });
  await sandbox.start();
  await installApp(sandbox.site("acme"), app.descriptorUrl, ["jira"]);
});
afterAll(async () => {
  await sandbox.stop();
  await app.stop();
});

const origin = () => sandbox.site("acme").origin();
const Granted = z.object({
  access_token: z.string(),
  token_type: z.literal("Bearer"),
  expires_in: z.number(),
});
const Refused = z.object({ error: z.string() });

function accountOf(name: string): string {
  return (
    sandbox
      .site("acme")
      .people()
      .find((one) => one.displayName === name)?.accountId ?? ""
  );
}

function assertion(accountId: string, changes: Record<string, unknown> = {}, secret?: string): string {
  const installation = sandbox.site("acme").installation("jira", "probe-app");
  const iat = Math.floor(Date.now() / 1000);
  const claims = {
    iss: `urn:atlassian:connect:clientid:${installation?.oauthClientId}`,
    sub: `urn:atlassian:connect:useraccountid:${accountId}`,
    tnt: origin(),
    aud: origin(),
    iat,
    exp: iat + 60,
    ...changes,
  };
  return jwt.sign(claims, secret ?? installation?.sharedSecret ?? "", { algorithm: "HS256" });
}

async function ask(token: string): Promise<unknown> {
  const form = new URLSearchParams({
    grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer",
    assertion: token,
  });
  return (await fetch(`${origin()}/_oauth/oauth2/token`, { method: "POST", body: form })).json();
}

async function comment(token: string, key: string): Promise<{ status: number; author: string }> {
  const paragraph = { type: "paragraph", content: [{ type: "text", text: "As myself" }] };
  const answer = await fetch(`${origin()}/rest/api/3/issue/${key}/comment`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify({ body: { type: "doc", version: 1, content: [paragraph] } }),
  });
  const body: unknown = await answer.json();
  const author = z.looseObject({ author: z.looseObject({ displayName: z.string() }) }).safeParse(body);
  return { status: answer.status, author: author.success ? author.data.author.displayName : "" };
}

test("a token acts as the person it was issued for, with that person's permissions and no more", async () => {
  const { access_token: mia } = Granted.parse(await ask(assertion(accountOf("Mia Krause"))));
  expect(await comment(mia, "SHOP-42")).toEqual({ status: 201, author: "Mia Krause" });
  const { access_token: noor } = Granted.parse(await ask(assertion(accountOf("Noor Outside"))));
  expect((await comment(noor, "SHOP-42")).status).toBe(400);
  expect((await comment(noor, "HR-1")).status).toBe(404);
});

test("an assertion that is signed, addressed or timed wrongly gets no token", async () => {
  const mia = accountOf("Mia Krause");
  const now = Math.floor(Date.now() / 1000);
  const wrong = [
    assertion(mia, {}, "another secret"),
    assertion(mia, { aud: "https://elsewhere.example" }),
    assertion(mia, { tnt: "https://elsewhere.example" }),
    assertion(mia, { iat: now, exp: now + 600 }),
    assertion(mia, { iat: now - 120, exp: now - 60 }),
    assertion(mia, { iss: "urn:atlassian:connect:clientid:nobody" }),
    assertion("nobody"),
  ];
  for (const token of wrong) expect(Refused.safeParse(await ask(token)).success).toBe(true);
});

test("a site that does not allow it answers access_denied", async () => {
  sandbox.site("acme").state().settings.impersonation = "off";
  expect(await ask(assertion(accountOf("Mia Krause")))).toMatchObject({ error: "access_denied" });
  sandbox.site("acme").state().settings.impersonation = "on";
});

test("the token server can be away for the apps of one site alone", async () => {
  const mia = () => assertion(accountOf("Mia Krause"));
  const away = { timesLeft: null, effect: { kind: "answer", status: 503, headers: {}, body: {} } } as const;
  sandbox.faults.add({ match: { on: "token", tenant: "globex" }, ...away });
  expect(Granted.safeParse(await ask(mia())).success).toBe(true);
  sandbox.faults.add({ match: { on: "token", tenant: "acme" }, ...away });
  expect(Granted.safeParse(await ask(mia())).success).toBe(false);
  sandbox.faults.clear();
  expect(Granted.safeParse(await ask(mia())).success).toBe(true);
});
