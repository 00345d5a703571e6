import { z } from "zod";
import { createScreenOf } from "../fields/screen-of.ts";
import { readInput } from "../fields/read-input.ts";
import { accountOf, mayAct } from "../may-act.ts";
import { ok, refuseFields, type Result } from "../result.ts";
import type { IssueDraft } from "../site.ts";
import { nextId, QUIET, type SiteCore } from "../site-core.ts";
import type { Acting, Issue, IssueType, Json, Project, SiteState } from "../state.ts";
import { must } from "../look-up.ts";
import { writeProperties } from "./set-property.ts";
import { checkParent } from "./check-parent.ts";
import { workflowOf } from "./transitions-of.ts";

const ByProject = z.object({ id: z.coerce.string().optional(), key: z.string().optional() });
const ByType = z.object({ id: z.coerce.string().optional(), name: z.string().optional() });

function projectFor(core: SiteCore, acting: Acting, input: unknown): Project | undefined {
  const given = ByProject.safeParse(input);
  if (!given.success) return undefined;
  const state = core.state();
  const { id, key } = given.data;
  return state.projects.find(
    (one) =>
      (id === undefined ? one.key === key : one.id === id) && mayAct(state, acting.as, "CREATE_ISSUES", one),
  );
}

function typeFor(core: SiteCore, project: Project, input: unknown): IssueType | undefined {
  const given = ByType.safeParse(input);
  if (!given.success) return undefined;
  const { id, name } = given.data;
  return core
    .state()
    .issueTypes.find(
      (type) =>
        (id === undefined ? type.name === name : type.id === id) &&
        project.issueTypes.some((one) => one.issueTypeId === type.id),
    );
}

function defaultsFor(screen: ReturnType<typeof createScreenOf>, draft: IssueDraft): Record<string, Json> {
  const defaults: Record<string, Json> = {};
  for (const { field, screen: place } of screen) {
    if (place.defaultValue !== undefined && !(field.id in draft.fields))
      defaults[field.id] = place.defaultValue;
  }
  return defaults;
}

/** A level that the scheme gives every new issue, until somebody chooses another or none. */
function defaultLevel(state: SiteState, project: Project): Record<string, Json> {
  const scheme = state.securitySchemes.find((one) => one.id === project.securitySchemeId);
  return scheme === undefined || scheme.defaultLevelId === null ? {} : { security: scheme.defaultLevelId };
}

/** Checks and stores a new issue with its properties in one go, then tells the world. */
function createIssue(core: SiteCore, acting: Acting, draft: IssueDraft): Result<Issue> {
  const state = core.state();
  const { project: projectInput, issuetype: typeInput, ...rest } = draft.fields;
  const project = projectFor(core, acting, projectInput);
  if (project === undefined) {
    return refuseFields({
      project: "The target project doesn't exist or you don't have permission to create issues in it.",
    });
  }
  const type = typeFor(core, project, typeInput);
  if (type === undefined) return refuseFields({ issuetype: "Specify a valid issue type" });
  const screen = createScreenOf(state, project, type.id);
  const defaults = defaultsFor(screen, draft);
  const required = screen.map((one) =>
    one.field.id in defaults ? { ...one, screen: { ...one.screen, required: false } } : one,
  );
  const place = { state, project, as: acting.as, screen: required, issue: null };
  const values = readInput(place, rest, draft.update ?? {});
  if (!values.ok) return values;
  const whole = { ...defaultLevel(state, project), ...defaults, ...values.value };
  const misplaced = checkParent(state, type, whole["parent"]);
  if (misplaced !== null) return refuseFields(misplaced);
  const issue = newIssue(core, acting, project, type, whole);
  const stored = writeProperties(issue.properties, draft.properties ?? []);
  if (!stored.ok) return stored;
  project.lastIssueNumber += 1;
  state.issues.push(issue);
  core.emit({
    ...QUIET,
    live: "issue-created",
    webhookEvents: ["jira:issue_created"],
    eventTypeName: "issue_created",
    issue,
    project,
    by: accountOf(acting.as),
    at: core.now(),
    trace: acting.trace ?? null,
  });
  return ok(issue);
}

function newIssue(
  core: SiteCore,
  acting: Acting,
  project: Project,
  type: IssueType,
  values: Record<string, Json>,
): Issue {
  const state = core.state();
  const by = accountOf(acting.as);
  const now = core.now().toISOString();
  const issue: Issue = {
    id: nextId(state),
    key: `${project.key}-${project.lastIssueNumber + 1}`,
    projectId: project.id,
    issueTypeId: type.id,
    statusId: "",
    creator: by,
    created: now,
    updated: now,
    resolutionDate: null,
    statusChanged: now,
    values: { reporter: by, assignee: null, labels: [], ...values },
    comments: [],
    changelog: [],
    properties: {},
    remoteLinks: [],
  };
  const { initialStatusId } = workflowOf(state, issue);
  issue.statusId = must(
    state.statuses.find((one) => one.id === initialStatusId),
    `status ${initialStatusId}`,
  ).id;
  return issue;
}

export function createOperations(core: SiteCore) {
  return { createIssue: (acting: Acting, draft: IssueDraft) => createIssue(core, acting, draft) };
}
