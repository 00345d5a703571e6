import type { BatchId, BatchBody, ProposalId } from "../../server/contract/index.ts";
import { createCaller, type CallDeps } from "./call-server.ts";
import type { CardApi, ProposalCommand } from "./panel-api.ts";
import {
  isBatchesView,
  isFormView,
  isLastLookView,
  isPeopleView,
  isProposalView,
  isQueuedProposalView,
  isQueueRows,
  isQueueView,
  isUndoView,
} from "./read-answers.ts";

export type QueueTab = "waiting" | "questions" | "failed" | "done";
export type QueueWanted = {
  tab: QueueTab;
  project: string;
  action: string;
  search: string;
  /** Of one group: what it does, and the lower end of its band of confidence. */
  headline?: string | undefined;
  sure?: number | undefined;
  after?: ProposalId | undefined;
};

export type QueueApi = ReturnType<typeof createQueueApi>;

/** The review queue's endpoints, typed. Every function answers with a value or a problem in words. */
export function createQueueApi(deps: CallDeps) {
  const call = createCaller(deps);
  const proposal = (id: ProposalId) => `/api/queue/proposals/${encodeURIComponent(id)}`;
  return {
    eventsPath: "/api/queue/events",
    readQueue: (wanted: QueueWanted, signal?: AbortSignal) =>
      call({ method: "GET", path: `/api/queue?${queryOf(wanted)}`, signal }, isQueueView),
    readRows: (wanted: QueueWanted, signal?: AbortSignal) =>
      call({ method: "GET", path: `/api/queue/rows?${queryOf(wanted)}`, signal }, isQueueRows),
    readLastLook: (wanted: QueueWanted, signal?: AbortSignal) =>
      call({ method: "GET", path: `/api/queue/last-look?${queryOf(wanted)}`, signal }, isLastLookView),
    readBatches: (signal?: AbortSignal) =>
      call({ method: "GET", path: "/api/queue/batches", signal }, isBatchesView),
    startBatch: (body: BatchBody) =>
      call({ method: "POST", path: "/api/queue/batches", body }, isBatchesView),
    commandBatch: (id: BatchId, command: "stop" | "dismiss") =>
      call({ method: "POST", path: `/api/queue/batches/${id}/${command}`, body: {} }, isBatchesView),
    readOne: (id: ProposalId, signal?: AbortSignal) =>
      call({ method: "GET", path: proposal(id), signal }, isQueuedProposalView),
    /** What the card of one proposal asks for. */
    cardApi: (of: ProposalId): CardApi => ({
      findPeople: (query: string, signal?: AbortSignal) =>
        call(
          { method: "GET", path: `${proposal(of)}/people?query=${encodeURIComponent(query)}`, signal },
          isPeopleView,
        ),
      readForm: (id: ProposalId, signal?: AbortSignal) =>
        call({ method: "GET", path: `${proposal(id)}/form`, signal }, isFormView),
      readUndo: (id: ProposalId, signal?: AbortSignal) =>
        call({ method: "GET", path: `${proposal(id)}/undo`, signal }, isUndoView),
      command: (id: ProposalId, command: ProposalCommand) =>
        call({ method: "POST", path: `${proposal(id)}/${command.do}`, body: command.with }, isProposalView),
    }),
  };
}

/** What is not asked for is left out. */
function queryOf(wanted: QueueWanted): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(wanted))
    if (value !== undefined && value !== "") query.set(name, String(value));
  return query.toString();
}
