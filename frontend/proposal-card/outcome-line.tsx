import Spinner from "@atlaskit/spinner";
import type { ReactNode } from "react";
import type { ProposalView } from "../../server/contract/index.ts";
import { Moment } from "../look/index.ts";
import { useCardSetting } from "./card-setting.tsx";
import { outcomeTail, outcomeTime, sayOutcome } from "./say-outcome.ts";
import { isHeldUp, isStopped, isUndoing } from "./step-progress.ts";

/** "Done by you, just now", with what can be done about it beside it. */
export function OutcomeLine({ proposal, children }: { proposal: ProposalView; children?: ReactNode }) {
  const { viewer } = useCardSetting();
  const said = sayOutcome(proposal, viewer);
  if (said === null) return null;

  const underWay = proposal.status === "approved" || proposal.status === "executing" || isUndoing(proposal);
  const working = underWay && !isHeldUp(proposal) && !isStopped(proposal);
  const at = outcomeTime(proposal);
  return (
    <div className="ts-outcome">
      {working ? <Spinner size="small" /> : null}
      <span className="ts-outcome-said">
        {said}
        {at === null ? null : (
          <>
            {", "}
            <Moment at={at} />
          </>
        )}
        {outcomeTail(proposal)}
      </span>
      {children}
    </div>
  );
}
