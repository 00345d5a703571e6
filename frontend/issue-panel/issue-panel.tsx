import { useQuery } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useState } from "react";
import type { PanelView, ProposalView } from "../../server/contract/index.ts";
import type { ApiFailure, PanelApi, StreamState } from "../api/index.ts";
import type { Host } from "../host/index.ts";
import { Button, Message, Skeleton, useOnline } from "../look/index.ts";
import { CardSettingProvider, type CardSetting } from "../proposal-card/index.ts";
import { PanelBody } from "./panel-body.tsx";
import { PANEL_KEY, type PanelSource } from "./panel-source.ts";
import { useSlots } from "./use-slots.ts";

type Props = { source: PanelSource; api: PanelApi; host: Host; issueKey: string };

/** The whole panel: what the server says about this issue, and how well we can hear it. */
export function IssuePanel({ source, api, host, issueKey }: Props) {
  const panel = useQuery<PanelView, ApiFailure>({ queryKey: PANEL_KEY, queryFn: source.read });
  const [stream, setStream] = useState<StreamState>("connecting");
  const online = useOnline(source.lookAgain);
  const { slots, moveIn } = useSlots(panel.data);
  useEffect(() => source.follow(setStream), [source]);

  const viewer = panel.data?.viewer.accountId;
  const decisions = decisionsNow(panel.data, online);
  const setting = useMemo(
    (): CardSetting | null =>
      viewer === undefined
        ? null
        : {
            api,
            issueKey,
            decisions,
            viewer,
            openIssue: host.openIssue,
            lookAgain: source.lookAgain,
            replace: (id, view) => {
              moveIn(id, view.id);
              source.replace(id, view);
            },
          },
    [api, host, source, issueKey, viewer, decisions, moveIn],
  );

  const flagFailure = useCallback(
    ({ summary, reason }: ProposalView) =>
      host.flag({
        type: "error",
        title: "This did not work",
        body: [summary, reason].filter(Boolean).join(": "),
      }),
    [host],
  );

  if (panel.data === undefined || setting === null) {
    return (
      <main className="ts-panel" aria-label="TicketSmith">
        <Title />
        {panel.error === null ? (
          <Loading />
        ) : (
          <CannotRead error={panel.error} onRetry={() => void panel.refetch()} />
        )}
      </main>
    );
  }
  return (
    <CardSettingProvider setting={setting}>
      <main className="ts-panel" aria-label="TicketSmith">
        <Title />
        <PanelBody
          panel={panel.data}
          slots={slots}
          online={online}
          stream={stream}
          problem={panel.error?.problem ?? null}
          source={source}
          onFailed={flagFailure}
        />
      </main>
    </CardSettingProvider>
  );
}

function decisionsNow(panel: PanelView | undefined, online: boolean): CardSetting["decisions"] {
  if (panel?.viewer.mayDecide === false) return "look";
  return panel?.licence === "unlicensed" || !online ? "paused" : "offered";
}

/** The product draws our name above the frame; inside it only a screen reader needs to hear it. */
function Title() {
  return <h1 className="ts-unseen">TicketSmith</h1>;
}

function Loading() {
  return (
    <>
      <Skeleton lines={["short"]} label="Loading what TicketSmith proposes" />
      <div className="ts-card" aria-hidden="true">
        <Skeleton lines={["long", "medium", "medium", "short", "button"]} label="" />
      </div>
      <Skeleton lines={["box"]} label="" />
    </>
  );
}

function CannotRead({ error, onRetry }: { error: ApiFailure; onRetry: () => void }) {
  return (
    <Message
      tone="error"
      title={
        error.problem.error === "session-expired" ? "Your session has ended" : "This could not be loaded"
      }
      live
      actions={<Button onPress={onRetry}>Try again</Button>}
    >
      {error.problem.said}
    </Message>
  );
}
