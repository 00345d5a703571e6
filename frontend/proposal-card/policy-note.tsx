import type { ProposalView, StepId, StepView } from "../../server/contract/index.ts";
import { Message } from "../look/index.ts";
import { useCardSetting } from "./card-setting.tsx";
import { sayWho } from "./say-who.ts";

export const isBlocked = ({ verdict }: StepView): boolean => verdict.is === "blocked";

/** Whether this person's yes to these steps is there already, and it is another one's turn. */
export function awaitsAnother({ firstYes }: ProposalView, viewer: string, steps: readonly StepId[]): boolean {
  return firstYes?.by.accountId === viewer && steps.every((step) => firstYes.steps.includes(step));
}

/** What the site's policy asks of whoever decides, where that is more than one person's yes. */
export function PolicyNote({ proposal, steps }: { proposal: ProposalView; steps: readonly StepId[] }) {
  const { viewer } = useCardSetting();
  const blocked = proposal.steps.filter(isBlocked);
  const takesTwo = proposal.steps.some(({ id, verdict }) => steps.includes(id) && verdict.is === "four-eyes");
  return (
    <>
      {blocked.length === 0 ? null : (
        <Message tone="warning">
          {blocked.length === proposal.steps.length
            ? "The policy of this site does not allow this."
            : `The policy of this site does not allow: ${blocked.map(({ title }) => title).join("; ")}.`}
        </Message>
      )}
      {proposal.firstYes !== null ? (
        <Message tone="info">{`${capital(sayWho(proposal.firstYes.by, viewer))} said yes. It takes one more person.`}</Message>
      ) : takesTwo ? (
        <p className="ts-small">It takes two people to approve this.</p>
      ) : null}
    </>
  );
}

const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);
