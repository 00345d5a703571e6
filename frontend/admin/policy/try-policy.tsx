import { useMutation } from "@tanstack/react-query";
import type { PastAnswer, PolicyDocument, PolicyTryView, Verdict } from "../../../server/contract/index.ts";
import type { ApiFailure } from "../../api/index.ts";
import { Button, Message, Moment } from "../../look/index.ts";
import { valueOf, type SectionProps } from "../admin-source.ts";
import { VERDICT_WORDS } from "./policy-words.ts";

const LAST = 500;

/** Before it is saved: what this policy would have made of the site's last proposals, and what people did with those. */
export function TryPolicy({ document, source }: SectionProps & { document: PolicyDocument }) {
  const trial = useMutation<PolicyTryView, ApiFailure, PolicyDocument>({
    mutationFn: async (body) => valueOf(await source.api.tryPolicy({ document: body, last: LAST })),
  });
  const isOf = JSON.stringify(trial.variables) === JSON.stringify(document);
  return (
    <section className="ts-setting" aria-label="Try it on the past">
      <h2 className="ts-admin-h2">Try it on the past</h2>
      <div className="ts-buttons">
        <Button busy={trial.isPending} onPress={() => trial.mutate(document)}>
          {trial.isPending ? "Trying …" : `Try on the last ${LAST} proposals`}
        </Button>
      </div>
      <div role="status">
        {trial.error === null ? null : <Message tone="error">{trial.error.problem.said}</Message>}
        {!isOf || trial.data === undefined ? null : <Outcome view={trial.data} />}
      </div>
    </section>
  );
}

const DID: Readonly<Record<PastAnswer, string>> = {
  rejected: "was rejected",
  edited: "was changed first",
  "left-out": "was done in part",
  undone: "was undone",
};
const wordsOf = (verdict: Verdict): string => VERDICT_WORDS.find(([one]) => one === verdict)?.[1] ?? verdict;

function Outcome({ view: { of, unknown, alone, overCap, against, changes } }: { view: PolicyTryView }) {
  return (
    <div className="ts-admin-box">
      <p>
        <strong>
          Of the last {of} proposals {alone} would go through alone
          {against.length === 0 ? "." : `, and people had not left ${against.length} of those as they were.`}
        </strong>
      </p>
      {overCap > 0 ? <p className="ts-small">{overCap} more would, without the daily cap.</p> : null}
      {unknown > 0 ? (
        <p className="ts-small">{unknown} are too old to be judged by all that this policy asks about.</p>
      ) : null}
      <ul className="ts-admin-diff">
        {changes.map(({ from, to, count }) => (
          <li key={`${from} ${to}`}>
            {count}: what {wordsOf(from)} {from === to ? "still does" : `then ${wordsOf(to)}`}
          </li>
        ))}
      </ul>
      {against.length === 0 ? null : (
        <ul className="ts-rules" aria-label="What people had not left as it was">
          {against.map(({ id, issue, project, summary, did, at }) => (
            <li key={id} className="ts-rule">
              <span>
                <strong>{issue ?? project}</strong> {summary}: {DID[did]}, <Moment at={at} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
