import type { Rules } from "../../../server/contract/index.ts";
import { Button } from "../../look/index.ts";
import { SelectSetting, TextSetting } from "../setting.tsx";

type Rule = Rules[number];
type Condition = Rule["when"][number];
type Kind = Condition["if"];

const KINDS: readonly (readonly [Kind, string])[] = [
  ["is", "A field is …"],
  ["empty", "A field is empty"],
  ["text", "The text has …"],
  ["project", "The project is …"],
];
const LISTS: ReadonlySet<string> = new Set(["labels", "components", "fixVersions", "versions"]);

/** One rule in parts: conditions that all hold, and the field that is set then. Names are as Jira shows them. */
export function RuleEditor({ rule, onChange }: { rule: Rule; onChange: (rule: Rule) => void }) {
  const { when, set } = rule;
  return (
    <div className="ts-rule-editor">
      {when.map((condition, at) => (
        // A condition has no name of its own; they are only added at the end and taken away.
        <fieldset key={at}>
          <legend className="ts-small">{at === 0 ? "When" : "And"}</legend>
          <ConditionFields
            condition={condition}
            onChange={(next) => onChange({ ...rule, when: when.with(at, next) })}
          />
          {when.length > 1 ? (
            <Button kind="subtle" onPress={() => onChange({ ...rule, when: when.toSpliced(at, 1) })}>
              Remove this condition
            </Button>
          ) : null}
        </fieldset>
      ))}
      <div className="ts-buttons">
        <Button
          kind="subtle"
          disabled={when.length >= 10}
          onPress={() => onChange({ ...rule, when: [...when, { if: "empty", field: "priority" }] })}
        >
          And another condition
        </Button>
      </div>
      <fieldset>
        <legend className="ts-small">Then</legend>
        <div className="ts-setting-row">
          <TextSetting
            name="Field"
            value={set.field}
            says="A field's id in Jira, such as priority, labels, assignee, customfield_10010."
            onChange={(field) =>
              onChange({ ...rule, set: { field, value: valueFor(field, namesIn(set.value)) } })
            }
          />
          <TextSetting
            name="Value"
            value={namesIn(set.value)}
            says="As Jira shows it; several with commas where the field holds several."
            onChange={(text) => onChange({ ...rule, set: { ...set, value: valueFor(set.field, text) } })}
          />
        </div>
      </fieldset>
    </div>
  );
}

function ConditionFields({
  condition,
  onChange,
}: {
  condition: Condition;
  onChange: (condition: Condition) => void;
}) {
  const words = wordsOf(condition);
  const field = "field" in condition ? condition.field : "priority";
  return (
    <div className="ts-setting-row">
      <SelectSetting
        name="Condition"
        value={condition.if}
        choices={KINDS}
        onChange={(kind) => onChange(build(kind, field, words))}
      />
      {"field" in condition ? (
        <TextSetting
          name="Field"
          value={condition.field}
          says="Its id in Jira, such as issuetype, priority, status."
          onChange={(next) => onChange(build(condition.if, next, words))}
        />
      ) : null}
      {condition.if === "empty" ? null : (
        <TextSetting
          name={condition.if === "project" ? "Keys" : condition.if === "text" ? "Words" : "Values"}
          value={words}
          says="Any of these, with commas between them."
          onChange={(next) => onChange(build(condition.if, field, next))}
        />
      )}
    </div>
  );
}

function wordsOf(condition: Condition): string {
  switch (condition.if) {
    case "is":
      return condition.values.join(", ");
    case "text":
      return condition.words.join(", ");
    case "project":
      return condition.keys.join(", ");
    default:
      return "";
  }
}

function build(kind: Kind, field: string, words: string): Condition {
  const list = split(words);
  switch (kind) {
    case "is":
      return { if: kind, field, values: list };
    case "text":
      return { if: kind, words: list };
    case "project":
      return { if: kind, keys: list };
    default:
      return { if: kind, field };
  }
}

/** What is typed stays as it is typed: blanks around a comma are taken off when it is read. */
const split = (words: string): string[] => words.split(",").map((word) => word.replace(/^ /, ""));
const namesIn = (value: string | readonly string[]): string =>
  typeof value === "string" ? value : value.join(", ");
const valueFor = (field: string, text: string): string | string[] => (LISTS.has(field) ? split(text) : text);
