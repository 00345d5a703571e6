import * as z from "zod";
import { AccountId, type ActionOf, type FieldValue } from "../../contract/index.ts";
import { ok, refuse } from "../../kit/index.ts";
import { lookAgain, markedOnIssue, subjectOf, type ActionRunner, type Look } from "../action-runner.ts";

type SetAssignee = ActionOf<"set-assignee">;

const Assigned = z.object({ assignee: z.nullable(AccountId) });

export const setAssignee: ActionRunner<SetAssignee> = {
  preImage: (_action, look) => ({ assignee: subjectOf(look).assignee }),

  async perform({ writer, marks }, action) {
    const outcome = await writer.setAssignee(action.issue.id, action.to, marks);
    return outcome.kind === "ok" ? { kind: "ok", value: { assignee: action.to } } : outcome;
  },

  async confirm(look, action, made) {
    return (await isAssignedTo(look, action.to))
      ? ok(made)
      : refuse("Jira said yes, but the assignee did not change. They may not be assignable here.");
  },

  async prove(look, action, mark) {
    return (await markedOnIssue(look, mark))
      ? { kind: "happened", result: { assignee: action.to } }
      : { kind: "not-happened" };
  },

  async inverse(look, action, noted) {
    const { assignee: before } = Assigned.parse(noted.preImage);
    if (subjectOf(look).assignee !== action.to) return refuse("Somebody else was assigned since.");
    return ok({
      rows: [
        { field: "assignee", name: "Assignee", from: asValue(subjectOf(look).assignee), to: asValue(before) },
      ],
      mayDelete: false,
      perform: ({ writer, marks }) => writer.setAssignee(action.issue.id, before, marks),
      confirm: async (again) =>
        (await isAssignedTo(again, before))
          ? ok(true)
          : refuse("Jira said yes, but the assignee was not put back."),
    });
  },

  async proveUndone(look, _action, mark) {
    return (await markedOnIssue(look, mark)) ? { kind: "happened", result: null } : { kind: "not-happened" };
  },
};

const isAssignedTo = async (look: Look, account: AccountId | null) =>
  (await lookAgain(look))?.assignee === account;

const asValue = (accountId: AccountId | null): FieldValue =>
  accountId === null ? { kind: "none" } : { kind: "person", accountId };
