import type {
  AnswerRequest,
  ApproveRequest,
  AskRequest,
  EditRequest,
  ProposalId,
  RejectRequest,
  RequestId,
  RevisionRequest,
  SettleRequest,
  UndoRequest,
} from "../../server/contract/index.ts";
import { createCaller, type CallDeps } from "./call-server.ts";
import {
  isFormView,
  isPanelView,
  isPeopleView,
  isProposalView,
  isRequestView,
  isUndoView,
} from "./read-answers.ts";

/** What a person can do to a proposal: the last part of the address, and what it takes. */
export type ProposalCommand =
  | { do: "approve"; with: ApproveRequest }
  | { do: "reject"; with: RejectRequest }
  | { do: "edit"; with: EditRequest }
  | { do: "answer"; with: AnswerRequest }
  | { do: "refresh"; with: RevisionRequest }
  | { do: "retry"; with: RevisionRequest }
  | { do: "settle"; with: SettleRequest }
  | { do: "undo"; with: UndoRequest };

export type PanelApi = ReturnType<typeof createPanelApi>;
/** What a card asks for, wherever it is shown. */
export type CardApi = Pick<PanelApi, "findPeople" | "readForm" | "readUndo" | "command">;

/** The panel's endpoints, typed. Every function answers with a value or a problem in words. */
export function createPanelApi(deps: CallDeps & { issueId: string }) {
  const call = createCaller(deps);
  const issue = `/api/panel/issues/${encodeURIComponent(deps.issueId)}`;
  const proposal = (id: ProposalId, part: string) => `/api/panel/proposals/${encodeURIComponent(id)}/${part}`;

  return {
    eventsPath: `${issue}/events`,
    readPanel: (signal?: AbortSignal) => call({ method: "GET", path: issue, signal }, isPanelView),
    ask: (body: AskRequest) => call({ method: "POST", path: `${issue}/requests`, body }, isRequestView),
    askAgain: (id: RequestId) =>
      call(
        { method: "POST", path: `${issue}/requests/${encodeURIComponent(id)}/retry`, body: {} },
        isPanelView,
      ),
    findPeople: (query: string, signal?: AbortSignal) =>
      call(
        { method: "GET", path: `${issue}/people?query=${encodeURIComponent(query)}`, signal },
        isPeopleView,
      ),
    readForm: (id: ProposalId, signal?: AbortSignal) =>
      call({ method: "GET", path: proposal(id, "form"), signal }, isFormView),
    readUndo: (id: ProposalId, signal?: AbortSignal) =>
      call({ method: "GET", path: proposal(id, "undo"), signal }, isUndoView),
    command: (id: ProposalId, command: ProposalCommand) =>
      call({ method: "POST", path: proposal(id, command.do), body: command.with }, isProposalView),
  };
}
