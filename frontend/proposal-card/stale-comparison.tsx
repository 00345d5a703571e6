import type { ProposalView } from "../../server/contract/index.ts";
import { Button, Message } from "../look/index.ts";
import { useCardSetting } from "./card-setting.tsx";
import type { Command } from "./use-command.ts";
import { Value } from "./value.tsx";

/** What changed in Jira since this was proposed, and one press to work it out anew. */
export function StaleComparison({ proposal, command }: { proposal: ProposalView; command: Command }) {
  const { issueKey, decisions } = useCardSetting();
  const lookAgain = (
    <Button
      disabled={decisions === "paused"}
      busy={command.pending !== null}
      onPress={() => command.run({ do: "refresh", with: { revision: proposal.revision } })}
    >
      {command.pending === "refresh" ? "Looking …" : "Look again"}
    </Button>
  );
  return (
    <Message
      tone="warning"
      title={`${issueKey} changed since this was proposed`}
      actions={decisions === "look" ? undefined : lookAgain}
    >
      <ul className="ts-drift">
        {proposal.drift.map((drift) => (
          <li key={`${drift.step}:${drift.field}`}>
            <span className="ts-drift-name">{drift.name}</span> was{" "}
            <Value value={drift.seen} field={drift.field} nothing="empty" />, is now{" "}
            <Value value={drift.now} field={drift.field} nothing="empty" />
          </li>
        ))}
      </ul>
    </Message>
  );
}
