import * as z from "zod";
import {
  AccountId,
  ACTION_TYPES,
  EngineKind,
  IssueKey,
  IssueRef,
  ProjectRef,
  ProposalId,
  RequestId,
  StepId,
  Verdict,
  type AdfNodeJson,
  type PersonView,
  type ProposalStatus,
  type ProposalView,
  type RequestView,
  type StepView,
  type ValueView,
} from "../../contract/index.ts";

/**
 * The views of the contract as shapes, for the description of the API. Each is held to its view by its type: a member
 * added to a view does not compile until it is described here.
 */
const Text = z.string();
const Time = z.iso.datetime();
const Sureness = z.number().min(0).max(1);
const PlanHash = z.string().regex(/^[0-9a-f]{64}$/);

const Person: z.ZodType<PersonView> = z.strictObject({
  accountId: AccountId,
  name: Text,
  avatarUrl: Text.nullable(),
});

const AdfNode: z.ZodType<AdfNodeJson> = z.looseObject({ type: Text });

const Value: z.ZodType<ValueView> = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("none") }),
  z.strictObject({ kind: z.literal("text"), text: Text }),
  z.strictObject({ kind: z.literal("option"), name: Text }),
  z.strictObject({ kind: z.literal("list"), items: z.array(Text) }),
  z.strictObject({ kind: z.literal("person"), person: Person }),
  z.strictObject({ kind: z.literal("people"), people: z.array(Person) }),
  z.strictObject({ kind: z.literal("status"), name: Text }),
  z.strictObject({ kind: z.literal("issue"), key: z.nullable(IssueKey), summary: Text }),
  z.strictObject({ kind: z.literal("document"), blocks: z.array(AdfNode), added: z.boolean() }),
]);

const EvidenceItem = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("quote"),
    source: z.enum(["request", "summary", "description", "comment"]),
    quote: Text,
  }),
  z.strictObject({
    kind: z.literal("issue"),
    key: z.nullable(IssueKey),
    summary: Text,
    because: Text,
  }),
  z.strictObject({ kind: z.literal("fact"), text: Text, issues: z.array(IssueKey) }),
  z.strictObject({ kind: z.literal("rule"), text: Text }),
  z.strictObject({ kind: z.literal("person"), text: Text }),
  z.strictObject({ kind: z.literal("inference"), text: Text }),
]);

const Step: z.ZodType<StepView> = z.strictObject({
  id: StepId,
  type: z.enum(ACTION_TYPES),
  title: Text,
  rows: z.array(z.strictObject({ field: Text, name: Text, from: Value.nullable(), to: Value })),
  confidence: Sureness,
  evidence: z.array(
    z.strictObject({ field: Text, name: Text, confidence: Sureness, items: z.array(EvidenceItem) }),
  ),
  verdict: z.strictObject({ is: Verdict, because: Text }),
  approved: z.boolean().nullable(),
  progress: z
    .strictObject({
      direction: z.enum(["do", "undo"]),
      state: z.enum(["waiting", "intended", "done", "failed", "unsure"]),
      actedAs: z.enum(["person", "app"]).nullable(),
      reason: Text.nullable(),
      nextTryAt: Time.nullable(),
    })
    .nullable(),
  created: z.nullable(IssueRef),
});

export const STATUSES = [
  "waiting",
  "stale",
  "approved",
  "executing",
  "failed",
  "expired",
  "rejected",
  "done",
  "undone",
] as const satisfies readonly ProposalStatus[];

const proposalView = {
  id: ProposalId,
  status: z.enum(STATUSES),
  summary: Text,
  planHash: PlanHash,
  revision: z.int().min(1),
  createdAt: Time,
  expiresAt: Time,
  engine: EngineKind,
  model: Text.nullable(),
  notes: z.array(Text),
  origin: z.enum(["webhook", "opened", "sentence", "answer", "edit", "refresh"]),
  steps: z.array(Step),
  questions: z.array(
    z.strictObject({
      id: Text,
      text: Text,
      choices: z.array(z.strictObject({ id: Text, label: Text, person: Person.nullable() })),
    }),
  ),
  confidence: Sureness,
  rules: z.array(z.strictObject({ title: Text, fired: z.boolean(), words: Text })),
  firstYes: z.strictObject({ by: Person, at: Time, steps: z.array(StepId) }).nullable(),
  decidedBy: Person.nullable(),
  decidedByPolicy: z.int().min(1).nullable(),
  decidedAt: Time.nullable(),
  finishedAt: Time.nullable(),
  undoneBy: Person.nullable(),
  reason: Text.nullable(),
  drift: z.array(z.strictObject({ step: StepId, field: Text, name: Text, seen: Value, now: Value })),
  canUndo: z.boolean(),
};

/** What a reviewer sees, and the issue beside which they see it; or the project, where it stands beside none. */
export type ApiProposal = ProposalView & { issue: IssueRef | null; project: ProjectRef | null };
export const ProposalAnswer: z.ZodType<ApiProposal> = z.strictObject({
  ...proposalView,
  issue: z.nullable(IssueRef),
  project: z.nullable(ProjectRef),
});

export const ProposalListAnswer = z.strictObject({
  proposals: z.array(ProposalAnswer),
  /** What to give as `after` for the next page; null: there is none. */
  next: z.nullable(ProposalId),
});

/** It is still being worked on. */
export const RequestAnswer: z.ZodType<RequestView> = z.strictObject({
  id: RequestId,
  state: z.enum(["working", "nothing", "failed", "held"]),
  text: Text.nullable(),
  at: Time,
  said: Text.nullable(),
  waiting: z.strictObject({ reason: Text, nextTryAt: Time }).nullable(),
});

export const ProblemAnswer = z.strictObject({
  type: Text,
  title: Text,
  status: z.int().min(400).max(599),
  detail: Text,
  errors: z.array(z.strictObject({ at: Text, message: Text })).optional(),
  proposal: ProposalAnswer.optional(),
});
export type ProblemBody = z.infer<typeof ProblemAnswer>;

/** The names under which the description lists them. */
export const ANSWER_SHAPES = {
  ...{ Person, AdfNode, Value, EvidenceItem, Step },
  Proposal: ProposalAnswer,
  ProposalList: ProposalListAnswer,
  Request: RequestAnswer,
  Problem: ProblemAnswer,
};
