import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { REJECT_LABELS, type FeedbackView, type Tally } from "../../../server/contract/index.ts";
import type { ApiFailure } from "../../api/index.ts";
import { Button, Message } from "../../look/index.ts";
import { valueOf, type SectionProps } from "../admin-source.ts";
import { saveFile } from "../save-file.ts";
import { SectionFrame } from "../section-frame.tsx";
import { SelectSetting } from "../setting.tsx";

const SPANS = [
  ["7", "The last 7 days"],
  ["30", "The last 30 days"],
  ["90", "The last 90 days"],
  ["365", "The last year"],
] as const;

/** What people made of what was proposed. */
export function FeedbackSection({ source }: SectionProps) {
  const [days, setDays] = useState<(typeof SPANS)[number][0]>("90");
  const query = useQuery(
    source.section(`feedback ${days}`, (signal) => source.api.readFeedback(Number(days), signal)),
  );
  const save = useMutation<void, ApiFailure>({
    mutationFn: async () =>
      saveFile(valueOf(await source.api.download(`/feedback/export?days=${days}`)), "feedback.jsonl"),
  });
  return (
    <>
      <SelectSetting name="Of" value={days} choices={SPANS} onChange={setDays} />
      <div className="ts-setting">
        <div className="ts-buttons">
          <Button busy={save.isPending} onPress={() => save.mutate()}>
            Export
          </Button>
        </div>
        <p className="ts-small">
          Every decision as a line of JSON, for fine-tuning or for counting otherwise. Texts are masked, and
          people are pseudonyms.
        </p>
        {save.error === null ? null : <Message tone="error">{save.error.problem.said}</Message>}
      </div>
      <SectionFrame query={query}>{(view) => <Numbers view={view} />}</SectionFrame>
    </>
  );
}

function Numbers({ view }: { view: FeedbackView }) {
  const { total, timeToDecide, reliability, cost, reasons } = view;
  if (total.n === 0)
    return (
      <p className="ts-admin-empty">
        Nobody has decided anything in this time. What people approve, change and reject is counted here, and
        teaches TicketSmith how sure it may be.
      </p>
    );
  return (
    <>
      <dl className="ts-figures">
        <Figure name="Accepted" value={percent(total.acceptance)} says={`of ${total.n} proposals`} />
        <Figure
          name="Decided within"
          value={sayMs(timeToDecide.p50Ms)}
          says={`half of them; 90 % in ${sayMs(timeToDecide.p90Ms)}`}
        />
        <Figure
          name="Off by"
          value={percent(reliability.error)}
          says={`what it says against what stood, ${reliability.n} fields${reliability.few ? ", few yet" : ""}`}
        />
        <Figure
          name="An accepted one cost"
          value={sayUsd(cost.perAccepted)}
          says={`${cost.accepted} accepted`}
        />
      </dl>
      <Bars title="By action" tallies={view.byAction} />
      <Bars title="By field" tallies={view.byField} />
      <Bars title="By project" tallies={view.byProject} />
      <Bars title="By engine" tallies={view.byEngine} />
      <Bars title="By prompt" tallies={view.byPrompt} />
      <Bars title="By week" tallies={view.byWeek} />
      <section aria-label="How sure against how right">
        <h2 className="ts-admin-h2">How sure against how right</h2>
        <table className="ts-table">
          <thead>
            <tr>
              <th scope="col">It said</th>
              <th scope="col">Of them stood</th>
              <th scope="col">Fields</th>
            </tr>
          </thead>
          <tbody>
            {reliability.bins
              .filter(({ n }) => n > 0)
              .map(({ from, said, stood, n }) => (
                <tr key={from}>
                  <th scope="row">{percent(said)}</th>
                  <td>
                    <Bar share={stood ?? 0} words={percent(stood)} />
                  </td>
                  <td>{n}</td>
                </tr>
              ))}
          </tbody>
        </table>
      </section>
      {reasons.length === 0 ? null : (
        <section aria-label="Why people said no">
          <h2 className="ts-admin-h2">Why people said no</h2>
          <ul className="ts-admin-diff">
            {reasons.map(({ because, n }) => (
              <li key={because}>
                {because === null ? "In words of their own" : REJECT_LABELS[because]}: {n}
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

const Figure = ({ name, value, says }: { name: string; value: string; says: string }) => (
  <div>
    <dt className="ts-small">{name}</dt>
    <dd>
      <strong>{value}</strong> <span className="ts-small">{says}</span>
    </dd>
  </div>
);

/** Shares as bars, with the figure beside each: nothing is told by length or colour alone. */
function Bars({ title, tallies }: { title: string; tallies: readonly Tally[] }) {
  if (tallies.length === 0) return null;
  return (
    <section aria-label={title}>
      <h2 className="ts-admin-h2">{title}</h2>
      <table className="ts-table">
        <thead>
          <tr>
            <th scope="col">What</th>
            <th scope="col">Accepted</th>
            <th scope="col">Changed first</th>
            <th scope="col">Rejected</th>
            <th scope="col">In all</th>
          </tr>
        </thead>
        <tbody>
          {tallies.map(({ key, label, acceptance, edited, rejected, n, few }) => (
            <tr key={key}>
              <th scope="row">{label === "" ? key : label}</th>
              <td>
                <Bar share={acceptance ?? 0} words={`${percent(acceptance)}${few ? ", few" : ""}`} />
              </td>
              <td>{edited}</td>
              <td>{rejected}</td>
              <td>{n}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

const Bar = ({ share, words }: { share: number; words: string }) => (
  <span className="ts-bar">
    <span className="ts-bar-track" aria-hidden="true">
      <span className="ts-bar-fill" style={{ width: `${Math.round(share * 100)}%` }} />
    </span>
    {words}
  </span>
);

const percent = (share: number | null): string => (share === null ? "–" : `${Math.round(share * 100)} %`);
const sayUsd = (nanoUsd: number | null): string =>
  nanoUsd === null ? "–" : nanoUsd === 0 ? "$0" : `$${(nanoUsd / 1e9).toFixed(4)}`;

function sayMs(ms: number | null): string {
  if (ms === null) return "–";
  const minutes = ms / 60_000;
  if (minutes < 1) return `${Math.round(ms / 1_000)} s`;
  if (minutes < 60) return `${Math.round(minutes)} min`;
  return minutes < 2_880 ? `${Math.round(minutes / 60)} h` : `${Math.round(minutes / 1_440)} days`;
}
