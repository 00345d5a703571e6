import { createServer, type RequestListener, type Server } from "node:http";
import { afterEach, expect, test } from "vitest";
import type { Fetch } from "../../frontend/api/call-server.ts";
import { createPanelApi } from "../../frontend/api/panel-api.ts";
import { followEvents, type StreamState } from "../../frontend/api/follow-events.ts";
import { panel, proposal } from "./scripted-views.ts";

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

async function serve(listener: RequestListener): Promise<string> {
  server = createServer(listener);
  const listening = server;
  await new Promise<void>((resolve) => listening.listen(0, "127.0.0.1", resolve));
  const address = listening.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return `http://127.0.0.1:${address.port}`;
}

let tokens = 0;
const getToken = async () => `token-${++tokens}`;
const from =
  (base: string): Fetch =>
  (path, init) =>
    fetch(`${base}${path}`, init);
const apiAt = (base: string) => createPanelApi({ fetch: from(base), getToken, issueId: "10042" });
const json =
  (status: number, body: unknown): RequestListener =>
  (_request, response) =>
    void response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));

test("each call carries a token of its own", async () => {
  const seen: (string | undefined)[] = [];
  const base = await serve((request, response) => {
    seen.push(request.headers.authorization);
    json(200, panel())(request, response);
  });
  await apiAt(base).readPanel();
  await apiAt(base).readPanel();
  expect(seen[0]).toMatch(/^JWT token-\d+$/);
  expect(seen[0]).not.toBe(seen[1]);
});

test("a 401 is tried once more, a second one is the end of the session", async () => {
  let calls = 0;
  const base = await serve((request, response) => {
    calls += 1;
    json(401, {})(request, response);
  });
  const answer = await apiAt(base).readPanel();
  expect(calls).toBe(2);
  expect(answer).toMatchObject({ ok: false, problem: { error: "session-expired" } });
});

test("a refusal comes with its sentence and with how things stand now", async () => {
  const refusal = {
    error: "already-decided",
    said: "Mia approved this.",
    view: proposal(1, { status: "done" }),
  };
  const base = await serve(json(409, refusal));
  const command = { do: "refresh", with: { revision: 1 } } as const;
  expect(await apiAt(base).command(proposal(1).id, command)).toEqual({ ok: false, problem: refusal });
});

test.each([
  ["a proxy's page", 200, "<html>"],
  ["another shape", 200, { open: 1 }],
  ["a list with a broken proposal", 200, { ...panel(), open: [{ id: "x" }] }],
])("%s in place of the panel is a problem in words, not a crash", async (_name, status, body) => {
  const base = await serve(json(status, body));
  expect(await apiAt(base).readPanel()).toMatchObject({ ok: false, problem: { error: "unreadable" } });
});

test("a server that is gone, or a fault without words, is a problem too", async () => {
  const broken = await serve(json(502, "bad gateway"));
  expect(await apiAt(broken).readPanel()).toMatchObject({ ok: false, problem: { error: "http-502" } });
  expect(await apiAt("http://127.0.0.1:1").readPanel()).toMatchObject({
    ok: false,
    problem: { error: "unreachable" },
  });
});

test("a stream that ends is opened again, and each opening looks once", async () => {
  let opened = 0;
  const base = await serve((_request, response) => {
    opened += 1;
    response.writeHead(200, { "content-type": "text/event-stream" });
    // An event in two pieces, with a comment before it.
    response.write(': sign of life\n\ndata: {"type":"cha');
    setTimeout(() => response.end('nged"}\n\n'), 20);
  });
  let looks = 0;
  const states: StreamState[] = [];
  const stop = followEvents({
    fetch: from(base),
    getToken,
    path: "/events",
    random: () => 0,
    onChanged: () => (looks += 1),
    onState: (state) => states.push(state),
  });
  await expect.poll(() => opened, { timeout: 5_000 }).toBe(2);
  stop();
  expect(looks).toBeGreaterThanOrEqual(3);
  expect(states.slice(0, 3)).toEqual(["connecting", "live", "connecting"]);
});

test("a stream that keeps failing is replaced by polling", async () => {
  const base = await serve(json(503, {}));
  const states: StreamState[] = [];
  const stop = followEvents({
    fetch: from(base),
    getToken,
    path: "/events",
    random: () => 0,
    onChanged: () => undefined,
    onState: (state) => states.push(state),
  });
  await expect.poll(() => states.at(-1), { timeout: 8_000 }).toBe("polling");
  stop();
});
