import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ProposalView } from "../../server/contract/index.ts";
import { newId } from "../../server/kit/index.ts";
import { proposeBySentence, startTwoSites, yesTo, type TwoSites } from "./two-sites.ts";

/** "Not there" and "not yours" are one answer, and cost the same. */

let sites: TwoSites;
let own: ProposalView;
let elsewhere: ProposalView;
let theirs: ProposalView;
let here: { id: string; key: string };
let other: { id: string; key: string };

beforeAll(async () => {
  sites = await startTwoSites();
  const pair = sites.newIssues((name) => `Paint the door of ${name}`);
  const second = sites.newIssues((name) => `Paint the roof of ${name}`);
  [here, other] = [pair.acme, second.acme];
  own = await proposeBySentence(sites.panelOfLead("acme", here.key), "set priority to High");
  elsewhere = await proposeBySentence(sites.panelOfLead("acme", other.key), "set priority to High");
  theirs = await proposeBySentence(sites.panelOfLead("globex", pair.globex.key), "set priority to Hoch");
  await untilQuiet();
});
afterAll(() => sites.stop());

const tokenHere = () => sites.tokenFor(sites.leadOf("acme"), here.key);

/** An answer as it came over the wire, with what it cost. Only its time and its own number may differ. */
async function answerTo(method: string, rest: string, body?: unknown) {
  const { length: asked } = sites.exchanges;
  const response = await fetch(`${sites.baseUrl}/api/panel/${rest}`, {
    method,
    headers: { authorization: `JWT ${tokenHere()}`, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const headers = [...response.headers].filter(([name]) => name !== "date" && name !== "x-request-id");
  const requestId = response.headers.get("x-request-id") ?? "";
  const text = await response.text();
  return {
    answer: { status: response.status, headers, text },
    cost: {
      transactions: sites.transactions.filter((one) => one.requestId === requestId).length,
      questions: sites.exchanges.length - asked,
    },
  };
}

/** Background work asks Jira too: nothing of it may be counted. */
async function untilQuiet() {
  for (let before = -1; before !== sites.exchanges.length; ) {
    before = sites.exchanges.length;
    await wait(700);
  }
}

const ROUTES: [method: string, verb: string, body?: (of: ProposalView) => unknown][] = [
  ["GET", "form"],
  ["GET", "undo"],
  ["POST", "approve", yesTo],
  ["POST", "reject", ({ planHash }) => ({ planHash, reason: "no" })],
  ["POST", "edit", ({ planHash }) => ({ planHash, edits: [] })],
  ["POST", "answer", ({ planHash }) => ({ planHash, question: "q1", choice: "c1" })],
  ["POST", "refresh", ({ revision }) => ({ revision })],
  ["POST", "retry", ({ revision }) => ({ revision })],
  ["POST", "settle", ({ steps }) => ({ step: steps[0]?.id, happened: true })],
  [
    "POST",
    "undo",
    ({ steps }) => ({ undoHash: "x", steps: steps.map(({ id }) => id), deleteCreated: false }),
  ],
];

test.each(ROUTES)(
  "%s %s of a proposal of another tenant is answered like one that is nowhere",
  async (method, verb, body) => {
    const tried = [theirs.id, newId(), elsewhere.id].map((id) => `proposals/${id}/${verb}`);
    const answers = [];
    for (const rest of tried) answers.push(await answerTo(method, rest, body?.(theirs)));
    const [foreign, nowhere, ofAnotherIssue] = answers;
    expect(foreign?.answer.status).toBe(404);
    expect(foreign).toEqual(nowhere);
    expect(ofAnotherIssue).toEqual(nowhere);
    expect(nowhere?.cost).toEqual({ transactions: 1, questions: 0 });
  },
);

test.each(["", "/events", "/people?query=a"])(
  "an issue that the token is not for is answered like one that is nowhere (%s)",
  async (rest) => {
    const foreign = sites.sandbox.site("globex").state().issues[0]?.id ?? "";
    const answers = [];
    for (const id of [foreign, other.id, "9999999999999"])
      answers.push(await answerTo("GET", `issues/${id}${rest}`));
    for (const one of answers) expect(one).toEqual(answers[2]);
    expect(answers[2]).toMatchObject({ answer: { status: 404 }, cost: { transactions: 0, questions: 0 } });
  },
);

test("nothing was decided by any of it", async () => {
  const panel = sites.panelOfLead(
    "globex",
    sites.sandbox
      .site("globex")
      .state()
      .issues.find(({ id }) => id === here.id)?.key ?? "",
  );
  expect((await panel.view()).open.find(({ id }) => id === theirs.id)).toMatchObject({
    status: "waiting",
    revision: theirs.revision,
  });
  expect(
    (await sites.panelOfLead("acme", here.key).view()).open.find(({ id }) => id === own.id)?.status,
  ).toBe("waiting");
});
