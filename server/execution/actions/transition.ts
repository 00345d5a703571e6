import * as z from "zod";
import { NamedOption, type ActionOf, type FieldValue } from "../../contract/index.ts";
import { ok, refuse } from "../../kit/index.ts";
import { lookAgain, markedOnIssue, subjectOf, type ActionRunner, type Look } from "../action-runner.ts";

type Transition = ActionOf<"transition">;

const Moved = z.object({ status: NamedOption });

export const transition: ActionRunner<Transition> = {
  preImage: (_action, look) => {
    const { id, name } = subjectOf(look).status;
    return { status: { id, name } };
  },

  async perform({ writer, caller, evidence, marks }, action) {
    // Jira numbers transitions by where the issue stands, so the one that was shown may be gone.
    const offered = await evidence.transitions(caller, action.issue.id);
    const still = offered.find(({ id, to }) => id === action.transition.id && to.id === action.to.id);
    if (still === undefined) {
      return {
        kind: "refused",
        status: 409,
        words: `Jira does not offer a move to ${action.to.name} any more.`,
      };
    }
    const outcome = await writer.transition(action.issue.id, still.id, marks);
    return outcome.kind === "ok" ? { kind: "ok", value: { status: action.to } } : outcome;
  },

  async confirm(look, action, made) {
    return (await standsAt(look, action.to.id))
      ? ok(made)
      : refuse(`Jira said yes, but the issue is not in ${action.to.name}.`);
  },

  async prove(look, action, mark) {
    return (await markedOnIssue(look, mark))
      ? { kind: "happened", result: { status: action.to } }
      : { kind: "not-happened" };
  },

  async inverse(look, action, noted) {
    const { status: before } = Moved.parse(noted.preImage);
    if (subjectOf(look).status.id !== action.to.id)
      return refuse(`The issue was moved to ${subjectOf(look).status.name} since.`);
    const offered = await look.evidence.transitions(look.caller, action.issue.id);
    const back = offered.find(({ to }) => to.id === before.id);
    if (back === undefined) return refuse(`The workflow has no way back to ${before.name}.`);
    return ok({
      rows: [{ field: "status", name: "Status", from: asValue(subjectOf(look).status), to: asValue(before) }],
      mayDelete: false,
      perform: ({ writer, marks }) => writer.transition(action.issue.id, back.id, marks),
      confirm: async (again) =>
        (await standsAt(again, before.id))
          ? ok(true)
          : refuse(`Jira said yes, but the issue is not in ${before.name}.`),
    });
  },

  async proveUndone(look, _action, mark) {
    return (await markedOnIssue(look, mark)) ? { kind: "happened", result: null } : { kind: "not-happened" };
  },
};

const standsAt = async (look: Look, status: string) => (await lookAgain(look))?.status.id === status;

const asValue = ({ id, name }: { id: string; name: string }): FieldValue => ({
  kind: "option",
  option: { id, name },
});
