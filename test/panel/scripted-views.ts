import type {
  AccountId,
  FormView,
  IssueKey,
  PanelView,
  PersonView,
  ProposalId,
  ProposalView,
  RequestId,
  RequestView,
  StepId,
  StepProgressView,
  StepView,
  UndoView,
} from "../../server/contract/index.ts";
import * as ids from "../../server/contract/index.ts";

const account = (id: string): AccountId => ids.AccountId.parse(id);
export const step = (id: string): StepId => ids.StepId.parse(id);
export const issueKey = (key: string): IssueKey => ids.IssueKey.parse(key);
export const proposalId = (n: number): ProposalId =>
  ids.ProposalId.parse(`00000000-0000-4000-8000-${String(n).padStart(12, "0")}`);
const requestId = (n: number): RequestId =>
  ids.RequestId.parse(`00000000-0000-4000-9000-${String(n).padStart(12, "0")}`);

const person = (id: string, name: string, avatarUrl: string | null = null): PersonView => ({
  accountId: account(id),
  name,
  avatarUrl,
});
export const me = person("me", "Ada Quist");
export const mia = person("mia", "Mia Krause", "/faces/mia.svg");
export const tomB = person("tom-b", "Tom Becker");
export const tomA = person("tom-a", "Tom Alvarez", "/faces/missing.svg");

export const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();
export const hash = (digit: string) => digit.repeat(64);

/** Priority and assignee in two steps, as a webhook about a broken checkout would bring them. */
export function prioritise(): StepView {
  return {
    id: step("s1"),
    type: "edit-fields",
    title: "Raise the priority to High",
    rows: [
      {
        field: "priority",
        name: "Priority",
        from: { kind: "option", name: "Medium" },
        to: { kind: "option", name: "High" },
      },
    ],
    confidence: 0.91,
    evidence: [
      {
        field: "priority",
        name: "Priority",
        confidence: 0.91,
        items: [
          { kind: "quote", source: "description", quote: "nobody can pay since this morning" },
          { kind: "rule", text: "Checkout bugs are High" },
        ],
      },
    ],
    verdict: { is: "review", because: "No policy speaks of it." },
    approved: null,
    progress: null,
    created: null,
  };
}

export function assign(): StepView {
  return {
    id: step("s2"),
    type: "set-assignee",
    title: "Assign to Mia Krause",
    rows: [
      { field: "assignee", name: "Assignee", from: { kind: "none" }, to: { kind: "person", person: mia } },
    ],
    confidence: 0.88,
    evidence: [
      {
        field: "assignee",
        name: "Assignee",
        confidence: 0.88,
        items: [
          {
            kind: "fact",
            text: "Mia fixed 7 of 9 checkout bugs",
            issues: [issueKey("SHOP-12"), issueKey("SHOP-19")],
          },
          { kind: "inference", text: "She is around this week." },
        ],
      },
    ],
    verdict: { is: "review", because: "No policy speaks of it." },
    approved: null,
    progress: null,
    created: null,
  };
}

export function move(): StepView {
  return {
    id: step("s1"),
    type: "transition",
    title: "Move to In Progress",
    rows: [
      {
        field: "status",
        name: "Status",
        from: { kind: "status", name: "To Do" },
        to: { kind: "status", name: "In Progress" },
      },
    ],
    confidence: 0.97,
    evidence: [],
    verdict: { is: "review", because: "No policy speaks of it." },
    approved: null,
    progress: null,
    created: null,
  };
}

export function duplicate(): StepView {
  return {
    id: step("s1"),
    type: "link-issues",
    title: "Link as duplicate",
    rows: [
      {
        field: "link",
        name: "Duplicates",
        from: null,
        to: {
          kind: "issue",
          key: issueKey("SHOP-12"),
          summary: "Checkout answers 502 after paying with a card",
        },
      },
    ],
    confidence: 0.74,
    evidence: [
      {
        field: "link",
        name: "Duplicates",
        confidence: 0.74,
        items: [
          {
            kind: "issue",
            key: issueKey("SHOP-12"),
            summary: "Checkout answers 502",
            because: "same error, same page, reported the same day",
          },
        ],
      },
    ],
    verdict: { is: "review", because: "No policy speaks of it." },
    approved: null,
    progress: null,
    created: null,
  };
}

const PARAGRAPH =
  "The payment page stays blank after the card has been entered. It happens in every browser we tried and for every card, with and without a discount code.";

export function describeAtLength(): StepView {
  const text = (value: string) => ({ type: "paragraph", content: [{ type: "text", text: value }] });
  return {
    id: step("s1"),
    type: "edit-fields",
    title: "Add steps to reproduce",
    rows: [
      {
        field: "summary",
        name: "Summary",
        from: { kind: "text", text: "broken!!" },
        to: {
          kind: "text",
          text: "Payment page stays blank after entering a card, in every browser and for every customer since 09:14",
        },
      },
      {
        field: "description",
        name: "Description",
        from: { kind: "document", blocks: [text("It is broken.")], added: false },
        to: {
          kind: "document",
          added: true,
          blocks: [
            { type: "heading", attrs: { level: 3 }, content: [{ type: "text", text: "Steps to reproduce" }] },
            {
              type: "orderedList",
              content: ["Put anything in the cart", "Pay with a card", "Look at the blank page"].map(
                (words) => ({
                  type: "listItem",
                  content: [text(words)],
                }),
              ),
            },
            {
              type: "codeBlock",
              content: [{ type: "text", text: "HTTP/1.1 502 Bad Gateway\nserver: checkout-7f9c" }],
            },
            {
              type: "paragraph",
              content: [
                { type: "text", text: "see " },
                {
                  type: "text",
                  text: "the logs",
                  marks: [{ type: "link", attrs: { href: "https://logs.example/1" } }],
                },
                { type: "text", text: " and not " },
                {
                  type: "text",
                  text: "this",
                  marks: [{ type: "link", attrs: { href: "javascript:alert(1)" } }],
                },
              ],
            },
            { type: "extension", attrs: { extensionKey: "chart" } },
            ...Array.from({ length: 4 }, () => text(PARAGRAPH)),
          ],
        },
      },
      {
        field: "labels",
        name: "Labels",
        from: { kind: "none" },
        to: {
          kind: "list",
          items: ["checkout", "payment", "a-label-that-somebody-made-much-too-long-for-any-panel"],
        },
      },
    ],
    confidence: 0.52,
    evidence: [],
    verdict: { is: "review", because: "No policy speaks of it." },
    approved: null,
    progress: null,
    created: null,
  };
}

export function proposal(n: number, changes: Partial<ProposalView> = {}): ProposalView {
  return {
    id: proposalId(n),
    status: "waiting",
    summary: "Make it High and assign it to Mia Krause",
    planHash: hash(String(n % 10)),
    revision: 1,
    createdAt: minutesAgo(3),
    expiresAt: minutesAgo(-60 * 24),
    engine: "offline",
    model: null,
    notes: [],
    origin: "webhook",
    steps: [prioritise(), assign()],
    questions: [],
    rules: [],
    firstYes: null,
    confidence: 0.88,
    decidedBy: null,
    decidedByPolicy: null,
    decidedAt: null,
    finishedAt: null,
    undoneBy: null,
    reason: null,
    drift: [],
    canUndo: false,
    ...changes,
  };
}

export function panel(changes: Partial<PanelView> = {}): PanelView {
  return {
    issue: { id: ids.IssueId.parse("10042"), key: issueKey("SHOP-42") },
    viewer: { accountId: me.accountId, mayDecide: true, whyNot: null },
    licence: "active",
    engine: "offline",
    stop: { stopped: false },
    open: [],
    recent: [],
    requests: [],
    ...changes,
  };
}

export function request(n: number, changes: Partial<RequestView> = {}): RequestView {
  return {
    id: requestId(n),
    state: "working",
    text: null,
    at: minutesAgo(0),
    said: null,
    waiting: null,
    ...changes,
  };
}

export const progress = (changes: Partial<StepProgressView>): StepProgressView => ({
  direction: "do",
  state: "done",
  actedAs: "person",
  reason: null,
  nextTryAt: null,
  ...changes,
});

export function formFor(planHash: string): FormView {
  const options = ["Highest", "High", "Medium", "Low"].map((name, index) => ({
    id: String(index + 1),
    name,
  }));
  return {
    planHash,
    fields: [
      {
        step: step("s1"),
        field: "priority",
        name: "Priority",
        required: true,
        control: { kind: "select", options },
        value: { kind: "option", id: "2" },
      },
      {
        step: step("s1"),
        field: "summary",
        name: "Summary",
        required: true,
        control: { kind: "text", multiline: false },
        value: { kind: "text", text: "Payment page blank" },
      },
      {
        step: step("s1"),
        field: "description",
        name: "Description",
        required: false,
        control: { kind: "markdown" },
        value: { kind: "markdown", text: "**Nobody** can pay." },
      },
      {
        step: step("s1"),
        field: "labels",
        name: "Labels",
        required: false,
        control: { kind: "labels", suggestions: ["checkout", "payment"] },
        value: { kind: "labels", labels: ["checkout"] },
      },
      {
        step: step("s1"),
        field: "components",
        name: "Components",
        required: false,
        control: {
          kind: "multi-select",
          options: [
            { id: "7", name: "Checkout" },
            { id: "8", name: "Search" },
          ],
        },
        value: { kind: "options", ids: ["7"] },
      },
      {
        step: step("s1"),
        field: "duedate",
        name: "Due date",
        required: false,
        control: { kind: "date" },
        value: { kind: "none" },
      },
      {
        step: step("s1"),
        field: "customfield_10010",
        name: "Story points",
        required: false,
        control: { kind: "number" },
        value: { kind: "number", number: 3 },
      },
      {
        step: step("s2"),
        field: "assignee",
        name: "Assignee",
        required: false,
        control: { kind: "person", current: mia, clearable: true },
        value: { kind: "person", accountId: mia.accountId },
      },
      {
        step: step("s2"),
        field: "customfield_10011",
        name: "Reviewers",
        required: false,
        control: { kind: "people", current: [tomB] },
        value: { kind: "people", accountIds: [tomB.accountId] },
      },
    ],
  };
}

export function undoFor(steps: StepView[], changes: { conflict?: boolean } = {}): UndoView {
  return {
    undoHash: hash("e"),
    steps: steps.map((each, index) => ({
      step: each.id,
      title: `Change back: ${each.title}`,
      rows: each.rows.map((row) => ({ ...row, from: row.to, to: row.from ?? { kind: "none" } })),
      conflict:
        changes.conflict === true && index === 0 ? "Tom Becker has set the priority to Low since." : null,
      mayDelete: each.type === "create-issue",
    })),
  };
}
