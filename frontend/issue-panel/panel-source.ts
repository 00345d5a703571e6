import type { QueryClient } from "@tanstack/react-query";
import type { PanelView, ProposalId, ProposalView, RequestView } from "../../server/contract/index.ts";
import { ApiFailure, followEvents, type Fetch, type PanelApi, type StreamState } from "../api/index.ts";
import type { Host } from "../host/index.ts";
import { createCalm } from "../look/index.ts";
import { addRequest, placeProposal } from "./change-panel.ts";

export const PANEL_KEY = ["panel"] as const;

type Deps = { client: QueryClient; api: PanelApi; host: Host; fetch: Fetch };
export type PanelSource = ReturnType<typeof createPanelSource>;

/** The panel's one copy of what the server says: read, followed, and changed by the answers to what people do. */
export function createPanelSource({ client, api, host, fetch }: Deps) {
  const look = createLook(client);
  const change = (by: (panel: PanelView) => PanelView) => {
    // A reading that began before the answer would put the old state back.
    const reading = client.isFetching({ queryKey: PANEL_KEY }) > 0;
    void client.cancelQueries({ queryKey: PANEL_KEY });
    client.setQueryData<PanelView>(PANEL_KEY, (panel) => (panel === undefined ? panel : by(panel)));
    if (reading) look();
  };
  return {
    read: async ({ signal }: { signal: AbortSignal }): Promise<PanelView> => {
      const answer = await api.readPanel(signal);
      if (!answer.ok) throw new ApiFailure(answer.problem);
      return answer.value;
    },
    ask: api.ask,
    askAgain: api.askAgain,
    lookAgain: look,
    replace: (id: ProposalId, view: ProposalView) => change((panel) => placeProposal(panel, id, view)),
    addRequest: (request: RequestView) => change((panel) => addRequest(panel, request)),
    /** Follows changes made elsewhere; they are drawn when no one is about to click. */
    follow: (onState: (state: StreamState) => void) => {
      const calm = createCalm(document);
      const stop = followEvents({
        fetch,
        getToken: host.getToken,
        path: api.eventsPath,
        onChanged: () => calm.run(look),
        onState,
      });
      return () => {
        stop();
        calm.stop();
      };
    },
  };
}

/** Reads again; never in place of a reading under way, but after it, so that a busy issue is still drawn. */
function createLook(client: QueryClient) {
  let queued = false;
  return () => {
    if (queued) return;
    queued = true;
    const underWay = client.getQueryCache().find({ queryKey: PANEL_KEY })?.promise;
    void Promise.resolve(underWay)
      .catch(() => undefined)
      .then(() => {
        queued = false;
        return client.invalidateQueries({ queryKey: PANEL_KEY });
      });
  };
}
