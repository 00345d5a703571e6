import { createReadStream, createWriteStream } from "node:fs";
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import * as z from "zod";
import { runCli } from "../../server/intake/cli/index.ts";
import { newSigningKey, publicPemOf, readSigningKey, systemClock } from "../../server/kit/index.ts";
import { listenLocally, localSocket } from "../../server/main/local-socket.ts";
import { onSite } from "../builders/on-site.ts";
import { describeOnEachDatabase } from "../environment/database.ts";
import { startRunningApp, type RunningApp } from "../environment/running-app.ts";

const Lines = z.object({
  lines: z.array(
    z.object({ seq: z.number(), at: z.string(), entry: z.looseObject({ type: z.string(), by: z.string() }) }),
  ),
});

describeOnEachDatabase("the audit log from the command line", (open) => {
  let running: RunningApp;
  let folder: string;
  let socket: string;
  let stop: (() => Promise<void>) | undefined;
  let key: string;
  beforeAll(async () => {
    running = await startRunningApp(open().db);
    folder = await mkdtemp(path.join(tmpdir(), "ticketsmith-audit-"));
    socket = localSocket(folder);
    stop = await listenLocally(socket, running.app.localApp);
    key = file("public.pem");
    await writeFile(key, (await run("audit", "key")).said);
  });
  afterAll(async () => {
    await stop?.();
    await rm(folder, { recursive: true });
    await running.stop();
  });

  const site = () => running.sandbox.site("acme");
  const { named, newIssue } = onSite(site);
  const file = (name: string) => path.join(folder, name);

  async function runWith(input: string, ...args: string[]) {
    const said: string[] = [];
    const complained: string[] = [];
    const none = () => Promise.reject(new Error("Not needed"));
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
        verifySignature: () => ({ ok: false, why: "forged" }),
        readFile: (name) => readFile(name),
        writeFile: none,
        openRead: (name) => createReadStream(name),
        openWrite: (name) => createWriteStream(name, { flags: "wx", mode: 0o600 }),
        examine: async () => [],
        openModel: none,
        openTenants: none,
        clock: systemClock,
        env: {},
        openLocal: async () => ({ socket, close: async () => {} }),
      },
    );
    return { code, said: said.join("\n"), complained: complained.join("\n") };
  }
  const run = (...args: string[]) => runWith("", ...args);
  const list = async (...filters: string[]) => {
    const { code, said, complained } = await run("audit", "list", site().origin(), "--json", ...filters);
    if (code !== 0) throw new Error(complained);
    return Lines.parse(JSON.parse(said)).lines;
  };
  const here = () => ["--site", site().origin(), "--as", named("Mia Krause")];

  test("tells of an assignment who asked and agreed, by which policy, what was sent and what was seen after", async () => {
    const key = newIssue("Sam Reporter", "Oil the gate");
    expect(await run("assign", key, "Ana Ruiz", "--yes", ...here())).toMatchObject({ code: 0 });
    const all = await list("--issue", key);
    const mia = named("Mia Krause");
    const of = (type: string) => all.find(({ entry }) => entry.type === type)?.entry;
    const policy = of("proposal-approved")?.["policy"];
    expect(policy, "the policy that every site begins with").toBe(0);
    expect(of("proposal-created")).toMatchObject({
      ...{ by: "app", for: mia, policy, issue: key },
      steps: [{ step: "s1", action: "set-assignee", verdict: expect.any(String) as string }],
    });
    expect(of("proposal-approved")).toMatchObject({
      ...{ by: mia, planHash: of("proposal-created")?.["planHash"], steps: ["s1"] },
      verdicts: { s1: expect.any(String) as string },
    });
    const digest = expect.stringMatching(/^person-2:/) as unknown;
    expect(of("step-performed")).toMatchObject({
      ...{ by: mia, actedAs: "person", readBack: { assignee: digest } },
      sent: [
        {
          ...{ method: "PUT", status: 204 },
          path: expect.stringMatching(/^\/rest\/api\/3\/issue\/\d+$/) as unknown,
          body: { fields: { assignee: { accountId: digest } } },
        },
      ],
    });
    expect((await list("--who", mia, "--type", "proposal-approved", "--limit", "1"))[0]?.entry).toEqual(
      of("proposal-approved"),
    );
    const plain = await run("audit", "list", site().origin(), "--issue", key, "--type", "step-performed");
    expect(plain.said.split("\t").slice(2, 4)).toEqual([mia, "step-performed"]);
  });

  test.each([
    ["--issue", "shop 1"],
    ["--limit", "0"],
    ["--from", "yesterday"],
    ["--type", "DROP TABLE"],
    ["--proposal", "1"],
  ])("refuses %s %s in words", async (name, value) => {
    const refused = await run("audit", "list", site().origin(), name, value);
    expect(refused).toMatchObject({ code: 1, said: "" });
    expect(refused.complained).toContain(name.slice(2));
  });

  test("exports it to a new file that only its owner may read, says so in the log, and proves it whole", async () => {
    const out = file("audit.jsonl");
    const origin = site().origin();
    expect(await run("audit", "export", origin, "--out", out)).toMatchObject({ code: 0, complained: "" });
    expect((await stat(out)).mode & 0o077).toBe(0);
    expect((await list("--limit", "1"))[0]?.entry).toEqual({
      type: "audit-exported",
      by: "app",
      format: "jsonl",
    });
    const whole = await run("audit", "verify", out, "--key", key);
    expect(whole).toMatchObject({ code: 0, complained: "" });
    expect(whole.said).toContain(origin);
    const text = await readFile(out, "utf8");
    expect(await runWith(text, "audit", "verify", "-", "--key", key)).toMatchObject({ code: 0 });
    // A file that is there already is somebody's.
    expect(await run("audit", "export", origin, "--out", out)).toMatchObject({
      code: 1,
      complained: expect.stringContaining("is there already") as string,
    });
    expect(await readFile(out, "utf8")).toBe(text);
  });

  test("says the first place where an export breaks, by which key it should be signed, and as JSON", async () => {
    const { said: text } = await run("audit", "export", site().origin());
    const lines = text.split("\n");
    const without = lines.toSpliced(2, 1).join("\n");
    const broken = await runWith(without, "audit", "verify", "-", "--key", key);
    expect(broken).toMatchObject({ code: 1, said: "" });
    expect(broken.complained).toBe("Not whole. Entry 3 was dropped before line 3.");
    const asJson = await runWith(without, "audit", "verify", "-", "--json", "--key", key);
    expect(asJson.code).toBe(1);
    expect(JSON.parse(asJson.said)).toMatchObject({ whole: false, why: "dropped", line: 3 });
    const other = readSigningKey(newSigningKey());
    if (other === undefined) throw new Error("No key");
    const foreign = await runWith(text, "audit", "verify", "-", `--key=${publicPemOf(other)}`);
    expect(foreign).toMatchObject({ code: 1 });
    expect(foreign.complained).toContain("signed by another key");
    expect(await runWith(text, "audit", "verify", "-")).toMatchObject({ code: 2 });
    expect(await runWith(text, "audit", "verify", "-", "--key", newSigningKey())).toMatchObject({ code: 2 });
    expect(await run("audit", "verify", file("nowhere"), "--key", key)).toMatchObject({ code: 1, said: "" });
  });

  test("exports a table, and nothing of another site's", async () => {
    const { code, said } = await run("audit", "export", site().origin(), "--format", "csv");
    expect(code).toBe(0);
    expect(said).toMatch(/^seq,at,who/);
    expect(said).toContain("signed-head");
    const globex = running.sandbox.site("globex");
    const theirs = await run("audit", "export", globex.origin());
    expect(theirs.said).not.toContain((await list("--limit", "1")).map(({ at }) => at)[0]);
    const [tenant] = said.match(/""tenantId"":""([^"]+)""/)?.slice(1) ?? [];
    expect(tenant).toMatch(/^[0-9a-f-]{36}$/);
    expect(theirs.said).not.toContain(tenant);
    expect(await run("audit", "export", "https://nobody.test")).toMatchObject({ code: 1, said: "" });
  });

  test("forgets a person: the next export is whole and does not know them", async () => {
    const sam = named("Sam Reporter");
    const key = newIssue("Sam Reporter", "Paint the gate");
    const dry = await run("comment", key, "my own words", "--site", site().origin(), "--as", sam);
    expect(dry.code).toBe(0);
    const { said: before } = await run("audit", "export", site().origin());
    expect(before).toContain(sam);
    expect(await run("audit", "erase", site().origin(), sam)).toMatchObject({ code: 0 });
    const out = file("after.jsonl");
    await run("audit", "export", site().origin(), "--out", out);
    const after = await readFile(out, "utf8");
    expect(after).not.toContain(sam);
    expect(after).not.toContain("my own words");
    expect(await run("audit", "verify", out, "--key", file("public.pem"))).toMatchObject({ code: 0 });
    expect(await list("--who", sam)).not.toEqual([]);
    expect(JSON.stringify(await list("--who", sam))).not.toContain(sam);
  });

  test("its doors are nowhere but on the local socket", async () => {
    for (const rest of ["", "/export", "/key"]) {
      const headers = { "x-ticketsmith-site": site().origin() };
      const response = await fetch(`${running.baseUrl}/operator/audit${rest}`, { headers });
      expect(response.status).toBe(404);
    }
  });
});
