import { must } from "../look-up.ts";
import type { Issue, Project, SiteState } from "../state.ts";
import type { Case, Fixed, ProjectPlan, Theme } from "./blueprint.ts";
import { customValuesFor } from "./custom-values.ts";
import { createFiller } from "./fill-slots.ts";
import { assignAt, commentAt, editAt, moveTo, newSeedIssue, type Growing } from "./live-through.ts";
import type { Random } from "./random.ts";
import { writeAdf } from "./write-adf.ts";

const DAY = 86_400_000;

function projectByKey(state: SiteState, key: string): Project {
  return must(
    state.projects.find((one) => one.key === key),
    `project ${key}`,
  );
}

function idOf(list: { id: string; name: string }[], name: string): string {
  return must(
    list.find((one) => one.name === name),
    name,
  ).id;
}

/** Statuses an issue of this age has walked through: old ones are mostly done, new ones mostly wait. */
function stepsFor(random: Random, ageDays: number, path: string[]): string[] {
  const maturity = Math.min(1, ageDays / 45);
  if (random.chance(0.12 + maturity * 0.78)) return path;
  return path.slice(0, random.int(0, path.length - 1));
}

function usualPath(state: SiteState, issue: Issue, project: Project): string[] {
  const type = must(
    project.issueTypes.find((one) => one.issueTypeId === issue.issueTypeId),
    "an issue type",
  );
  const workflow = must(
    state.workflows.find((one) => one.id === type.workflowId),
    "a workflow",
  );
  const path: string[] = [];
  let at = workflow.initialStatusId;
  for (let step = 0; step < 6; step += 1) {
    const onward = workflow.transitions.find(
      (one) =>
        one.from !== "any" &&
        one.from.includes(at) &&
        !path.includes(one.to) &&
        one.to !== workflow.initialStatusId,
    );
    if (onward === undefined) break;
    path.push(onward.to);
    at = onward.to;
  }
  return path;
}

type Told = { theme: Theme; told: Case; again: boolean };
type Worded = { title: string; body: string; fill: (text: string) => string };

const ENDINGS = [
  "since Monday",
  "after the last release",
  "again",
  "for returning customers",
  "in the second try",
];
const TRIES = 12;

/** Words for this telling that no other issue of the project has as its title. */
function wordsFor(random: Random, plan: ProjectPlan, { told, again }: Told, taken: Set<string>): Worded {
  const words = again && told.again !== undefined ? told.again : told;
  for (let attempt = 0; ; attempt += 1) {
    const fill = createFiller(random, plan.slots);
    const plain = fill(words.title);
    const ending = attempt < TRIES ? "" : ` ${random.pick(ENDINGS)}`;
    const title = `${plain.charAt(0).toUpperCase()}${plain.slice(1)}${ending}`;
    if (taken.has(title) && attempt < TRIES * 4) continue;
    taken.add(title);
    return { title, body: fill(words.body), fill };
  }
}

function growOne(
  growing: Growing,
  plan: ProjectPlan,
  project: Project,
  number: number,
  telling: Told,
  words: Worded,
): void {
  const { theme, told } = telling;
  const { fill } = words;
  const { state, random, now } = growing;
  const ageDays = plan.days * (1 - number / (plan.count + 1)) + random.next() * 0.8;
  const created = now.getTime() - Math.max(0.05, ageDays) * DAY;
  const expert =
    theme.experts[random.chance(0.72) ? 0 : random.int(0, theme.experts.length - 1)] ?? project.leadAccountId;
  const reporter = random.pick(plan.reporters);
  const typeId = idOf(state.issueTypes, told.type);
  // Some reporters leave things out, as people do: then there is something to propose.
  const sparse = random.chance(0.22);
  const issue = newSeedIssue(growing, project, number, typeId, reporter, new Date(created), {
    summary: words.title,
    description: random.chance(0.06) ? null : writeAdf(words.body),
    priority: idOf(
      state.priorities,
      sparse ? "Medium" : random.pick(told.priority ?? ["Medium", "Medium", "High", "Low"]),
    ),
    labels: sparse ? [] : [...random.some(theme.labels, 2), ...(told.labels ?? [])],
    components: sparse || project.components.length === 0 ? [] : [idOf(project.components, theme.component)],
    ...customValuesFor(random, state, project, typeId, growing.now, fill),
  });
  let at = created + random.int(1, 30) * 3_600_000;
  const steps = stepsFor(random, ageDays, usualPath(state, issue, project));
  if (steps.length > 0 || random.chance(0.4))
    assignAt(growing, issue, random.chance(0.5) ? expert : project.leadAccountId, expert, at);
  if (random.chance(0.18))
    editAt(
      growing,
      issue,
      { priority: idOf(state.priorities, random.pick(["High", "Highest", "Low"])) },
      project.leadAccountId,
      at + 3_600_000,
    );
  for (const statusId of steps) {
    if (random.chance(0.55))
      commentAt(
        growing,
        issue,
        random.chance(0.6) ? expert : reporter,
        fill(random.pick(theme.comments)),
        at + 1_800_000,
      );
    at += random.int(2, 60) * 3_600_000;
    moveTo(growing, issue, statusId, expert, at);
  }
}

function growFixed(growing: Growing, project: Project, fixed: Fixed): void {
  const { state, now } = growing;
  const created = new Date(now.getTime() - fixed.daysAgo * DAY);
  const typeId = idOf(state.issueTypes, fixed.type);
  const issue = newSeedIssue(growing, project, fixed.number, typeId, fixed.reporter, created, {
    summary: fixed.title,
    description: writeAdf(fixed.body),
    priority: idOf(state.priorities, fixed.priority),
    labels: fixed.labels,
    components: fixed.component === null ? [] : [idOf(project.components, fixed.component)],
    ...fixed.custom,
  });
  let at = created.getTime() + 3_600_000;
  if (fixed.assignee !== null) assignAt(growing, issue, project.leadAccountId, fixed.assignee, at);
  for (const statusId of usualPath(state, issue, project)) {
    if (state.statuses.find((one) => one.id === issue.statusId)?.name === fixed.status) break;
    at += 5 * 3_600_000;
    moveTo(growing, issue, statusId, fixed.assignee ?? project.leadAccountId, at);
  }
  for (const comment of fixed.comments ?? [])
    commentAt(growing, issue, comment.by, comment.text, now.getTime() - comment.daysAgo * DAY);
}

/** The order in which a project's stories come up; each second telling of a case follows the first a while later. */
function tellings(random: Random, plan: ProjectPlan): Told[] {
  const all = plan.themes.flatMap((theme) => theme.cases.map((told) => ({ theme, told })));
  const order: Told[] = [];
  for (let at = 0; order.length < plan.count; at += 1) {
    const found = all[(at * 7 + random.int(0, 3)) % all.length];
    if (found === undefined) break;
    order.push({ ...found, again: false });
    if (found.told.again !== undefined && random.chance(0.5)) order.push({ ...found, again: true });
  }
  return order;
}

/** Fills one project with its issues, numbered in the order they were created. */
export function growIssues(growing: Growing, plan: ProjectPlan): void {
  const { state, random } = growing;
  const project = projectByKey(state, plan.key);
  const told = tellings(random, plan);
  const titles = new Set(plan.fixed.map((one) => one.title));
  for (let number = 1; number <= plan.count; number += 1) {
    const fixed = plan.fixed.find((one) => one.number === number);
    const next = told[number - 1];
    if (fixed !== undefined) growFixed(growing, project, fixed);
    else if (next !== undefined)
      growOne(growing, plan, project, number, next, wordsFor(random, plan, next, titles));
  }
  project.lastIssueNumber = plan.count;
}
