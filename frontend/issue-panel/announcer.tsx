import { useEffect, useRef, useState } from "react";
import type { PanelView, ProposalView } from "../../server/contract/index.ts";
import { newlyFailed, sayChanges } from "./say-changes.ts";

/** Tells a screen reader what changed, once and in words, whoever changed it. */
export function Announcer({
  panel,
  onFailed,
}: {
  panel: PanelView;
  onFailed: (proposal: ProposalView) => void;
}) {
  const [said, setSaid] = useState("");
  const before = useRef<PanelView>(panel);
  useEffect(() => {
    const sentence = sayChanges(before.current, panel);
    newlyFailed(before.current, panel).forEach(onFailed);
    before.current = panel;
    if (sentence !== "") setSaid(sentence);
  }, [panel, onFailed]);
  return (
    <div className="ts-unseen" aria-live="polite" role="status">
      {said}
    </div>
  );
}
