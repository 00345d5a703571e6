import { useState } from "react";
import type {
  ApiProblem,
  PanelView,
  ProposalStatus,
  ProposalView,
  RequestId,
} from "../../server/contract/index.ts";
import type { StreamState } from "../api/index.ts";
import { hasUnsureStep, ProposalCard, SettledRow } from "../proposal-card/index.ts";
import { Announcer } from "./announcer.tsx";
import { AskBox } from "./ask-box.tsx";
import { splitBySlots, type Slot } from "./keep-order.ts";
import { Notices } from "./notices.tsx";
import type { PanelSource } from "./panel-source.ts";
import { RequestRow } from "./request-row.tsx";

type Props = {
  panel: PanelView;
  slots: readonly Slot[];
  online: boolean;
  stream: StreamState;
  problem: ApiProblem | null;
  source: PanelSource;
  onFailed: (proposal: ProposalView) => void;
};

/** Top to bottom: what to know, what waits, what is being worked on, the box, what happened last. */
export function PanelBody({ panel, slots, online, stream, problem, source, onFailed }: Props) {
  const [text, setText] = useState("");
  const [hidden, setHidden] = useState<readonly RequestId[]>([]);
  const { cards, recent } = splitBySlots(slots, panel);
  const requests = panel.requests.filter(({ id }) => !hidden.includes(id));
  const empty = cards.length === 0 && requests.length === 0;
  return (
    <>
      <Heading panel={panel} stream={stream} />
      <Notices panel={panel} online={online} problem={problem} onRetry={source.lookAgain} />
      {cards.map(({ key, proposal }) => (
        <ProposalCard key={key} proposal={proposal} />
      ))}
      {requests.map((request) => (
        <RequestRow
          key={request.id}
          request={request}
          askAgain={source.askAgain}
          onHide={() => setHidden([...hidden, request.id])}
          onAskAgain={(words) => {
            setText(words);
            setHidden([...hidden, request.id]);
          }}
        />
      ))}
      {empty ? <Empty /> : null}
      <AskBox
        text={text}
        onText={setText}
        ask={source.ask}
        onAsked={source.addRequest}
        disabled={panel.licence === "unlicensed"}
      />
      {recent.length === 0 ? null : (
        <section aria-labelledby="ts-recent">
          <h2 className="ts-section-title" id="ts-recent">
            Recently
          </h2>
          <ul className="ts-recent">
            {recent.map((proposal) => (
              <SettledRow key={proposal.id} proposal={proposal} />
            ))}
          </ul>
        </section>
      )}
      <Announcer panel={panel} onFailed={onFailed} />
    </>
  );
}

function Heading({ panel, stream }: { panel: PanelView; stream: StreamState }) {
  return (
    <div className="ts-heading">
      <h2 className="ts-section-title">{sayHowMany(panel.open)}</h2>
      {stream === "polling" ? (
        <span className="ts-small" title="Changes appear within 15 seconds">
          Updates are slow
        </span>
      ) : null}
    </div>
  );
}

function Empty() {
  return (
    <p className="ts-empty">
      TicketSmith looks at this issue when it changes. You can also tell it what to do.
    </p>
  );
}

function sayHowMany(open: PanelView["open"]): string {
  const unsure = open.filter(hasUnsureStep).length;
  const sure = open.filter((proposal) => !hasUnsureStep(proposal));
  const count = (...statuses: ProposalStatus[]) =>
    sure.filter(({ status }) => statuses.includes(status)).length;
  const parts: [number, string][] = [
    [count("waiting"), "waiting"],
    [count("approved", "executing"), "at work"],
    [count("stale"), "out of date"],
    [count("failed"), "failed"],
    [unsure, unsure === 1 ? "needs your word" : "need your word"],
  ];
  const said = parts.filter(([many]) => many > 0).map(([many, word]) => `${many} ${word}`);
  return said.length === 0 ? "Nothing waiting" : said.join(" · ");
}
