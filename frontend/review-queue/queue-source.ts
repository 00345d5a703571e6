import { infiniteQueryOptions, queryOptions, type QueryClient } from "@tanstack/react-query";
import type { ProposalId, ProposalView, QueuedProposalView, QueueView } from "../../server/contract/index.ts";
import {
  ApiFailure,
  followEvents,
  type Fetch,
  type QueueApi,
  type QueueWanted,
  type StreamState,
} from "../api/index.ts";
import type { Host } from "../host/index.ts";
import { createCalm } from "../look/index.ts";

const QUEUE = "queue";
const ONE = "proposal";

type Deps = { client: QueryClient; api: QueueApi; host: Host; fetch: Fetch };
export type QueueSource = ReturnType<typeof createQueueSource>;

/** The page's one copy of what the server says of the queue. */
export function createQueueSource({ client, api, host, fetch }: Deps) {
  const read = async (wanted: QueueWanted, signal: AbortSignal): Promise<QueueView> => {
    const answer = await api.readQueue(wanted, signal);
    if (!answer.ok) throw new ApiFailure(answer.problem);
    return answer.value;
  };
  const lookAgain = () => void client.invalidateQueries();
  return {
    cardApi: api.cardApi,
    lookAgain,
    /** Counts, projects and groups; where there are groups, with the rows of the first. */
    overview: (wanted: QueueWanted) =>
      queryOptions<QueueView, ApiFailure>({
        queryKey: [QUEUE, wanted],
        queryFn: ({ signal }) => read(wanted, signal),
        // Another filter must not blank the page for the moment it takes.
        placeholderData: (before) => before,
      }),
    /** The rows of one group, or of a tab that has none, page by page. */
    rows: (wanted: QueueWanted) =>
      infiniteQueryOptions<
        QueueView,
        ApiFailure,
        { pages: QueueView[]; pageParams: unknown[] },
        readonly unknown[],
        ProposalId | undefined
      >({
        queryKey: [QUEUE, "rows", wanted],
        queryFn: ({ signal, pageParam }) => read({ ...wanted, after: pageParam }, signal),
        initialPageParam: undefined,
        getNextPageParam: ({ next }) => next ?? undefined,
      }),
    one: (id: ProposalId) =>
      queryOptions<QueuedProposalView, ApiFailure>({
        queryKey: [ONE, id],
        queryFn: async ({ signal }) => {
          const answer = await api.readOne(id, signal);
          if (!answer.ok) throw new ApiFailure(answer.problem);
          return answer.value;
        },
      }),
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
