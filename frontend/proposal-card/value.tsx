import type { PersonView, ValueView } from "../../server/contract/index.ts";
import { AdfDocument } from "../adf/index.ts";
import { Avatar, Lozenge, PriorityMark } from "../look/index.ts";
import { useCardSetting } from "./card-setting.tsx";
import { toneOfStatus } from "./tone-of-status.ts";

/** One value in Jira's own looks. `nothing` is what an empty field is called here. */
export function Value({
  value,
  field,
  nothing = "None",
}: {
  value: ValueView;
  field: string;
  nothing?: string;
}) {
  switch (value.kind) {
    case "none":
      return <span className="ts-nothing">{nothing}</span>;
    case "text":
      return <span className="ts-text">{value.text}</span>;
    case "option":
      return (
        <span className="ts-with-mark">
          {field === "priority" ? <PriorityMark name={value.name} /> : null}
          {value.name}
        </span>
      );
    case "list":
      return <Items items={value.items} nothing={nothing} />;
    case "person":
      return <Person person={value.person} />;
    case "people":
      return (
        <span className="ts-items">
          {value.people.map((person) => (
            <Person key={person.accountId} person={person} />
          ))}
        </span>
      );
    case "status":
      return <Lozenge tone={toneOfStatus(value.name)}>{value.name}</Lozenge>;
    case "issue":
      return <IssueLink issueKey={value.key} summary={value.summary} />;
    case "document":
      return <AdfDocument blocks={value.blocks} />;
  }
}

function Items({ items, nothing }: { items: readonly string[]; nothing: string }) {
  if (items.length === 0) return <span className="ts-nothing">{nothing}</span>;
  return (
    <span className="ts-items">
      {items.map((item) => (
        <span key={item} className="ts-tag">
          {item}
        </span>
      ))}
    </span>
  );
}

export function Person({ person }: { person: PersonView }) {
  return (
    <span className="ts-person">
      <Avatar name={person.name} url={person.avatarUrl} />
      <span>{person.name}</span>
    </span>
  );
}

/** Without a key it is an issue that Jira does not show to whoever reads this. */
export function IssueLink({ issueKey, summary }: { issueKey: string | null; summary?: string }) {
  const { openIssue } = useCardSetting();
  if (issueKey === null) return <span className="ts-text">{summary}</span>;
  return (
    <span className="ts-text">
      <button type="button" className="ts-link" onClick={() => openIssue(issueKey)}>
        {issueKey}
      </button>
      {summary === undefined ? null : ` ${summary}`}
    </span>
  );
}
