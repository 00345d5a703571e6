import type { EvidenceView, FieldEvidenceView, ProposalView } from "../../server/contract/index.ts";
import { sayConfidence } from "./say-confidence.ts";
import { IssueLink } from "./value.tsx";

/** What each change rests on, and what worked it out. */
export function Why({ proposal, id }: { proposal: ProposalView; id: string }) {
  const fields = proposal.steps.flatMap((step) =>
    step.evidence.map((evidence) => ({ key: `${step.id}:${evidence.field}`, evidence })),
  );
  return (
    <div className="ts-why" id={id} role="group" aria-label="Why TicketSmith proposes this">
      {fields.map(({ key, evidence }) => (
        <FieldReasons key={key} evidence={evidence} />
      ))}
      {fields.length === 0 ? <p>No reasons were recorded for this one.</p> : null}
      <Laid proposal={proposal} />
      {proposal.notes.length === 0 ? null : (
        <ul className="ts-notes" aria-label="Notes">
          {proposal.notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
      <p className="ts-small">{sayEngine(proposal)}</p>
    </div>
  );
}

/** What the site's rules and policy had to say, as far as it is more than nothing. */
function Laid({ proposal }: { proposal: ProposalView }) {
  const idle = proposal.rules.filter(({ fired }) => !fired);
  const judged = proposal.steps.filter(({ verdict }) => verdict.is !== "review");
  if (idle.length + judged.length === 0) return null;
  return (
    <ul className="ts-notes" aria-label="Rules and policy">
      {idle.map(({ title, words }) => (
        <li key={title}>{`Rule not applied: ${title} ${words}`}</li>
      ))}
      {judged.map(({ id, title, verdict }) => (
        <li key={id}>{`Policy for “${title}”: ${VERDICTS[verdict.is]}. ${verdict.because}`}</li>
      ))}
    </ul>
  );
}

const VERDICTS = {
  auto: "could go through alone",
  review: "one person approves",
  "four-eyes": "two people approve",
  blocked: "not allowed",
} as const;

function FieldReasons({ evidence }: { evidence: FieldEvidenceView }) {
  const { word, exact } = sayConfidence(evidence.confidence);
  return (
    <section>
      <h4 className="ts-why-field">
        {evidence.name}
        <span className="ts-small">
          {word} · {exact}
        </span>
      </h4>
      <ul>
        {evidence.items.map((item, index) => (
          <li key={index}>
            <Reason item={item} />
          </li>
        ))}
      </ul>
    </section>
  );
}

const SOURCES = {
  request: "what was asked",
  summary: "the summary",
  description: "the description",
  comment: "a comment",
} as const;

function Reason({ item }: { item: EvidenceView }) {
  switch (item.kind) {
    case "quote":
      return (
        <>
          <q>{item.quote}</q> in {SOURCES[item.source]}
        </>
      );
    case "issue":
      return (
        <>
          <IssueLink issueKey={item.key} summary={item.summary} />
          {`: ${item.because}`}
        </>
      );
    case "fact":
      return (
        <>
          {item.text}
          {item.issues.map((key) => (
            <span key={key}>
              {" "}
              <IssueLink issueKey={key} />
            </span>
          ))}
        </>
      );
    case "rule":
      return <>Rule: {item.text}</>;
    case "person":
      return <>{item.text}</>;
    case "inference":
      return <>Its own judgement: {item.text}</>;
  }
}

function sayEngine({ engine, model }: ProposalView): string {
  return engine === "offline"
    ? "Worked out by rules and this project’s history, without a model."
    : `Worked out with ${model ?? "a language model"}.`;
}
