import type { PanelView, ProposalView, StepView } from "../../server/contract/index.ts";
import {
  assign,
  describeAtLength,
  duplicate,
  issueKey,
  me,
  mia,
  minutesAgo,
  move,
  panel,
  prioritise,
  progress,
  proposal,
  request,
  step,
  tomA,
  tomB,
} from "./scripted-views.ts";
import * as ids from "../../server/contract/index.ts";

const decided = { decidedBy: me, decidedAt: minutesAgo(0) };
const yes = (each: StepView, changes: Partial<StepView> = {}): StepView => ({
  ...each,
  approved: true,
  ...changes,
});
const one = (changes: Partial<ProposalView>): PanelView => panel({ open: [proposal(1, changes)] });

const question = proposal(4, {
  summary: "Assign it to Tom",
  steps: [],
  questions: [
    {
      id: "q1",
      text: "Which Tom do you mean?",
      choices: [
        { id: "b", label: "Tom Becker", person: tomB },
        { id: "a", label: "Tom Alvarez", person: tomA },
      ],
    },
  ],
});
const moved = proposal(8, {
  status: "done",
  summary: "Move to In Progress",
  steps: [yes(move(), { progress: progress({}) })],
  decidedBy: mia,
  decidedAt: minutesAgo(121),
  finishedAt: minutesAgo(120),
  canUndo: true,
});
const line = { because: "Line 2 of the policy, for assignee." };
const created: StepView = {
  ...move(),
  type: "create-issue",
  title: "Create a follow-up in OPS",
  rows: [
    { field: "summary", name: "Summary", from: null, to: { kind: "text", text: "Alert on pool saturation" } },
    { field: "issuetype", name: "Type", from: null, to: { kind: "option", name: "Task" } },
  ],
};

/** Every state that the panel can be seen in, by name. What has no view is made by the stand-in server itself. */
export const PANEL_STATES: Record<string, () => PanelView> = {
  full: () =>
    panel({
      open: [
        proposal(1),
        proposal(2, {
          summary: "Looks like SHOP-12 «Checkout answers 502»",
          steps: [duplicate()],
          confidence: 0.74,
        }),
        question,
      ],
      recent: [moved],
    }),
  empty: () => panel(),
  asking: () =>
    panel({
      requests: [
        request(1, { text: "assign this to Mia and move it to review" }),
        request(2, { state: "nothing", text: "thanks", said: "There was nothing to do in that." }),
        request(3, { state: "failed", text: "split this", said: "Jira did not answer in time." }),
      ],
    }),
  waiting: () =>
    panel({
      requests: [
        request(1, {
          text: "assign this to Mia",
          waiting: { reason: "Jira's hourly limit for apps is used up.", nextTryAt: minutesAgo(-25) },
        }),
        request(2, { waiting: { reason: "Jira cannot be reached.", nextTryAt: minutesAgo(0) } }),
      ],
    }),
  held: () =>
    panel({
      requests: [
        request(1, {
          state: "held",
          said: "This holds a card number and an e-mail address, so it is held back. An administrator of this site releases or erases it.",
        }),
        request(2, {
          state: "nothing",
          said: "An administrator erased this request, because of what it held.",
        }),
      ],
    }),
  blocked: () =>
    one({
      steps: [{ ...prioritise(), verdict: { is: "blocked", ...line } }, assign()],
      rules: [
        {
          title: "When issuetype is Bug, then team is Web.",
          fired: false,
          words: "There is no field team here.",
        },
      ],
    }),
  "two-people": () => one({ steps: [prioritise(), { ...assign(), verdict: { is: "four-eyes", ...line } }] }),
  "first-yes": () =>
    one({
      steps: [prioritise(), { ...assign(), verdict: { is: "four-eyes", ...line } }],
      firstYes: { by: me, at: minutesAgo(2), steps: [step("s1"), step("s2")] },
    }),
  executing: () =>
    one({
      ...decided,
      status: "executing",
      steps: [
        yes(prioritise(), { progress: progress({}) }),
        yes(assign(), { progress: progress({ state: "intended" }) }),
        yes({ ...move(), id: step("s3") }, { progress: progress({ state: "waiting" }) }),
        { ...duplicate(), id: step("s4"), approved: false },
      ],
    }),
  retrying: () =>
    one({
      ...decided,
      status: "executing",
      steps: [
        yes(prioritise(), {
          progress: progress({
            state: "waiting",
            reason: "Jira's hourly limit for apps is used up.",
            nextTryAt: minutesAgo(-25),
          }),
        }),
      ],
    }),
  done: () =>
    panel({
      open: [
        proposal(1, {
          ...decided,
          status: "done",
          finishedAt: minutesAgo(0),
          canUndo: true,
          steps: [
            yes(prioritise(), { progress: progress({}) }),
            yes(assign(), { progress: progress({ actedAs: "app" }) }),
          ],
        }),
        proposal(2, {
          ...decided,
          status: "done",
          summary: "Create a follow-up in OPS",
          finishedAt: minutesAgo(0),
          canUndo: true,
          steps: [
            yes(created, {
              progress: progress({}),
              created: { id: ids.IssueId.parse("10077"), key: issueKey("OPS-7") },
            }),
          ],
        }),
      ],
    }),
  failed: () =>
    one({
      ...decided,
      status: "failed",
      reason: "Mia Krause can no longer be given issues in this project.",
      canUndo: true,
      steps: [
        yes(prioritise(), { progress: progress({}) }),
        yes(assign(), { progress: progress({ state: "failed", reason: "Jira refused the assignee." }) }),
      ],
    }),
  unsure: () =>
    one({
      ...decided,
      status: "failed",
      reason: "One step needs your word.",
      steps: [
        yes(prioritise(), { progress: progress({}) }),
        yes(assign(), {
          progress: progress({
            state: "unsure",
            reason: "We were interrupted while assigning. Please look at the issue.",
          }),
        }),
      ],
    }),
  stale: () =>
    one({
      status: "stale",
      drift: [
        {
          step: step("s1"),
          field: "priority",
          name: "Priority",
          seen: { kind: "option", name: "Medium" },
          now: { kind: "option", name: "Low" },
        },
        {
          step: step("s2"),
          field: "assignee",
          name: "Assignee",
          seen: { kind: "none" },
          now: { kind: "person", person: tomB },
        },
      ],
    }),
  settled: () =>
    panel({
      open: [
        proposal(1, { status: "expired", expiresAt: minutesAgo(90) }),
        proposal(2, {
          status: "rejected",
          decidedBy: mia,
          decidedAt: minutesAgo(2),
          reason: "Not now",
          steps: [move()],
          summary: "Move to In Progress",
        }),
        proposal(3, {
          status: "undone",
          summary: "Make it High",
          decidedBy: mia,
          decidedAt: minutesAgo(9),
          undoneBy: me,
          finishedAt: minutesAgo(8),
          steps: [yes(prioritise(), { progress: progress({ direction: "undo" }) })],
        }),
      ],
      recent: [moved],
    }),
  undoing: () =>
    one({
      ...decided,
      status: "done",
      finishedAt: minutesAgo(5),
      steps: [
        yes(prioritise(), { progress: progress({ direction: "undo", state: "intended" }) }),
        yes(assign(), { progress: progress({ direction: "undo" }) }),
      ],
    }),
  long: () =>
    one({
      summary: "Give it a summary that says what is wrong, add the steps to reproduce it and three labels",
      steps: [describeAtLength()],
      confidence: 0.52,
    }),
  "no-permission": () =>
    panel({
      viewer: {
        accountId: me.accountId,
        mayDecide: false,
        whyNot: "You need the permission to edit issues in SHOP.",
      },
      open: [proposal(1), question],
      recent: [moved],
    }),
  unlicensed: () => panel({ licence: "unlicensed", open: [proposal(1)], recent: [moved] }),
};
