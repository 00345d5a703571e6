import { afterAll, beforeAll, expect, test } from "vitest";
import type { FormView, ProposalView, UndoView } from "../../server/contract/index.ts";
import { describeOnEachDatabase } from "../environment/database.ts";
import { startRunningApp, type RunningApp } from "../environment/running-app.ts";

const LOCATION = "customfield_10072";
const FRANKFURT_B = ["100720", "100722"];
const DUBLIN_1 = ["100723", "100724"];

const became = (id: string, status: string) => (one: ProposalView) => one.id === id && one.status === status;

describeOnEachDatabase("a cascading select", (open) => {
  let running: RunningApp;
  beforeAll(async () => {
    running = await startRunningApp(open().db);
  });
  afterAll(() => running.stop());

  const change = () => {
    const found = running.sandbox
      .site("acme")
      .state()
      .issues.find(({ values }) => LOCATION in values);
    if (found === undefined) throw new Error("No issue has a location");
    return found;
  };
  const ask = async (text: string) => {
    const panel = running.panelOf("Jonas Weber", change().key);
    expect((await panel.ask(text)).status).toBe(202);
    const wanted = (one: ProposalView) => one.status === "waiting" && one.origin === "sentence";
    return { panel, proposal: await panel.until(wanted, `a proposal for "${text}"`) };
  };

  test("both halves are proposed as one choice, written together and taken back together", async () => {
    expect(change().values[LOCATION]).toEqual(FRANKFURT_B);
    const { panel, proposal } = await ask("set the location to Dublin / Hall 1");
    expect(proposal.steps.flatMap(({ rows }) => rows)).toMatchObject([
      {
        name: "Location",
        from: { kind: "option", name: "Frankfurt - Hall B" },
        to: { kind: "option", name: "Dublin - Hall 1" },
      },
    ]);
    const steps = proposal.steps.map(({ id }) => id);
    await panel.do(proposal, "approve", { planHash: proposal.planHash, steps });
    await panel.until(became(proposal.id, "done"), "it to be done");
    expect(change().values[LOCATION]).toEqual(DUBLIN_1);

    const { undoHash, steps: back } = (await panel.call("GET", `proposals/${proposal.id}/undo`))
      .body as UndoView;
    await panel.do(proposal, "undo", { undoHash, steps: back.map(({ step }) => step) });
    await panel.until(became(proposal.id, "undone"), "it to be undone");
    expect(change().values[LOCATION]).toEqual(FRANKFURT_B);
  });

  test("the lower half is enough where only one has it, and the form offers every pair", async () => {
    const { panel, proposal } = await ask("set the location to Hall 1");
    const form = (await panel.call("GET", `proposals/${proposal.id}/form`)).body as FormView;
    const control = form.fields.find(({ field }) => field === LOCATION)?.control;
    expect(control).toMatchObject({
      kind: "select",
      options: [
        { name: "Frankfurt" },
        { name: "Frankfurt - Hall A" },
        { name: "Frankfurt - Hall B" },
        { name: "Dublin" },
        { name: "Dublin - Hall 1" },
      ],
    });
    await panel.do(proposal, "reject", { planHash: proposal.planHash, reason: "Only asking" });
  });
});
