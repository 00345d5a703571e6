import type { ProposalView, StepId, StepView } from "../../server/contract/index.ts";
import { isBlocked } from "./policy-note.tsx";
import { ChangeRows, isLong } from "./change-rows.tsx";

type Props = {
  proposal: ProposalView;
  /** Present when steps may be left out: those that were. */
  vetoed?: readonly StepId[];
  onTick?: (step: StepId, ticked: boolean) => void;
};

/** What will be different. A plan of several steps shows each under its own title, with a tick to leave it out. */
export function StepList({ proposal, vetoed = [], onTick }: Props) {
  const { steps } = proposal;
  if (steps.length === 0) return null;
  const [only] = steps;
  if (steps.length === 1 && only !== undefined) return <OneStep step={only} summary={proposal.summary} />;
  return (
    <ul className="ts-steps">
      {steps.map((step) => (
        <SeveralStep
          key={step.id}
          step={step}
          left={
            vetoed.includes(step.id) || step.approved === false || (onTick !== undefined && isBlocked(step))
          }
          onTick={onTick}
        />
      ))}
    </ul>
  );
}

type StepProps = { step: StepView; left: boolean; onTick: Props["onTick"] };

/** A change of one short row speaks for itself: its title is only for those who cannot see the row. */
function SeveralStep({ step, left, onTick }: StepProps) {
  const [row] = step.rows;
  const plain = step.rows.length === 1 && row !== undefined && !isLong(row);
  const look = `ts-step${left ? " ts-step-left" : ""}${plain ? " ts-step-plain" : ""}`;
  return (
    <li className={look}>
      {onTick === undefined ? (
        plain && !left ? null : (
          <p className="ts-step-title">{left ? `Left out: ${step.title}` : step.title}</p>
        )
      ) : (
        <label
          className="ts-tick"
          title={
            isBlocked(step) ? "Not allowed by the policy" : left ? "Left out" : "Untick to leave this out"
          }
        >
          <input
            type="checkbox"
            checked={!left}
            disabled={isBlocked(step)}
            onChange={(event) => onTick(step.id, event.target.checked)}
          />
          <span className={plain ? "ts-unseen" : undefined}>{step.title}</span>
        </label>
      )}
      <ChangeRows rows={step.rows} />
    </li>
  );
}

function OneStep({ step, summary }: { step: StepView; summary: string }) {
  return (
    <>
      {step.title === summary ? null : <p className="ts-step-title">{step.title}</p>}
      <ChangeRows rows={step.rows} />
    </>
  );
}
