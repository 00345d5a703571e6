import { afterAll, beforeAll, expect, test } from "vitest";
import type { ProposalView, UndoView } from "../../server/contract/index.ts";
import { onSite } from "../builders/on-site.ts";
import { describeOnEachDatabase } from "../environment/database.ts";
import { startRunningApp, type RunningApp } from "../environment/running-app.ts";

const AGENTS = "10710";
/** The two whom it concerns, the lead, and apps: not everybody who may edit. */
const REPORTER_AND_ASSIGNEE = "10711";
const SECURITY_TEAM = "10712";
const WORDS = "Parcel labels print upside down on the thermal printer";
const yes = (proposal: ProposalView) => ({
  planHash: proposal.planHash,
  steps: proposal.steps.map((step) => step.id),
});

describeOnEachDatabase("issues that not everybody may see", (open) => {
  let running: RunningApp;
  beforeAll(async () => {
    running = await startRunningApp(open().db);
  });
  afterAll(() => running.stop());

  const site = () => running.sandbox.site("acme");
  const { acting, issueNow, newIssue } = onSite(site);
  const hide = (key: string, level: string) => {
    const hidden = site().editIssue(acting("Mia Krause"), key, { fields: { security: { id: level } } });
    if (!hidden.ok) throw new Error(JSON.stringify(hidden.refusal));
  };
  const proposed = async (name: string, key: string, sentence: string) => {
    const panel = running.panelOf(name, key);
    expect((await panel.ask(sentence)).status).toBe(202);
    const wanted = (one: ProposalView) => one.status === "waiting" && one.origin === "sentence";
    return { panel, proposal: await panel.until(wanted, `a proposal for "${sentence}"`) };
  };
  const panelAs = (name: string, key: string) => {
    const panel = running.panelOf(name, key);
    return panel.call("GET", `issues/${panel.issueId}`);
  };

  test("a viewer without the level gets nothing of the panel, and cannot decide", async () => {
    const key = newIssue("Mia Krause", "Bring the archive up to date");
    const { proposal } = await proposed("Mia Krause", key, "assign to Ana Ruiz");
    const early = running.panelOf("Tom Becker", key);
    const token = running.tokenFor("Sam Reporter", key);
    hide(key, AGENTS);

    // Whoever is let in goes on as before.
    expect((await early.view()).open).toMatchObject([{ id: proposal.id }]);
    // A token from before the level still names the issue; it no longer opens it.
    for (const [method, rest, body] of [
      ["GET", `issues/${issueNow(key).id}`, undefined],
      ["POST", `issues/${issueNow(key).id}/requests`, { text: "assign to me" }],
      ["GET", `proposals/${proposal.id}/form`, undefined],
      ["POST", `proposals/${proposal.id}/approve`, yes(proposal)],
    ] as const) {
      const answer = await running.call(token, method, rest, body);
      expect(answer.status, `${method} ${rest}`).toBe(404);
      expect(JSON.stringify(answer.body)).not.toContain("Ana Ruiz");
    }
    expect(issueNow(key).values["assignee"] ?? null).toBeNull();
  });

  test("an issue with a level is nobody's evidence, and its open twin is", async () => {
    const secret = newIssue("Mia Krause", WORDS, { security: { id: AGENTS } });
    const twin = newIssue("Mia Krause", `${WORDS} today`);
    // An original is older than its duplicate.
    for (const one of [secret, twin]) issueNow(one).created = new Date(Date.now() - 3_600_000).toISOString();
    const key = newIssue("Mia Krause", `${WORDS} again`);
    const seen = async (name: string) => JSON.stringify((await panelAs(name, key)).body);
    await expect.poll(() => seen("Mia Krause"), { timeout: 20_000 }).toContain(twin);
    for (const name of ["Mia Krause", "Sam Reporter", "Noor Outside"]) {
      expect(await seen(name)).not.toContain(secret);
    }
  });

  test("a link to a hidden issue that somebody named is nameless to everybody else", async () => {
    const secret = newIssue("Mia Krause", "The vault code is on the fridge", { security: { id: AGENTS } });
    const key = newIssue("Mia Krause", "Kitchen rota");
    const { proposal } = await proposed("Mia Krause", key, `link to ${secret} as duplicate`);
    expect(JSON.stringify(proposal)).toContain(secret);
    expect(JSON.stringify(proposal)).toContain("vault code");
    const { status, body } = await panelAs("Sam Reporter", key);
    expect(status).toBe(200);
    expect(body).toMatchObject({ open: [{ id: proposal.id }] });
    expect(JSON.stringify(body)).not.toContain(secret);
    expect(JSON.stringify(body)).not.toContain("vault code");
  });

  /** All that somebody who may decide gets to read of a proposal, and of what comes of deciding. */
  const everythingFor = async (name: string, key: string, { id }: Pick<ProposalView, "id">) => {
    const panel = running.panelOf(name, key);
    const read = async (rest: string) => {
      const { status, body } = await panel.call("GET", rest);
      expect([rest, status]).toEqual([rest, 200]);
      return body;
    };
    return {
      panel,
      seen: async () =>
        JSON.stringify([
          await read(`issues/${panel.issueId}`),
          await read(`proposals/${id}/form`),
          await read(`proposals/${id}/undo`),
        ]),
    };
  };

  test("who may decide and not see the other end of a link reads its key nowhere, deciding and undoing included", async () => {
    const secret = newIssue("Ana Ruiz", "The vault code is on the door", {
      security: { id: REPORTER_AND_ASSIGNEE },
    });
    const key = newIssue("Mia Krause", "Garden rota");
    const { panel, proposal } = await proposed("Ana Ruiz", key, `link to ${secret} as duplicate`);
    const { panel: tom, seen } = await everythingFor("Tom Becker", key, proposal);
    const quiet = (text: string) => {
      expect(text).toContain(proposal.id);
      expect(text).not.toContain(secret);
      expect(text).not.toContain("vault code");
    };
    quiet(await seen());
    const refused = await tom.do(proposal, "approve", yes(proposal));
    expect(refused).toMatchObject({ status: 403, body: { error: "not-permitted" } });
    quiet(JSON.stringify(refused.body));

    expect((await panel.do(proposal, "approve", yes(proposal))).status).toBe(200);
    await panel.until((one) => one.id === proposal.id && one.status === "done", "the link");
    quiet(await seen());
    const { undoHash, steps } = (await tom.call("GET", `proposals/${proposal.id}/undo`)).body as UndoView;
    expect(steps).toHaveLength(1);
    const undo = await tom.do(proposal, "undo", { undoHash, steps: steps.map(({ step }) => step) });
    expect(undo).toMatchObject({ status: 403, body: { error: "not-permitted" } });
    quiet(JSON.stringify(undo.body));
  });

  test("the key of an issue that was made where not everybody may look is told to those who may", async () => {
    const scheme = site()
      .state()
      .securitySchemes.find((one) => one.id === "10700");
    if (scheme === undefined) throw new Error("no scheme");
    const key = newIssue("Mia Krause", "Plan the winter party");
    const { panel, proposal } = await proposed("Mia Krause", key, "create a task: Book the choir");
    scheme.defaultLevelId = REPORTER_AND_ASSIGNEE;
    await panel.do(proposal, "approve", yes(proposal));
    const done = await panel.until((one) => one.id === proposal.id && one.status === "done", "the new issue");
    scheme.defaultLevelId = null;
    const made = done.steps[0]?.created?.key ?? "nothing";
    expect(issueNow(made).values["summary"]).toBe("Book the choir");

    const { seen } = await everythingFor("Tom Becker", key, proposal);
    expect(await seen()).toContain(proposal.id);
    expect(await seen()).not.toContain(made);
    expect(await (await everythingFor("Mia Krause", key, proposal)).seen()).toContain(made);
  });

  test("nobody reads a number, a key or a label that comes from issues they may not see", async () => {
    const alike = ["lid", "rim", "base", "glass"].map((part) =>
      newIssue("Ana Ruiz", `Gherkin jars crack at the ${part} on the conveyor`, {
        priority: { name: "High" },
        labels: [`gherkin-${part}`],
      }),
    );
    const key = newIssue("Mia Krause", "Gherkin jars crack on the conveyor");
    const { proposal } = await proposed("Mia Krause", key, "set priority to High and add label jars");
    const factsOf = async (name: string) => {
      const { open } = await running.panelOf(name, key).view();
      const shown = open.find(({ id }) => id === proposal.id);
      return (shown?.steps ?? [])
        .flatMap(({ evidence }) => evidence.flatMap(({ items }) => items))
        .filter((item) => item.kind === "fact");
    };
    for (const name of ["Mia Krause", "Tom Becker"])
      expect(await factsOf(name)).toMatchObject([{ text: expect.stringMatching(/^4 of 4 /) }]);
    const [first = "", second = "", ...open] = alike;
    for (const one of [first, second]) hide(one, REPORTER_AND_ASSIGNEE);

    expect(await factsOf("Mia Krause")).toMatchObject([{ text: expect.stringMatching(/^4 of 4 /) }]);
    const [fact, ...more] = await factsOf("Tom Becker");
    expect(more).toEqual([]);
    expect(fact).toEqual({ kind: "fact", text: "Similar issues say so", issues: expect.anything() });
    expect(new Set(fact?.kind === "fact" ? fact.issues : [])).toEqual(new Set(open));
    const { seen } = await everythingFor("Tom Becker", key, proposal);
    const said = await seen();
    for (const hidden of [first, second, "gherkin-lid", "gherkin-rim", "4 of 4"])
      expect(said).not.toContain(hidden);
    expect(said).toContain("gherkin-base");
  });

  test("what is hidden from the app as well is left alone, and said so", async () => {
    const key = newIssue("Mia Krause", "Count the chairs");
    const { panel, proposal } = await proposed("Mia Krause", key, "comment: Forty two");
    hide(key, SECURITY_TEAM);
    const ended = await panel.until(
      (one) => one.id === proposal.id && one.status === "expired",
      "it to end with the app's sight of it",
    );
    expect(ended.reason).toBe("The issue is gone, or hidden from TicketSmith.");
    expect((await panel.do(ended, "approve", yes(ended))).status).toBe(409);
    expect(issueNow(key).comments).toEqual([]);
  });

  test("an issue created into a level that hides it from the app is created once, and is done", async () => {
    const scheme = site()
      .state()
      .securitySchemes.find((one) => one.id === "10700");
    if (scheme === undefined) throw new Error("no scheme");
    const key = newIssue("Mia Krause", "Plan the summer party");
    const { panel, proposal } = await proposed("Mia Krause", key, "create a task: Book the band");
    expect(proposal.steps.map((step) => step.type)).toContain("create-issue");
    scheme.defaultLevelId = SECURITY_TEAM;
    await panel.do(proposal, "approve", yes(proposal));
    const ended = await panel.until(
      (one) => one.id === proposal.id && ["failed", "done"].includes(one.status),
      "it to end",
    );
    scheme.defaultLevelId = null;
    expect(ended).toMatchObject({ status: "done" });
    const made = site()
      .state()
      .issues.filter((one) => one.values["summary"] === "Book the band");
    expect(made).toMatchObject([{ values: { security: SECURITY_TEAM } }]);
  });
});
