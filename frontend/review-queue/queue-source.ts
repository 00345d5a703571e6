import { infiniteQueryOptions, queryOptions, type QueryClient } from "@tanstack/react-query";
import type {
  BatchesView,
  BatchId,
  BatchBody,
  LastLookView,
  ProposalId,
  ProposalView,
  QueuedProposalView,
  QueueRows,
  QueueView,
} from "../../server/contract/index.ts";
import {
  ApiFailure,
  type Answer,
  followEvents,
  type Fetch,
  type QueueApi,
  type QueueWanted,
  type StreamState,
} from "../api/index.ts";
import type { Host } from "../host/index.ts";
import { createCalm } from "../look/index.ts";
import type { Group } from "./items.ts";

const QUEUE = "queue";
const ONE = "proposal";
const BATCHES = "batches";
const LAST_LOOK = "last-look";
/** While one is under way. */
const BATCH_MS = 1_000;
/** As long as that, what came with the overview needs no reading again. */
const FRESH_MS = 1_000;

type Deps = { client: QueryClient; api: QueueApi; host: Host; fetch: Fetch };
type Pages = { pages: QueueRows[]; pageParams: unknown[] };
/** What was asked for, with what it came to: while something else is being read, this is still on the page. */
export type Overview = { wanted: QueueWanted; queue: QueueView };
export type QueueSource = ReturnType<typeof createQueueSource>;

/** The page's one copy of what the server says of the queue. */
export function createQueueSource({ client, api, host, fetch }: Deps) {
  /** What somebody is about to say yes to stays as they read it. */
  const lookAgain = () =>
    void client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== LAST_LOOK });
  const showBatches = (answer: Answer<BatchesView>) => {
    const batches = valueOf(answer);
    client.setQueryData<BatchesView>([BATCHES], batches);
    void client.invalidateQueries({ queryKey: [QUEUE] });
  };
  return {
    cardApi: api.cardApi,
    lookAgain,
    /** Counts, projects and groups; the rows that come along are put where `rows` finds them. */
    overview: (wanted: QueueWanted) =>
      queryOptions<Overview, ApiFailure>({
        queryKey: [QUEUE, wanted],
        queryFn: async ({ signal }) => {
          const queue = valueOf(await api.readQueue(wanted, signal));
          client.setQueryData<Pages>(rowsKey(ofGroup(wanted, queue.groups[0])), (before) => ({
            pages: [queue, ...(before?.pages.slice(1) ?? [])],
            pageParams: before?.pageParams ?? [undefined],
          }));
          return { wanted, queue };
        },
        // Another filter must not blank the page for the moment it takes.
        placeholderData: (before) => before,
      }),
    /** The rows of one group, or of a tab that has none, page by page. */
    rows: (wanted: QueueWanted) =>
      infiniteQueryOptions<QueueRows, ApiFailure, Pages, readonly unknown[], ProposalId | undefined>({
        queryKey: rowsKey(wanted),
        queryFn: async ({ signal, pageParam }) =>
          valueOf(await api.readRows({ ...wanted, after: pageParam }, signal)),
        initialPageParam: undefined,
        getNextPageParam: ({ next }) => next ?? undefined,
        staleTime: FRESH_MS,
      }),
    one: (id: ProposalId) =>
      queryOptions<QueuedProposalView, ApiFailure>({
        queryKey: [ONE, id],
        queryFn: async ({ signal }) => valueOf(await api.readOne(id, signal)),
      }),
    lastLook: (wanted: QueueWanted) =>
      queryOptions<LastLookView, ApiFailure>({
        queryKey: [LAST_LOOK, wanted],
        queryFn: async ({ signal }) => valueOf(await api.readLastLook(wanted, signal)),
        // Nobody says yes to what somebody looked at an hour ago.
        gcTime: 0,
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
      }),
    batches: queryOptions<BatchesView, ApiFailure>({
      queryKey: [BATCHES],
      queryFn: async ({ signal }) => valueOf(await api.readBatches(signal)),
      refetchInterval: ({ state }) =>
        state.data?.batches.some(({ isOver }) => !isOver) === true ? BATCH_MS : false,
    }),
    startBatch: async (request: BatchBody) => showBatches(await api.startBatch(request)),
    commandBatch: async (id: BatchId, command: "stop" | "dismiss") =>
      showBatches(await api.commandBatch(id, command)),
    /** An answer to what somebody did here: the card has it at once, and the lists follow. */
    replace: (id: ProposalId, view: ProposalView) => {
      client.setQueryData<QueuedProposalView>([ONE, id], (before) =>
        before === undefined || (before.proposal.id === view.id && before.proposal.revision > view.revision)
          ? before
          : { ...before, proposal: view },
      );
      void client.invalidateQueries({ queryKey: [QUEUE] });
    },
    /** Follows changes made elsewhere; they are drawn when no one is about to click. */
    follow: (onState: (state: StreamState) => void) => {
      const calm = createCalm(document);
      const stop = followEvents({
        ...{ fetch, getToken: host.getToken, path: api.eventsPath, onState },
        onChanged: () => calm.run(lookAgain),
      });
      return () => {
        stop();
        calm.stop();
      };
    },
  };
}

const rowsKey = (wanted: QueueWanted) => [QUEUE, "rows", wanted] as const;

/** What is asked for, narrowed to one group. */
export const ofGroup = (wanted: QueueWanted, group: Group | undefined): QueueWanted =>
  group === undefined ? wanted : { ...wanted, headline: group.headline, sure: group.sure };

function valueOf<T>(answer: Answer<T>): T {
  if (answer.ok) return answer.value;
  throw new ApiFailure(answer.problem);
}
