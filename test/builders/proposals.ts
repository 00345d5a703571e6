import {
  AccountId,
  IssueId,
  IssueKey,
  ProposalId,
  RequestId,
  StepId,
  TenantId,
  type Action,
  type IssueRef,
  type Plan,
  type Proposal,
  type ProposalState,
  type Step,
} from "../../server/contract/index.ts";
import { hashCanonical } from "../../server/kit/index.ts";

/** Says only what the test is about; everything else is valid and boring. */
export const NOW = new Date("2026-11-22T09:00:00Z");
export const ANA = AccountId.parse("712020:ana");
export const MIA = AccountId.parse("712020:mia");
export const ACME = TenantId.parse("0b7c5cde-3f0e-4d6f-9a39-5d8a0f8f0a01");

export const issueRef = (key = "SHOP-42", id = "10042"): IssueRef => ({
  id: IssueId.parse(id),
  key: IssueKey.parse(key),
});

export const stepId = (name: string): StepId => StepId.parse(name);

export const paragraph = (text: string) => ({ type: "paragraph", content: [{ type: "text", text }] });

export const anAssignment = (to: AccountId | null = MIA): Action => ({
  type: "set-assignee",
  issue: issueRef(),
  from: null,
  to,
});

export const aPriorityChange = (): Action => ({
  type: "edit-fields",
  issue: issueRef(),
  changes: [
    {
      field: "priority",
      name: "Priority",
      from: { kind: "option", option: { id: "3", name: "Medium" } },
      to: { kind: "option", option: { id: "2", name: "High" } },
    },
  ],
});

export const aComment = (text = "Which steps led here?"): Action => ({
  type: "add-comment",
  issue: issueRef(),
  body: [paragraph(text)],
});

export const aStep = (id: string, action: Action = anAssignment(), over: Partial<Step> = {}): Step => ({
  id: stepId(id),
  action,
  confidence: 0.9,
  evidence: [],
  ...over,
});

export const aPlan = (...steps: Step[]): Plan => ({
  version: 1,
  summary: "Assign to Mia Krause",
  subject: issueRef(),
  steps: steps.length > 0 ? steps : [aStep("s1")],
  questions: [],
  trace: { engine: "offline", model: null, prompt: "plan-v1", origin: "webhook", notes: [] },
});

type Over = { plan?: Plan; state?: ProposalState; expiresAt?: Date; revision?: number };

export function aProposal({
  plan = aPlan(),
  state = { status: "waiting" },
  expiresAt,
  revision = 1,
}: Over = {}): Proposal {
  return {
    id: ProposalId.parse("4b1f3c52-58a5-4b57-9b0d-6f7f2c0d8d11"),
    tenantId: ACME,
    request: RequestId.parse("9a4f57f4-3b27-4b0b-8f43-0a3f0d6c1e11"),
    issue: issueRef(),
    projectId: "10000",
    plan,
    planHash: hashCanonical(plan),
    revision,
    createdAt: NOW,
    expiresAt: expiresAt ?? new Date(NOW.getTime() + 86_400_000),
    ...state,
  };
}
