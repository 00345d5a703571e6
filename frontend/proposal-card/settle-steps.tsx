import type { ProposalView } from "../../server/contract/index.ts";
import { Button, Message } from "../look/index.ts";
import { useCardSetting } from "./card-setting.tsx";
import type { Command } from "./use-command.ts";

/** For what cannot be known after an interruption: a person looks at the issue and says. */
export function SettleSteps({ proposal, command }: { proposal: ProposalView; command: Command }) {
  const { decisions } = useCardSetting();
  return proposal.steps.map((step) => {
    if (step.progress?.state !== "unsure") return null;
    const { direction, reason } = step.progress;
    const settle = (happened: boolean) =>
      command.run({ do: "settle", with: { step: step.id, direction, happened } });
    const buttons = (
      <>
        <Button
          disabled={decisions === "paused"}
          busy={command.pending !== null}
          onPress={() => settle(true)}
        >
          It happened
        </Button>
        <Button
          disabled={decisions === "paused"}
          busy={command.pending !== null}
          onPress={() => settle(false)}
        >
          It did not
        </Button>
      </>
    );
    const title =
      direction === "undo" ? `Was this changed back? ${step.title}` : `Did this happen? ${step.title}`;
    return (
      <Message
        key={step.id}
        tone="warning"
        title={title}
        actions={decisions === "look" ? undefined : buttons}
      >
        {reason ??
          "We were interrupted and cannot see whether Jira took the change. Please look at the issue."}
      </Message>
    );
  });
}
