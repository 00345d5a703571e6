import type { ApiProblem, PanelView } from "../../server/contract/index.ts";
import { Button, Message } from "../look/index.ts";

type Props = { panel: PanelView; online: boolean; problem: ApiProblem | null; onRetry: () => void };

/** What a person should know before deciding anything here; the most pressing one only. */
export function Notices({ panel, online, problem, onRetry }: Props) {
  if (!online) {
    return (
      <Message tone="warning" title="You are offline" live>
        What you see may be out of date. You can decide again once you are back.
      </Message>
    );
  }
  if (problem !== null) {
    return (
      <Message
        tone="warning"
        title={titleOf(problem)}
        live
        actions={<Button onPress={onRetry}>Try again</Button>}
      >
        {problem.said}
      </Message>
    );
  }
  if (panel.licence === "unlicensed") {
    return (
      <Message tone="info" title="TicketSmith has no licence on this site">
        You can read what is here. A Jira admin can renew it under Manage apps.
      </Message>
    );
  }
  if (panel.stop.stopped) {
    return (
      <Message tone="warning" title="An administrator stopped TicketSmith on this site" live>
        {panel.stop.reason ?? "Nothing can be approved until it goes on."} What was approved waits, and goes
        on by itself.
      </Message>
    );
  }
  if (panel.viewer.mayDecide) return null;
  return (
    <Message tone="info" title="You can read this, but not decide">
      {panel.viewer.whyNot ?? "Your permissions on this issue do not include changing it."}
    </Message>
  );
}

const titleOf = ({ error }: ApiProblem) =>
  error === "session-expired" ? "Your session has ended" : "This may be out of date";
