import { beforeEach, expect, test } from "vitest";
import { IssueId, TenantId, type IssueRef, type ProposalId } from "../../server/contract/index.ts";
import { newId } from "../../server/kit/index.ts";
import { aComment, ANA, aPlan, aPriorityChange, aStep, issueRef } from "../builders/proposals.ts";
import { callerOf, makeTenant, storeProposal, storesOver } from "../builders/records.ts";
import { describeOnEachDatabase } from "../environment/database.ts";

const SINCE = new Date(0);
const FROM_START = { after: undefined, limit: 100, closedSince: SINCE };
const AMONG = { bands: [0, 0.65, 0.85], closedSince: SINCE, limit: 100 };

describeOnEachDatabase("the queue's store", (open) => {
  let caller = callerOf(TenantId.parse(newId()));
  beforeEach(async () => {
    caller = callerOf(TenantId.parse(newId()));
    await makeTenant(open().db, caller.tenantId, `https://${newId()}.test`);
  });
  const stores = () => storesOver(open().db);
  const queue = () => stores().queue(caller);
  const store = (issue: IssueRef, ...steps: Parameters<typeof aPlan>) =>
    storeProposal(stores(), caller, { issue, issueSummary: `About ${issue.key}`, plan: aPlan(...steps) });
  const sightOf = (...issues: string[]) => ({ issues: issues.map((id) => IssueId.parse(id)), projects: [] });
  const first = issueRef("SHOP-1", "10001");
  const second = issueRef("OPS-2", "10002");
  const comment = (confidence: number) => aStep("s1", aComment(), { confidence });

  test("what is not in sight is not counted, grouped, listed or found", async () => {
    await store(first, comment(0.9));
    await store(second, comment(0.9));
    expect((await queue().places(SINCE, sightOf())).issues.toSorted()).toEqual(["10001", "10002"]);
    const sight = sightOf("10001");
    expect(await queue().places(SINCE, sight)).toEqual({ issues: ["10002"], projects: [] });
    expect(await queue().overview({ tab: "waiting" }, sight, AMONG)).toMatchObject({
      counts: { waiting: 1 },
      projects: [{ key: "SHOP", count: 1 }],
      groups: [{ count: 1 }],
    });
    const lines = await queue().lines({ tab: "waiting" }, sight, FROM_START);
    expect(lines.map(({ proposal }) => proposal.issue?.key)).toEqual(["SHOP-1"]);
    expect(await queue().lines({ tab: "waiting", search: "OPS" }, sight, FROM_START)).toEqual([]);
    expect(await queue().lines({ tab: "waiting" }, sightOf(), FROM_START)).toEqual([]);
  });

  test("groups are by what is done and how sure it is, the largest first", async () => {
    for (const confidence of [0.9, 0.95, 0.7, 0.2]) await store(first, comment(confidence));
    await store(first, aStep("s1", aPriorityChange(), { confidence: 0.9 }));
    const { groups } = await queue().overview({ tab: "waiting" }, sightOf("10001"), AMONG);
    expect(groups).toEqual([
      { headline: "Add a comment", sure: 0.85, count: 2 },
      { headline: "Make it High", sure: 0.85, count: 1 },
      { headline: "Add a comment", sure: 0.65, count: 1 },
      { headline: "Add a comment", sure: 0, count: 1 },
    ]);
    const likely = { tab: "waiting", headline: "Add a comment", sure: { from: 0.65, below: 0.85 } } as const;
    expect(await queue().lines(likely, sightOf("10001"), FROM_START)).toHaveLength(1);
  });

  test("pages follow each other without a gap or a line twice", async () => {
    const made: ProposalId[] = [];
    for (let count = 0; count < 5; count += 1) made.push((await store(first, comment(0.9))).id);
    const read: ProposalId[] = [];
    for (let after: ProposalId | undefined; ; after = read.at(-1)) {
      const page = { after, limit: 2, closedSince: SINCE };
      const lines = await queue().lines({ tab: "waiting" }, sightOf("10001"), page);
      if (lines.length === 0) break;
      read.push(...lines.map(({ proposal }) => proposal.id));
    }
    expect(read).toHaveLength(5);
    expect(new Set(read)).toEqual(new Set(made));
  });

  test("what was edited is grouped by what it does now, and what is over moves, until it is old", async () => {
    const before = await store(first, comment(0.9));
    const plan = aPlan(aStep("s1", aPriorityChange(), { confidence: 0.5 }));
    const edited = await stores()
      .proposals(caller)
      .replace(before, { state: { status: "waiting" }, plan, planHash: "next" }, [], []);
    if (edited === undefined) throw new Error("Somebody else was first");
    const sight = sightOf("10001");
    expect((await queue().overview({ tab: "waiting" }, sight, AMONG)).groups).toEqual([
      { headline: "Make it High", sure: 0, count: 1 },
    ]);
    const state = { status: "rejected", by: ANA, at: new Date(), reason: "no" } as const;
    await stores().proposals(caller).replace(edited, { state }, [], []);
    const countsSince = async (closedSince: Date) =>
      (await queue().overview({ tab: "waiting" }, sight, { ...AMONG, closedSince })).counts;
    expect(await countsSince(SINCE)).toMatchObject({ waiting: 0, done: 1 });
    expect(await queue().lines({ tab: "done" }, sight, FROM_START)).toHaveLength(1);
    const tomorrow = new Date(Date.now() + 86_400_000);
    expect(await countsSince(tomorrow)).toMatchObject({ done: 0 });
    expect((await queue().places(tomorrow, sightOf())).issues).toEqual([]);
  });

  test("what asks is apart from what waits", async () => {
    const question = { id: "q1", text: "Which Tom?", field: "assignee", choices: [] };
    await storeProposal(stores(), caller, { issue: first, plan: { ...aPlan(), questions: [question] } });
    const sight = sightOf("10001");
    expect((await queue().overview({ tab: "questions" }, sight, AMONG)).counts).toEqual({
      ...{ waiting: 0, questions: 1, failed: 0, done: 0 },
    });
    expect(await queue().lines({ tab: "questions" }, sight, FROM_START)).toHaveLength(1);
    expect(await queue().lines({ tab: "waiting" }, sight, FROM_START)).toEqual([]);
  });

  test("signs that mean something in a pattern are looked for as they are", async () => {
    await storeProposal(stores(), caller, { issue: first, issueSummary: "100 % wool_blankets \\ shelf" });
    const find = (search: string) => queue().lines({ tab: "waiting", search }, sightOf("10001"), FROM_START);
    for (const search of ["100 %", "WOOL_", "\\ shelf", "shop-1"]) expect(await find(search)).toHaveLength(1);
    for (const search of ["1%0", "woolxblankets", "%%"]) expect(await find(search)).toEqual([]);
  });
});
