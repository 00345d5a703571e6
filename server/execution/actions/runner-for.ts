import type { Action } from "../../contract/index.ts";
import { assertNever } from "../../kit/index.ts";
import type { ActionRunner, Look, MarkToFind, Noted, Run } from "../action-runner.ts";
import { addComment } from "./add-comment.ts";
import { createIssue } from "./create-issue.ts";
import { editFields } from "./edit-fields.ts";
import { linkIssues } from "./link-issues.ts";
import { setAssignee } from "./set-assignee.ts";
import { transition } from "./transition.ts";

/** The runner of an action's type with the action already in it. A new action type does not compile until it has one. */
export function runnerFor(action: Action) {
  switch (action.type) {
    case "create-issue":
      return bind(createIssue, action);
    case "edit-fields":
      return bind(editFields, action);
    case "add-comment":
      return bind(addComment, action);
    case "set-assignee":
      return bind(setAssignee, action);
    case "transition":
      return bind(transition, action);
    case "link-issues":
      return bind(linkIssues, action);
    default:
      return assertNever(action);
  }
}

const bind = <A extends Action>(runner: ActionRunner<A>, action: A) => ({
  preImage: (look: Look) => runner.preImage(action, look),
  perform: (run: Run) => runner.perform(run, action),
  confirm: (look: Look, made: unknown) => runner.confirm(look, action, made),
  prove: (look: Look, mark: MarkToFind, preImage: unknown) => runner.prove(look, action, mark, preImage),
  inverse: (look: Look, noted: Noted) => runner.inverse(look, action, noted),
  proveUndone: (look: Look, mark: MarkToFind, noted: Noted) => runner.proveUndone(look, action, mark, noted),
});
