import type {
  ApiProblem,
  BatchesView,
  FormView,
  LastLookView,
  PanelEvent,
  PanelView,
  PeopleView,
  ProposalView,
  QueuedProposalView,
  QueueRows,
  QueueView,
  RequestView,
  UndoView,
} from "../../server/contract/index.ts";

/**
 * Guards for what our own server sends. They check the frame that drawing rests on, not every leaf:
 * their job is to notice a page older or newer than the server, or a proxy's HTML in between.
 */
export type Guard<T> = (value: unknown) => value is T;

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export function has(value: unknown, lists: readonly string[], texts: readonly string[] = []): boolean {
  if (!isObject(value)) return false;
  return (
    lists.every((key) => Array.isArray(value[key])) && texts.every((key) => typeof value[key] === "string")
  );
}

const isProposals = (value: unknown) => Array.isArray(value) && value.every(isProposalView);

export const isProposalView: Guard<ProposalView> = (value): value is ProposalView =>
  has(value, ["steps", "questions", "drift", "notes"], ["id", "status", "summary", "planHash", "expiresAt"]);

export const isRequestView: Guard<RequestView> = (value): value is RequestView =>
  has(value, [], ["id", "state", "at"]);

export const isPanelView: Guard<PanelView> = (value): value is PanelView =>
  isObject(value) &&
  isObject(value["issue"]) &&
  isObject(value["viewer"]) &&
  isObject(value["stop"]) &&
  isProposals(value["open"]) &&
  isProposals(value["recent"]) &&
  Array.isArray(value["requests"]) &&
  value["requests"].every(isRequestView);

export const isFormView: Guard<FormView> = (value): value is FormView => has(value, ["fields"], ["planHash"]);
export const isUndoView: Guard<UndoView> = (value): value is UndoView => has(value, ["steps"], ["undoHash"]);
export const isPeopleView: Guard<PeopleView> = (value): value is PeopleView => has(value, ["people"]);

export const isApiProblem: Guard<ApiProblem> = (value): value is ApiProblem =>
  has(value, [], ["error", "said"]) &&
  isObject(value) &&
  (value["view"] === undefined || isProposalView(value["view"]));

export const isPanelEvent: Guard<PanelEvent> = (value): value is PanelEvent =>
  isObject(value) &&
  (value["type"] === "hello" || value["type"] === "changed" || value["type"] === "reconnect");

export const isQueueRows: Guard<QueueRows> = (value): value is QueueRows =>
  isObject(value) &&
  Array.isArray(value["rows"]) &&
  value["rows"].every((row) => has(row, [], ["id", "status", "summary", "headline"]));

export const isQueueView: Guard<QueueView> = (value): value is QueueView =>
  has(value, ["groups", "projects"]) &&
  isObject(value) &&
  isObject(value["viewer"]) &&
  isObject(value["stop"]) &&
  isObject(value["counts"]) &&
  isQueueRows(value);

export const isLastLookView: Guard<LastLookView> = (value): value is LastLookView =>
  isObject(value) &&
  Array.isArray(value["items"]) &&
  value["items"].every((item) => has(item, ["steps"], ["id", "planHash", "project"]));

export const isBatchesView: Guard<BatchesView> = (value): value is BatchesView =>
  isObject(value) &&
  Array.isArray(value["batches"]) &&
  value["batches"].every((batch) => has(batch, ["explained"], ["id"]) && isObject(batch.counts));

export const isQueuedProposalView: Guard<QueuedProposalView> = (value): value is QueuedProposalView =>
  isObject(value) && isProposalView(value["proposal"]) && typeof value["mayDecide"] === "boolean";
