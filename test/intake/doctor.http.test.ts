import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import * as z from "zod";
import { examine } from "../../server/main/examine.ts";
import { freePort, runProgram } from "../environment/run-program.ts";

let folder: string;
let model: Server;
let modelUrl: string;
let settings: Record<string, string>;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "ticketsmith-doctor-"));
  settings = { DATA_DIR: folder, PORT: String(await freePort()) };
  model = createServer((request, response) => {
    response.statusCode = request.headers.authorization === "Bearer right" ? 200 : 401;
    response.end("{}");
  }).listen(0, "127.0.0.1");
  await once(model, "listening");
  modelUrl = `http://127.0.0.1:${z.object({ port: z.number() }).parse(model.address()).port}/v1`;
});
afterAll(async () => {
  model.close();
  await rm(folder, { recursive: true });
});

const found = async (over: Record<string, string> = {}) =>
  Object.fromEntries((await examine({ ...settings, ...over })).map((one) => [one.what, one]));

test("bad settings are named, and nothing that stands on them is looked at", async () => {
  const all = await found({ PORT: "many" });
  expect(Object.keys(all)).toEqual(["Node", "settings"]);
  expect(all["Node"]).toMatchObject({ ok: true, todo: null });
  expect(all["settings"]).toMatchObject({ ok: false, said: expect.stringContaining("PORT must be") });
});

test("with no server it opens the database itself, and says what to start and install", async () => {
  const { database, server, sites } = await found();
  expect(database).toMatchObject({ ok: true, said: expect.stringContaining("up to date") });
  expect(database?.said).not.toContain("running server");
  expect(server).toMatchObject({ ok: false, todo: expect.stringContaining("npm start") });
  expect(sites).toMatchObject({ ok: false, todo: expect.stringContaining("Install it") });
});

test("while a server holds the database, that one is asked, and still owns it afterwards", async () => {
  const app = runProgram("web", { ...settings, ALLOWED_HOSTS: "localhost" });
  try {
    await app.saying("Started");
    for (let round = 0; round < 2; round += 1) {
      const { database, server } = await found();
      expect(database).toMatchObject({
        ok: true,
        said: expect.stringContaining("open in the running server"),
      });
      expect(server).toMatchObject({ ok: true });
    }
  } finally {
    expect((await app.stop()).code).toBe(0);
  }
  expect((await found())["database"]?.ok).toBe(true);
});

test("a model that lets us in, one that does not, and one that is not there are told apart", async () => {
  const engine = async (over: Record<string, string>) =>
    (await found({ ENGINE: "openai", OPENAI_MODEL: "m", OPENAI_BASE_URL: modelUrl, ...over }))["engine"];
  expect(await engine({ OPENAI_API_KEY: "right" })).toMatchObject({ ok: true });
  const wrong = await engine({ OPENAI_API_KEY: "wrong" });
  expect(wrong).toMatchObject({ ok: false, said: expect.stringContaining("401") });
  expect(JSON.stringify(wrong)).not.toContain("wrong");
  expect(await engine({ OPENAI_BASE_URL: "http://127.0.0.1:1/v1" })).toMatchObject({ ok: false });
});

test("a database that cannot be reached is said, with what to check", async () => {
  const { database } = await found({
    DATABASE_URL: "postgres://nobody@127.0.0.1:1/none",
    SECRET_KEYS: `k1:${"A".repeat(43)}=`,
  });
  expect(database).toMatchObject({ ok: false, todo: expect.stringContaining("DATABASE_URL") });
});
