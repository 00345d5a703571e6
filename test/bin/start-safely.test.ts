import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { createServer, type AddressInfo, type Server } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { checkPorts } from "../../bin/start/check-ports.ts";
import { claimFolder } from "../../bin/start/claim-folder.ts";
import { eraseData } from "../../bin/start/erase-data.ts";
import { sayLogLine } from "../../bin/start/say-log-line.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "ticketsmith-start-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe("a data folder", () => {
  test("is refused to a second start while the first runs, and free after it", async () => {
    const release = await claimFolder(folder);
    await expect(claimFolder(folder)).rejects.toThrow("already running");
    release();
    const again = await claimFolder(folder);
    again();
  });

  test("beside another one may be used at the same time", async () => {
    const release = await claimFolder(folder);
    await expect(claimFolder(path.join(folder, "other")).then((other) => other())).resolves.toBeUndefined();
    release();
  });

  test("is emptied by a fresh start, but for compiled code", async () => {
    await mkdir(path.join(folder, "database"));
    await mkdir(path.join(folder, "compile-cache"));
    await writeFile(path.join(folder, "secret-keys"), "k1:x");
    await eraseData(folder);
    expect(await readdir(folder)).toEqual(["compile-cache"]);
  });

  test("that is not there yet can be started fresh", async () => {
    await expect(eraseData(path.join(folder, "nowhere"))).resolves.toBeUndefined();
  });
});

describe("a port that is taken", () => {
  let server: Server;
  let taken: number;
  beforeEach(async () => {
    server = createServer();
    taken = await new Promise((resolve) => {
      server.listen(0, "127.0.0.1", () => resolve((server.address() as AddressInfo).port));
    });
  });
  afterEach(() => void server.close());

  test.each(["--port", "--sandbox-port"])("is named with %s, which chooses another", async (flag) => {
    const free = await freePort();
    const ports = flag === "--port" ? { port: taken, sandboxPort: free } : { port: free, sandboxPort: taken };
    const said = new RegExp(`Port ${taken} is taken.*${flag} \\d+`);
    await expect(checkPorts({ ...ports, fresh: false, dataDir: folder })).rejects.toThrow(said);
  });
});

test("one port for both programs is refused", async () => {
  await expect(checkPorts({ port: 8080, sandboxPort: 8080, fresh: false, dataDir: folder })).rejects.toThrow(
    "both",
  );
});

describe("the terminal", () => {
  test.each([
    ['{"level":"info","msg":"request"}', null],
    ['{"level":"warn","msg":"slow"}', "warning: slow"],
    ['{"level":"error","msg":"job failed","error":{"message":"no answer"}}', "error: job failed: no answer"],
    ['{"level":"fatal","msg":"database","reason":"gone"}', "error: database: gone"],
    ["Listening on 8090", null],
    ["{not json", null],
  ])("shows of the log line %s: %s", (line, shown) => {
    expect(sayLogLine(line)).toBe(shown);
  });
});

async function freePort(): Promise<number> {
  const probe = createServer();
  const port = await new Promise<number>((resolve) => {
    probe.listen(0, "127.0.0.1", () => resolve((probe.address() as AddressInfo).port));
  });
  await new Promise<void>((resolve) => probe.close(() => resolve()));
  return port;
}
