import type { PolicyLine } from "../../../server/contract/index.ts";
import { Button } from "../../look/index.ts";
import { ACTION_WORDS, ORIGIN_WORDS, VERDICT_WORDS } from "./policy-words.ts";
import { Choice, Words } from "./table-controls.tsx";

type Props = { lines: readonly PolicyLine[]; onChange: (lines: readonly PolicyLine[]) => void };

/** For each field of an action the first line that fits counts. */
export function PolicyLines({ lines, onChange }: Props) {
  return (
    <section className="ts-setting" aria-label="Lines">
      <h2 className="ts-admin-h2">Lines</h2>
      <p className="ts-small">
        For each field of an action the first line that fits counts. What is left empty fits anything; where
        no line fits, it takes one person.
      </p>
      {lines.length === 0 ? null : (
        <div className="ts-table-scroll" tabIndex={0} role="region" aria-label="Lines of the policy">
          <table className="ts-table ts-policy">
            <thead>
              <tr>
                {["Action", "Project", "Type", "Field", "Sure at least", "Rests on", "Then it", ""].map(
                  (head) => (
                    <th key={head} scope="col">
                      {head === "" ? <span className="ts-unseen">Order and removal</span> : head}
                    </th>
                  ),
                )}
              </tr>
            </thead>
            <tbody>
              {lines.map((line, at) => (
                // A line has no name of its own but its place.
                <tr key={at}>
                  <Cells line={line} number={at + 1} onChange={(next) => onChange(lines.with(at, next))} />
                  <td aria-label={`Order of line ${at + 1}`}>
                    <div className="ts-buttons">
                      <Button
                        kind="subtle"
                        disabled={at === 0}
                        label={`Move line ${at + 1} up`}
                        onPress={() => onChange(moved(lines, at))}
                      >
                        ↑
                      </Button>
                      <Button
                        kind="subtle"
                        label={`Remove line ${at + 1}`}
                        onPress={() => onChange(lines.toSpliced(at, 1))}
                      >
                        ×
                      </Button>
                    </div>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <div className="ts-buttons">
        <Button onPress={() => onChange([...lines, { verdict: "four-eyes" }])}>Add a line</Button>
      </div>
    </section>
  );
}

function Cells({
  line,
  number,
  onChange,
}: {
  line: PolicyLine;
  number: number;
  onChange: (line: PolicyLine) => void;
}) {
  const { action, project, issueType, field, above, origin, verdict } = line;
  /** What is empty is left out: it fits anything then. */
  const put = <K extends Exclude<keyof PolicyLine, "verdict">>(key: K, value: PolicyLine[K]) => {
    const next = { ...line, [key]: value };
    if (value === undefined) delete next[key];
    onChange(next);
  };
  const words = <T extends string>(text: T | "") => (text === "" ? undefined : text);
  return (
    <>
      <td>
        <Choice
          name={`Action of line ${number}`}
          value={action ?? ""}
          choices={ACTION_WORDS}
          onChange={(next) => put("action", words(next))}
        />
      </td>
      <td>
        <Words
          name={`Project of line ${number}`}
          value={project ?? ""}
          onChange={(next) => put("project", words(next.toUpperCase()))}
        />
      </td>
      <td>
        <Words
          name={`Type of line ${number}`}
          value={issueType ?? ""}
          onChange={(next) => put("issueType", words(next))}
        />
      </td>
      <td>
        <Words
          name={`Field of line ${number}`}
          value={field ?? ""}
          onChange={(next) => put("field", words(next))}
        />
      </td>
      <td>
        <Words
          name={`Percent of line ${number}`}
          type="number"
          value={above === undefined ? "" : String(Math.round(above * 100))}
          onChange={(next) => put("above", next === "" ? undefined : Number(next) / 100)}
        />
      </td>
      <td>
        <Choice
          name={`What line ${number} rests on`}
          value={origin ?? ""}
          choices={ORIGIN_WORDS}
          onChange={(next) => put("origin", words(next))}
        />
      </td>
      <td>
        <Choice
          name={`Verdict of line ${number}`}
          value={verdict}
          choices={VERDICT_WORDS}
          onChange={(next) => onChange({ ...line, verdict: next })}
        />
      </td>
    </>
  );
}

const moved = (lines: readonly PolicyLine[], at: number): PolicyLine[] =>
  lines.toSpliced(at, 1).toSpliced(at - 1, 0, ...lines.slice(at, at + 1));
