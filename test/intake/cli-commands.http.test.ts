import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runCli } from "../../server/intake/cli/index.ts";
import { systemClock } from "../../server/kit/index.ts";
import { listenLocally, localSocket } from "../../server/main/local-socket.ts";
import { onSite } from "../builders/on-site.ts";
import { describeOnEachDatabase } from "../environment/database.ts";
import { startRunningApp, type RunningApp } from "../environment/running-app.ts";
import { NO_FILES } from "../builders/audit.ts";

describeOnEachDatabase("the command line", (open) => {
  let running: RunningApp;
  let folder: string;
  let socket: string;
  let stop: (() => Promise<void>) | undefined;
  beforeAll(async () => {
    running = await startRunningApp(open().db);
    folder = await mkdtemp(path.join(tmpdir(), "ticketsmith-cli-"));
    socket = localSocket(folder);
    stop = await listenLocally(socket, running.app.localApp);
  });
  afterAll(async () => {
    await stop?.();
    await rm(folder, { recursive: true });
    await running.stop();
  });

  const site = () => running.sandbox.site("acme");
  const { issueNow, named, newIssue } = onSite(site);

  async function run(args: readonly string[], input = "", env: Record<string, string> = {}) {
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
        readFile: none,
        writeFile: none,
        ...NO_FILES,
        examine: async () => [],
        openModel: none,
        openTenants: none,
        clock: systemClock,
        env,
        openLocal: async () => ({ socket, close: async () => {} }),
      },
    );
    return { code, said: said.join("\n"), complained: complained.join("\n") };
  }
  const here = (as = "Mia Krause") => ["--site", site().origin(), "--as", named(as)];
  const read = ({ code, said, complained }: Awaited<ReturnType<typeof run>>): Record<string, unknown> => {
    if (code !== 0) throw new Error(`${code}: ${complained}`);
    return JSON.parse(said) as Record<string, unknown>;
  };
  const newToken = async (scopes: string, as = "Mia Krause") => {
    const made = await run([
      ...["token", "create", site().origin(), "--as", named(as), "--name", "a test", "--scopes", scopes],
      "--json",
    ]);
    return read(made) as { secret: string; token: { id: string } };
  };

  describe("tokens", () => {
    test("are made, listed without themselves, work by address, and end when revoked", async () => {
      const { secret, token } = await newToken("plan,propose,decide");
      const env = { TICKETSMITH_URL: running.baseUrl, TICKETSMITH_TOKEN: secret };
      const listed = await run(["token", "list", site().origin()]);
      expect(listed.said).toContain(token.id);
      expect(listed.said).not.toContain(secret.slice(3));
      expect(await run(["proposals"], "", env)).toMatchObject({ code: 0 });
      expect(await run(["token", "revoke", site().origin(), token.id])).toMatchObject({ code: 0 });
      expect(await run(["token", "revoke", site().origin(), token.id])).toMatchObject({ code: 1 });
      const after = await run(["proposals"], "", env);
      expect(after).toMatchObject({ code: 1, said: "" });
      expect(after.complained).toContain("This token opens nothing");
    });

    test("are made for nobody whom Jira does not know, for no other site, and with no other scope", async () => {
      const create = (origin: string, ...more: string[]) =>
        run(["token", "create", origin, "--name", "x", ...more]);
      const as = ["--as", named("Mia Krause")];
      expect((await create(site().origin(), "--as", "712020:nobody")).complained).toContain("no account");
      expect((await create("https://nobody.test", ...as)).complained).toContain("No such site");
      expect(await create(site().origin(), ...as, "--scopes", "plan,root")).toMatchObject({ code: 1 });
      expect(await create(site().origin(), ...as, "--expires", "2001-01-01")).toMatchObject({ code: 1 });
      expect(await create(site().origin(), ...as, "--expires", "soon")).toMatchObject({ code: 2 });
      expect(await create(site().origin())).toMatchObject({ code: 2 });
    });
  });

  test("personal data: laid down, and what it holds back is listed, shown, erased and released", async () => {
    const origin = site().origin();
    const set = await run(["personal-data", "set", origin], '{"iban": "quarantine"}');
    expect(read(set)).toMatchObject({ iban: "quarantine", email: "mask" });
    expect(await run(["personal-data", "set", origin], '{"iban": "hide"}')).toMatchObject({ code: 1 });
    expect((await run(["quarantine", "list", origin])).complained).toContain("Nothing is held back");

    const key = newIssue("Sam Reporter", "Refunds");
    const hold = async (words: string) => {
      const held = read(await run(["comment", key, words, "--json", ...here()]));
      expect(held).toMatchObject({ state: "held" });
      return String(held["id"]);
    };
    const [first, second] = [
      await hold("DE89 3704 0044 0532 0130 00"),
      await hold("GB29 NWBK 6016 1331 9268 19"),
    ];
    const said = await run(["comment", key, "IBAN FR14 2004 1010 0505 0001 3M02 606", ...here()]);
    expect(said.said).toContain("it is held back");
    const listed = await run(["quarantine", "list", origin]);
    expect(listed.said).toContain(first);
    expect(listed.said).not.toContain("DE89");
    expect((await run(["quarantine", "show", origin, first])).said).toContain("DE89 3704");
    expect(await run(["quarantine", "erase", origin, first])).toMatchObject({
      code: 0,
      said: `Erased ${first}`,
    });
    expect(await run(["quarantine", "show", origin, first])).toMatchObject({ code: 1 });
    expect(await run(["quarantine", "release", origin, second])).toMatchObject({ code: 0 });
    expect((await run(["quarantine", "list", origin])).said).not.toContain(second);
    await run(["personal-data", "set", origin], "{}");
  });

  test("plan says what would be proposed, from words, from a pipe, and by token, and stores nothing", async () => {
    const key = newIssue("Sam Reporter", "Paint the fence");
    const typed = await run(["plan", key, "make", "it", "highest", ...here()]);
    expect(typed).toMatchObject({ code: 0, complained: "" });
    expect(typed.said).toMatch(/Priority: .* → Highest[^]*hash [0-9a-f]{64}/);
    expect(typed.said).toContain("not stored");
    const piped = await run(["plan", key.toLowerCase(), "-", ...here()], "make it highest\n");
    expect(piped.said).toBe(typed.said);
    const { secret } = await newToken("plan");
    const remote = ["--url", running.baseUrl, "--token", secret];
    expect((await run(["plan", key, "make it highest", ...remote])).said).toBe(typed.said);
    expect(await run(["comment", key, "hello", ...remote])).toMatchObject({ code: 1 });
    const listed = read(await run(["proposals", "--issue", key, "--json", ...here()]));
    expect(listed).toMatchObject({ next: null });
  });

  test.each([
    ["comment", "add-comment", ["the paint is dry"]],
    ["assign", "set-assignee", ["Ana Ruiz"]],
    ["transition", "transition", ["In Progress"]],
  ])("%s proposes just that, and with --yes it is done", async (verb, type, words) => {
    const key = newIssue("Sam Reporter", `Paint for ${verb}`);
    const plan = read(await run([verb, key, ...words, "--dry-run", "--json", ...here()]));
    expect(plan).toMatchObject({ steps: [{ type }] });
    const done = read(await run([verb, key, ...words, "--yes", "--json", ...here()]));
    expect(done).toMatchObject({ status: "done", decidedBy: { name: "Mia Krause" } });
  });

  test("what was agreed to stands in Jira", async () => {
    const key = newIssue("Sam Reporter", "Paint the wall");
    expect(await run(["assign", key, "Ana Ruiz", "--yes", ...here()])).toMatchObject({ code: 0 });
    expect(issueNow(key).values["assignee"]).toBe(named("Ana Ruiz"));
  });

  test("--yes agrees to the one kind of step that was asked for, whatever else a text brings about", async () => {
    const key = newIssue("Sam Reporter", "Paint the shed");
    const done = read(
      await run(["assign", key, "Ana Ruiz and make it highest", "--yes", "--json", ...here()]),
    );
    expect(done).toMatchObject({ status: "done" });
    const steps = done["steps"] as { type: string; approved: boolean }[];
    expect(steps.map(({ type, approved }) => [type, approved])).toEqual([
      ["edit-fields", false],
      ["set-assignee", true],
    ]);
  });

  test("create-ticket proposes an issue beside another one or in a project alone, and with --yes it is made", async () => {
    const beside = ["--project", "SHOP", "--issue", "SHOP-42", "--dry-run", "--json"];
    const plan = read(await run(["create-ticket", "--prompt", "Order new brushes", ...beside, ...here()]));
    expect(plan["steps"]).toMatchObject([{ type: "create-issue" }]);
    const alone = ["--project", "SHOP", "--json", ...here()];
    const dry = read(await run(["create-ticket", "--prompt", "Sweep the roof", "--dry-run", ...alone]));
    expect(dry).toMatchObject({ issue: null, project: { key: "SHOP" }, steps: [{ type: "create-issue" }] });
    // A bug has a severity here, which nobody guesses.
    const asked = read(await run(["create-ticket", "--prompt", "The roof leaks", "--type", "Bug", ...alone]));
    expect(asked).toMatchObject({
      steps: [],
      questions: [{ text: expect.stringContaining("Severity") as string }],
    });
    const made = read(await run(["create-ticket", "--prompt", "Paint the roof", "--yes", ...alone]));
    expect(made).toMatchObject({ status: "done", issue: null });
    const found = site()
      .state()
      .issues.filter((one) => JSON.stringify(one.values).includes("Paint the roof"));
    expect(found).toHaveLength(1);
    expect(await run(["create-ticket", "--project", "SHOP", ...here()])).toMatchObject({ code: 2 });
    expect(await run(["create-ticket", "--prompt", "x", "--project", "NONE", ...here()])).toMatchObject({
      code: 1,
      complained: expect.stringContaining("This project is not there") as string,
    });
  });

  test("approve and reject bind to the hash that was shown", async () => {
    const key = newIssue("Sam Reporter", "Paint the door");
    const made = async (text: string) => {
      const piped = await run(["plan", key, text, ...here()]);
      expect(piped.code).toBe(0);
      const panel = running.panelOf("Mia Krause", key);
      await panel.ask(text);
      const shown = await panel.until(
        (one) => one.status === "waiting" && one.origin === "sentence",
        "a proposal",
      );
      return { id: shown.id, hash: shown.planHash };
    };
    const first = await made("make it highest");
    const wrong = await run(["approve", first.id, "--hash", "0".repeat(8), ...here()]);
    expect(wrong).toMatchObject({ code: 1 });
    expect(wrong.complained).toContain("Nothing was decided");
    expect(await run(["approve", first.id, ...here()])).toMatchObject({ code: 2 });
    const hash = ["--hash", first.hash.slice(0, 8)];
    expect(await run(["approve", first.id, ...hash, ...here("Sam Reporter")])).toMatchObject({ code: 1 });
    expect(read(await run(["approve", first.id, ...hash, "--json", ...here()]))).toMatchObject({
      status: "done",
    });
    const second = await made("make it lowest");
    const no = ["reject", second.id, "--hash", second.hash, "--reason", "-", "--json", ...here()];
    expect(read(await run(no, "not today\n"))).toMatchObject({ status: "rejected", reason: "not today" });
  });

  test("policy and rules are shown, laid down from a pipe, and refused where they are odd", async () => {
    const origin = site().origin();
    const policy = [{ action: "transition", verdict: "four-eyes" }];
    expect((await run(["policy", "set", origin], JSON.stringify(policy))).code).toBe(0);
    const shown = await run(["policy", "show", origin]);
    expect(JSON.parse(shown.said)).toMatchObject({ lines: policy, auto: { enabled: false } });
    const odd = await run(["policy", "set", origin], '[{"verdict":"perhaps"}]');
    expect(odd).toMatchObject({ code: 1, said: "" });
    expect(odd.complained).toMatch(/0\.verdict.*choose auto, review, four-eyes, blocked/u);
    expect((await run(["policy", "set", origin], "no json")).code).toBe(1);
    // What was shown can be laid down again as it is.
    expect((await run(["policy", "set", origin], shown.said)).code).toBe(0);
    await run(["policy", "set", origin], "[]");
    expect((await run(["rules", "show", origin])).said).toBe("[]");
  });

  test("a policy is said in words, tried on the past, saved over the version that was seen, and restored", async () => {
    const origin = site().origin();
    const [line] = [{ action: "transition", project: "SHOP", verdict: "blocked" }];
    expect(
      (await run(["policy", "set", origin, "--note", "no moves"], JSON.stringify([line]))).said,
    ).toContain("Moves in SHOP are not allowed.");
    const { said: listed } = await run(["policy", "versions", origin]);
    const newest = Number(listed.split("\t")[0]);
    expect(listed.split("\n")[0]).toMatch(/\tapp\tno moves$/u);
    expect((await run(["policy", "say", origin])).said).toContain("Moves in SHOP are not allowed.");

    const late = await run(["policy", "set", origin, "--expect", String(newest - 1)], "[]");
    expect(late).toMatchObject({ code: 1, said: "" });
    expect(late.complained).toContain("Somebody saved another policy meanwhile");
    expect((await run(["policy", "set", origin, "--expect", String(newest)], "[]")).code).toBe(0);
    expect((await run(["policy", "restore", origin, String(newest)])).code).toBe(0);
    expect(JSON.parse((await run(["policy", "show", origin])).said)).toMatchObject({ lines: [line] });
    expect((await run(["policy", "show", origin, "--version", String(newest + 1)])).said).toContain(
      '"lines": []',
    );
    expect((await run(["policy", "restore", origin, "999"])).complained).toContain("no version 999");

    const tried = await run(["policy", "try", origin, "-", "--last", "10"], '[{"verdict":"blocked"}]');
    expect(tried.said).toMatch(/^Of the last \d+ proposals 0 would go through alone/u);
    expect(tried.said).toContain("→ blocked");
    await run(["policy", "set", origin], "[]");
    for (const odd of [
      ["policy", "restore", origin, "one"],
      ["policy", "try", origin, "-", "--last", "x"],
      ["go"],
    ])
      expect((await run(odd)).code).toBe(2);
  });

  test("stop holds a whole site, and go lets it go on; each says where it changes nothing", async () => {
    const origin = site().origin();
    const key = newIssue("Sam Reporter", "Oil the gate");
    const panel = running.panelOf("Mia Krause", key);
    await panel.ask("make it highest");
    const { id, planHash } = await panel.until((one) => one.origin === "sentence", "a proposal");
    expect((await run(["stop", origin, "--reason", "Wrong assignee"])).said).toMatch(/^Stopped http/u);
    const refused = await run(["approve", id, "--hash", planHash, ...here()]);
    expect(refused).toMatchObject({ code: 1, said: "" });
    expect(refused.complained).toContain("An administrator stopped TicketSmith on this site");
    expect((await run(["stop", origin])).complained).toContain("stopped already");
    expect((await run(["go", origin])).said).toContain("goes on");
    expect((await run(["go", origin])).complained).toContain("Nobody has stopped");
    expect((await run(["approve", id, "--hash", planHash, ...here()])).code).toBe(0);
  });

  test("rules try says what would be planned otherwise, and stores nothing", async () => {
    const key = newIssue("Sam Reporter", "The turret is dark");
    await running.panelOf("Mia Krause", key).ask("make it highest");
    await running.panelOf("Mia Krause", key).until((one) => one.origin === "sentence", "a proposal");
    const rules = [
      {
        id: "turret",
        when: [{ if: "text", words: ["turret"] }],
        set: { field: "labels", value: "facility" },
      },
    ];
    const before = await run(["proposals", "--issue", key, "--json", ...here()]);
    const tried = await run(["rules", "try", site().origin(), "-"], JSON.stringify(rules));
    expect(tried.code).toBe(0);
    expect(tried.said).toMatch(/\+ .*facility[^]*fired {2}When the text has “turret”/);
    expect((await run(["rules", "show", site().origin()])).said).toBe("[]");
    expect((await run(["proposals", "--issue", key, "--json", ...here()])).said).toBe(before.said);
  });

  test("without an address, a token or a site it says which to give; a dead address is told apart", async () => {
    expect(await run(["proposals"])).toMatchObject({ code: 2, said: "" });
    expect((await run(["proposals", "--url", running.baseUrl])).complained).toContain("--token");
    const dead = await run(["proposals", "--url", "http://127.0.0.1:1", "--token", "x"]);
    expect(dead).toMatchObject({ code: 1, said: "" });
    expect(dead.complained).toContain("cannot be reached");
    expect(await run(["proposals", "--colour", "red", ...here()])).toMatchObject({ code: 2 });
  });

  test("the socket of the local door lies where only its owner may go, and its doors are nowhere else", async () => {
    expect((await stat(path.dirname(socket))).mode & 0o777).toBe(0o700);
    for (const rest of ["/operator/tokens", "/operator/policy", "/operator/rules"]) {
      const headers = { "x-ticketsmith-site": site().origin(), "x-ticketsmith-account": named("Mia Krause") };
      expect((await fetch(`${running.baseUrl}${rest}`, { headers })).status).toBe(404);
      expect((await fetch(`${running.baseUrl}/api/v1/proposals`, { headers })).status).toBe(401);
    }
  });
});
