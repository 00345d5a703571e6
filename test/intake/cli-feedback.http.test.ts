import { createWriteStream } from "node:fs";
import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import * as z from "zod";
import type { FeedbackLine, FeedbackView } from "../../server/contract/index.ts";
import { runCli } from "../../server/intake/cli/index.ts";
import { systemClock } from "../../server/kit/index.ts";
import { listenLocally, localSocket } from "../../server/main/local-socket.ts";
import { NO_FILES } from "../builders/audit.ts";
import { onSite } from "../builders/on-site.ts";
import { describeOnEachDatabase } from "../environment/database.ts";
import { startRunningApp, type RunningApp } from "../environment/running-app.ts";

describeOnEachDatabase("feedback, budgets and the licence from the command line", (open) => {
  let running: RunningApp;
  let folder: string;
  let socket: string;
  let stop: (() => Promise<void>) | undefined;
  beforeAll(async () => {
    running = await startRunningApp(open().db);
    folder = await mkdtemp(path.join(tmpdir(), "ticketsmith-feedback-"));
    socket = localSocket(folder);
    stop = await listenLocally(socket, running.app.localApp);
  });
  afterAll(async () => {
    await stop?.();
    await rm(folder, { recursive: true });
    await running.stop();
  });

  const site = () => running.sandbox.site("acme");
  const origin = () => site().origin();
  const { named, newIssue } = onSite(site);
  const here = () => ["--site", origin(), "--as", named("Mia Krause")];

  async function run(...args: string[]) {
    const said: string[] = [];
    const complained: string[] = [];
    const none = () => Promise.reject(new Error("Not needed"));
    const code = await runCli(
      args,
      {
        input: (async function* () {
          yield Buffer.from("");
        })(),
        say: (line) => void said.push(line),
        complain: (line) => void complained.push(line),
      },
      {
        ...NO_FILES,
        verifySignature: () => ({ ok: false, why: "forged" }),
        ...{ readFile: none, writeFile: none, openModel: none, openTenants: none },
        openWrite: (name) => createWriteStream(name, { flags: "wx", mode: 0o600 }),
        examine: async () => [],
        ...{ clock: systemClock, env: {} },
        openLocal: async () => ({ socket, close: async () => {} }),
      },
    );
    return { code, said: said.join("\n"), complained: complained.join("\n") };
  }
  const Made = z.object({ id: z.string(), planHash: z.string() });
  const propose = async (summary: string) => {
    const made = await run("assign", newIssue("Sam Reporter", summary), "Ana Ruiz", "--json", ...here());
    if (made.code !== 0) throw new Error(made.complained);
    return Made.parse(JSON.parse(made.said));
  };
  const view = async () =>
    JSON.parse((await run("feedback", "show", origin(), "--json")).said) as FeedbackView;

  test("a no has a reason of the list, words, or both; without either it is not understood", async () => {
    const { id, planHash } = await propose("Grease the hinge");
    const no = (...why: string[]) => run("reject", id, "--hash", planHash, ...why, ...here());
    expect((await no()).code).toBe(2);
    expect((await no("--because", "no-such")).code).toBe(2);
    expect((await no("--because", "other")).code).toBe(2);
    const done = await no("--because", "wrong-field-value", "--reason", "ask mia.krause@acme.test");
    expect(done).toMatchObject({
      code: 0,
      said: expect.stringContaining("Wrong value: ask mia.krause@acme.test"),
    });
    const other = await propose("Paint the hinge");
    expect(
      await run("reject", other.id, "--hash", other.planHash, "--reason", "words alone", ...here()),
    ).toMatchObject({ code: 0 });
    const { reasons, total, byProject } = await view();
    expect(reasons).toEqual([
      { because: "wrong-field-value", n: 1 },
      { because: null, n: 1 },
    ]);
    expect([total.rejected, byProject.map(({ key }) => key)]).toEqual([2, ["SHOP"]]);
  });

  test("the other site's decisions are nowhere in it", async () => {
    const there = await run("feedback", "show", running.sandbox.site("globex").origin(), "--json");
    expect((JSON.parse(there.said) as FeedbackView).total.n).toBe(0);
    const lines = await run("feedback", "export", running.sandbox.site("globex").origin());
    expect(lines).toMatchObject({ code: 0, said: "" });
  });

  test("the export is a new file of lines with nobody in them, and for its owner alone", async () => {
    const out = path.join(folder, "feedback.jsonl");
    expect(await run("feedback", "export", origin(), "--out", out)).toMatchObject({ code: 0 });
    const text = await readFile(out, "utf8");
    expect((await stat(out)).mode & 0o777).toBe(0o600);
    expect(text).not.toMatch(/krause|acme\.test|ruiz/i);
    expect(text).not.toContain(named("Ana Ruiz"));
    const lines = text
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as FeedbackLine);
    expect(lines.map(({ verdict, because }) => [verdict, because])).toEqual([
      ["reject", "wrong-field-value"],
      ["reject", null],
    ]);
    expect(await run("feedback", "export", origin(), "--out", out)).toMatchObject({ code: 1 });
    expect((await run("feedback", "show", origin(), "--since", "yesterday")).complained).toContain(
      "a day such as",
    );
  });

  test("the table for people has a line for each, and nothing of a site's own words steers the terminal", async () => {
    const { said } = await run("feedback", "show", origin());
    expect(said).toContain("accepted 0 % (few)");
    expect(said).toContain("rejected\tWrong value\t1");
    expect(said).not.toMatch(/NaN|undefined|null/);
  });

  test("suggestions and rule counts are asked for, and one that is not there is said to be", async () => {
    expect(await run("feedback", "suggestions", origin())).toMatchObject({ code: 0, said: "" });
    expect(await run("feedback", "rules", origin())).toMatchObject({ code: 0, said: "" });
    expect((await run("feedback", "accept", origin(), "learned-x")).complained).toContain(
      "no such suggestion",
    );
    expect((await run("feedback", "dismiss", origin(), "learned-x")).code).toBe(1);
  });

  test("limits are set, shown and taken away; nonsense is refused with what to do", async () => {
    expect((await run("budget", origin(), "--project", "SHOP", "--usd", "2.5")).said).toBe(
      "project SHOP\t$2.5 a month",
    );
    expect((await run("budget", origin(), "--tokens", "1000")).said).toContain("site\t1000 tokens a month");
    expect((await run("budget", origin(), "--use", "look", "--tokens", "5")).code).toBe(0);
    const usage = await run("usage", origin());
    expect(usage.said).toContain("limit\tproject SHOP\t$0.000000 of $2.500000\t0 %");
    for (const wrong of [
      ["--usd", "-1"],
      ["--usd", "1e3"],
      ["--tokens", "1.5"],
      ["--project", "SHOP"],
    ])
      expect((await run("budget", origin(), ...wrong)).code, String(wrong)).toBe(2);
    expect((await run("budget", origin(), "--project", "shop", "--usd", "1")).complained).toContain(
      "name a project",
    );
    expect((await run("budget", origin(), "--use", "magic", "--usd", "1")).code).toBe(1);
    for (const scope of [["--project", "SHOP"], ["--use", "look"], []])
      await run("budget", origin(), ...scope, "--usd", "none", "--tokens", "none");
    expect((await run("budget", origin())).said).toBe("");
    expect((await run("usage", origin(), "--month", "2026-13")).complained).toContain("a month such as");
  });

  test("prices are listed with where they are from, and the licence is told", async () => {
    expect((await run("prices")).said).toMatch(/^gpt-4o\t2024-10-01\t\$2\.5\t\$10\tbuilt-in$/m);
    const { said } = await run("licence", origin());
    expect(said).toMatch(/^active\tTicketSmith is licensed on this site\./);
  });
});
