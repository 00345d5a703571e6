import { useQuery } from "@tanstack/react-query";
import { useMemo, type Ref } from "react";
import type { ProposalId, QueueView } from "../../server/contract/index.ts";
import type { Host } from "../host/index.ts";
import { Button, Message, Skeleton } from "../look/index.ts";
import { CardSettingProvider, ProposalCard, type CardSetting } from "../proposal-card/index.ts";
import type { QueueSource } from "./queue-source.ts";

type Props = {
  id: ProposalId;
  source: QueueSource;
  host: Host;
  online: boolean;
  queue: QueueView | undefined;
  onClose: () => void;
  ref: Ref<HTMLElement>;
};

/** The same review as beside the issue, without leaving the list. */
export function SideReview({ id, source, host, online, queue, onClose, ref }: Props) {
  const one = useQuery(source.one(id));
  const { mayDecide = false, issueKey = null } = one.data ?? {};
  const paused = queue?.licence === "unlicensed" || !online;
  const decisions = !mayDecide ? "look" : paused ? "paused" : "offered";
  const viewer = queue?.viewer.accountId;
  const setting = useMemo(
    (): CardSetting | null =>
      viewer === undefined
        ? null
        : {
            api: source.cardApi(id),
            ...{ viewer, decisions, issueKey: issueKey ?? "" },
            openIssue: host.openIssue,
            lookAgain: source.lookAgain,
            replace: (_, view) => source.replace(id, view),
          },
    [source, host, id, viewer, decisions, issueKey],
  );
  return (
    <aside className="ts-queue-side" aria-label="Review" ref={ref} tabIndex={-1}>
      <div className="ts-queue-side-head">
        <h2 className="ts-queue-side-title">
          {issueKey === null ? (
            "Review"
          ) : (
            <button type="button" className="ts-link" onClick={() => host.openIssue(issueKey)}>
              {issueKey}
            </button>
          )}
        </h2>
        <Button kind="subtle" onPress={onClose} label="Close the review">
          Close
        </Button>
      </div>
      {one.error !== null ? (
        <Message tone="info" live>
          {one.error.problem.error === "not_found"
            ? "This proposal is not there any more, or Jira does not show it to you."
            : one.error.problem.said}
        </Message>
      ) : one.data === undefined || setting === null ? (
        <div className="ts-card">
          <Skeleton lines={["long", "medium", "medium", "short", "button"]} label="Loading the proposal" />
        </div>
      ) : (
        <CardSettingProvider setting={setting}>
          <ProposalCard proposal={one.data.proposal} />
          {mayDecide ? null : (
            <p className="ts-small">Jira does not let you change this issue, so you can only look.</p>
          )}
        </CardSettingProvider>
      )}
    </aside>
  );
}
