import { mayAct } from "../may-act.ts";
import type { Acting, Issue, SiteState, Transition, Workflow } from "../state.ts";
import { must, projectOf } from "../look-up.ts";

export function workflowOf(state: SiteState, issue: Issue): Workflow {
  const project = projectOf(state, issue);
  const type = must(
    project.issueTypes.find((one) => one.issueTypeId === issue.issueTypeId),
    `issue type ${issue.issueTypeId} of ${project.key}`,
  );
  return must(
    state.workflows.find((one) => one.id === type.workflowId),
    `workflow ${type.workflowId}`,
  );
}

/** The transitions this actor is offered from where the issue stands; none without the permission to move it. */
export function transitionsOf(state: SiteState, acting: Acting, issue: Issue): Transition[] {
  const project = projectOf(state, issue);
  if (!mayAct(state, acting.as, "TRANSITION_ISSUES", project)) return [];
  return workflowOf(state, issue).transitions.filter((transition) => {
    const leaves =
      transition.from === "any" ? transition.to !== issue.statusId : transition.from.includes(issue.statusId);
    return (
      leaves && (transition.onlyWith === undefined || mayAct(state, acting.as, transition.onlyWith, project))
    );
  });
}
