import { createServer } from "node:http";
import { once } from "node:events";
import { setTimeout as wait } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import * as z from "zod";
import { createInstallKeyFetcher } from "../../server/platform/connect/fetch-install-key.ts";
import { createInstallationDirectory } from "../../server/tenants/index.ts";
import { someInstallation } from "../builders/installation.ts";
import { createMemoryTenants } from "../fakes/memory-tenants.ts";

const PEM = "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n";

describe("keys that nobody has", () => {
  const asked: string[] = [];
  let open = 0;
  let most = 0;
  const server = createServer((req, res) => {
    asked.push(req.url ?? "");
    open += 1;
    most = Math.max(most, open);
    void wait(5).then(() => {
      open -= 1;
      const real = req.url?.startsWith("/real") === true;
      res.writeHead(real ? 200 : 404).end(real ? PEM : "no");
    });
  });
  let keysUrl = "";
  beforeEach(async () => {
    asked.length = 0;
    most = 0;
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    keysUrl = `http://127.0.0.1:${z.object({ port: z.number() }).parse(server.address()).port}`;
  });
  afterEach(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  });

  test("are asked for once, however often they are named", async () => {
    const fetchKey = createInstallKeyFetcher({ keysUrl });
    for (let n = 0; n < 5; n += 1)
      expect(await fetchKey("none")).toEqual({ ok: false, reason: "no-such-key" });
    expect(asked).toEqual(["/none"]);
  });

  test("are asked for a few at a time, and an honest install gets its turn", async () => {
    const fetchKey = createInstallKeyFetcher({ keysUrl });
    const flood = Array.from({ length: 500 }, (_, n) => fetchKey(`none-${n}`));
    const honest = fetchKey("real");
    const more = Array.from({ length: 20 }, (_, n) => fetchKey(`more-${n}`));
    expect(await honest).toEqual({ ok: true, value: PEM });
    const reasons = (await Promise.all([...flood, ...more])).map((one) => (one.ok ? "found" : one.reason));
    expect(new Set(reasons)).toEqual(new Set(["no-such-key", "no-answer"]));
    expect(most).toBeLessThanOrEqual(8);
    expect(asked.length).toBeLessThan(100);
    expect(await fetchKey("real")).toEqual({ ok: true, value: PEM });
  });
});

test("a site that nobody knows is looked up once in a while, and is known as soon as it has installed us", async () => {
  const memory = createMemoryTenants();
  const asked: string[] = [];
  const directory = createInstallationDirectory({
    ...memory.installationStore,
    findByClientKey: async (clientKey) => {
      asked.push(clientKey);
      return memory.installationStore.findByClientKey(clientKey);
    },
  });
  const site = someInstallation();
  for (let n = 0; n < 20; n += 1) expect(await directory.findByClientKey(site.clientKey)).toBeUndefined();
  expect(asked).toHaveLength(1);
  await directory.save(site, [], []);
  expect(await directory.findByClientKey(site.clientKey)).toEqual(site);
});
