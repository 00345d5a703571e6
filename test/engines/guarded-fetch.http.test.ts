import { createServer, type RequestListener } from "node:http";
import { once } from "node:events";
import type { lookup } from "node:dns";
import { afterEach, describe, expect, test } from "vitest";
import * as z from "zod";
import { createGuardedFetch } from "../../server/clients/llm/index.ts";

const running: { stop: () => void }[] = [];
afterEach(() => {
  for (const { stop } of running.splice(0)) stop();
});

async function listen(listener: RequestListener) {
  const server = createServer(listener).listen(0, "127.0.0.1");
  await once(server, "listening");
  running.push({
    stop() {
      server.close();
      server.closeAllConnections();
    },
  });
  return z.object({ port: z.number() }).parse(server.address()).port;
}

/** A resolver for which every name leads there, whatever it led to a moment ago. */
const leadingTo = (...found: string[]): typeof lookup => {
  const answer = (_name: string, ...rest: unknown[]) => {
    const done = rest.at(-1);
    if (typeof done !== "function") throw new TypeError("No callback");
    const all = found.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));
    Reflect.apply(done, undefined, [null, all]);
  };
  return Object.assign(answer, { __promisify__: () => Promise.reject(new Error("Not asked")) });
};

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => "fetched",
    (error: unknown) => z.object({ code: z.string() }).safeParse(error).data?.code ?? String(error),
  );

describe("Fetching from a server that a tenant chose", () => {
  test.each([
    ["a private address", ["10.0.0.1"]],
    ["this machine", ["127.0.0.1"]],
    ["the cloud's metadata", ["169.254.169.254"]],
    ["a public address and a private one", ["93.184.216.34", "10.0.0.1"]],
    ["nothing", []],
    ["this machine by IPv6", ["::1"]],
  ])("is refused where its name leads to %s, when it is connected to", async (_, found) => {
    let asked = 0;
    const port = await listen((_request, response) => {
      asked += 1;
      response.end();
    });
    const guarded = createGuardedFetch({ allowed: [], lookup: leadingTo(...found) });
    expect(await codeOf(guarded(`https://models.example:${port}/v1`))).toBe("EHOSTUNREACH");
    expect(asked).toBe(0);
  });

  test.each(["http://models.example/v1", "https://127.0.0.1/v1", "https://[::1]/v1", "http://127.0.0.1/v1"])(
    "is refused for %s, whoever got it past the first look",
    async (address) => {
      const guarded = createGuardedFetch({ allowed: [], lookup: leadingTo("93.184.216.34") });
      expect(await codeOf(guarded(address))).toBe("EHOSTUNREACH");
    },
  );

  test("follows nobody elsewhere, and ends what does not end", async () => {
    const port = await listen((request, response) => {
      if (request.url === "/away") response.writeHead(307, { location: "http://169.254.169.254/" }).end();
      else {
        response.writeHead(200);
        const flood = setInterval(() => response.write(Buffer.alloc(500_000)), 1);
        response.on("close", () => clearInterval(flood));
      }
    });
    const guarded = createGuardedFetch({ allowed: ["127.0.0.1"] });
    expect(await codeOf(guarded(`http://127.0.0.1:${port}/away`))).toContain("sends us elsewhere");
    const endless = await guarded(`http://127.0.0.1:${port}/flood`);
    await expect(endless.text()).rejects.toThrow("does not stop talking");
  });

  test("brings the answer as it is, tells the server only what is meant for it, and can be given up", async () => {
    let heard: unknown;
    const port = await listen((request, response) => {
      heard = request.headers;
      if (request.url === "/wait") return;
      request.on("data", () => {});
      request.on("end", () => response.writeHead(418, { "retry-after": "7" }).end("tea"));
    });
    const guarded = createGuardedFetch({ allowed: ["127.0.0.1"] });
    const headers = {
      authorization: "Bearer own",
      "openai-organization": "org-operator",
      "x-custom": "secret",
    };
    const answer = await guarded(`http://127.0.0.1:${port}/v1`, { method: "POST", body: "hello", headers });
    expect([answer.status, answer.headers.get("retry-after"), await answer.text()]).toEqual([
      418,
      "7",
      "tea",
    ]);
    expect(heard).toMatchObject({ authorization: "Bearer own", "content-length": "5" });
    expect(JSON.stringify(heard)).not.toMatch(/operator|secret/);
    const giveUp = new AbortController();
    const waiting = codeOf(guarded(`http://127.0.0.1:${port}/wait`, { signal: giveUp.signal }));
    giveUp.abort();
    expect(await waiting).toBe("ABORT_ERR");
  });
});
