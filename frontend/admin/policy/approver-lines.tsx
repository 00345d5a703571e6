import type { Approver, ApproverLine } from "../../../server/contract/index.ts";
import { Button } from "../../look/index.ts";
import { ACTION_WORDS } from "./policy-words.ts";
import { Choice, Words } from "./table-controls.tsx";

type Props = { lines: readonly ApproverLine[]; onChange: (lines: readonly ApproverLine[]) => void };

const KINDS: readonly (readonly [Approver["is"], string])[] = [
  ["role", "whoever has the role"],
  ["group", "members of the group"],
  ["project-lead", "the project's lead"],
];

/** Who may say yes, beside what Jira lets them do. The first line that fits a step counts. */
export function ApproverLines({ lines, onChange }: Props) {
  return (
    <section className="ts-setting" aria-label="Who may approve">
      <h2 className="ts-admin-h2">Who may approve</h2>
      <p className="ts-small">
        Whoever may make the change in Jira, unless a line here fits: then only who is named. Nobody is given
        more than Jira gives them.
      </p>
      <ul className="ts-rules">
        {lines.map((line, at) => (
          // A line has no name of its own but its place.
          <li key={at} className="ts-rule">
            <div className="ts-setting-row">
              <Choice
                name={`Action of approvers ${at + 1}`}
                value={line.action ?? ""}
                choices={ACTION_WORDS}
                onChange={(next) => onChange(lines.with(at, withAction(line, next)))}
              />
              <Words
                name={`Project of approvers ${at + 1}`}
                value={line.project ?? ""}
                onChange={(next) => onChange(lines.with(at, withProject(line, next.toUpperCase())))}
              />
            </div>
            {line.anyOf.map((one, index) => (
              <div key={index} className="ts-setting-row">
                <Choice
                  name={`Kind ${index + 1} of approvers ${at + 1}`}
                  value={one.is}
                  choices={KINDS}
                  onChange={(is) =>
                    onChange(lines.with(at, withApprover(line, index, build(is, nameOf(one)))))
                  }
                />
                {one.is === "project-lead" ? null : (
                  <Words
                    name={`Name ${index + 1} of approvers ${at + 1}`}
                    value={one.name}
                    onChange={(name) =>
                      onChange(lines.with(at, withApprover(line, index, build(one.is, name))))
                    }
                  />
                )}
              </div>
            ))}
            <div className="ts-buttons">
              <Button
                kind="subtle"
                onPress={() =>
                  onChange(lines.with(at, { ...line, anyOf: [...line.anyOf, { is: "project-lead" }] }))
                }
              >
                Or also …
              </Button>
              <Button
                kind="subtle"
                label={`Remove approvers ${at + 1}`}
                onPress={() => onChange(lines.toSpliced(at, 1))}
              >
                Remove
              </Button>
            </div>
          </li>
        ))}
      </ul>
      <div className="ts-buttons">
        <Button onPress={() => onChange([...lines, { anyOf: [{ is: "project-lead" }] }])}>
          Name who may approve
        </Button>
      </div>
    </section>
  );
}

const nameOf = (one: Approver): string => (one.is === "project-lead" ? "" : one.name);
const build = (is: Approver["is"], name: string): Approver => (is === "project-lead" ? { is } : { is, name });
const withApprover = (line: ApproverLine, index: number, one: Approver): ApproverLine => ({
  ...line,
  anyOf: line.anyOf.with(index, one),
});
function withAction(
  { action: _before, ...line }: ApproverLine,
  next: (typeof ACTION_WORDS)[number][0],
): ApproverLine {
  return next === "" ? line : { ...line, action: next };
}
function withProject({ project: _before, ...line }: ApproverLine, next: string): ApproverLine {
  return next === "" ? line : { ...line, project: next };
}
