import type { ProposalView, QuestionView } from "../../server/contract/index.ts";
import { Avatar } from "../look/index.ts";
import { useCardSetting } from "./card-setting.tsx";
import type { Command } from "./use-command.ts";

/** What only a person can say, answered where it is asked. */
export function Questions({ proposal, command }: { proposal: ProposalView; command: Command }) {
  return proposal.questions.map((question) => (
    <Question key={question.id} question={question} proposal={proposal} command={command} />
  ));
}

function Question({
  question,
  proposal,
  command,
}: {
  question: QuestionView;
  proposal: ProposalView;
  command: Command;
}) {
  const { decisions } = useCardSetting();
  return (
    <fieldset className="ts-choices ts-question">
      {/* Where the question is all there is, the card's title asks it already. */}
      <legend className={question.text === proposal.summary ? "ts-unseen" : undefined}>
        {question.text}
      </legend>
      {decisions === "look"
        ? null
        : question.choices.map((choice) => (
            <button
              key={choice.id}
              type="button"
              className="ts-chip-button"
              disabled={decisions === "paused"}
              onClick={() => {
                if (command.pending !== null) return;
                const answer = { planHash: proposal.planHash, question: question.id, choice: choice.id };
                command.run({ do: "answer", with: answer });
              }}
            >
              {choice.person === null ? null : (
                <Avatar name={choice.person.name} url={choice.person.avatarUrl} />
              )}
              <span>{choice.label}</span>
            </button>
          ))}
      {question.choices.length === 0 ? <p className="ts-small">Answer in the box below.</p> : null}
    </fieldset>
  );
}
