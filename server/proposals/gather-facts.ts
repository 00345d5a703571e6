import type { AccountId, IssueId, ProjectRef } from "../contract/index.ts";
import type { Clock } from "../kit/index.ts";
import { plainText, type Facts, type Person, type SimilarIssue } from "../planning/index.ts";
import type { Caller } from "../tenants/index.ts";
import type { FactsSource, Permissions, Place } from "./ports.ts";

/** What to look out for beside the issue: the words of a person, for whom nothing is looked up that they may not see, and people that an edit names. */
export type Lookout = { text?: string | null; by?: AccountId | null; accounts?: readonly AccountId[] };

/** Looks up everything a plan may use. Undefined when the issue is gone or hidden from the app. */
export type GatherFacts = (caller: Caller, on: Place, lookout: Lookout) => Promise<Facts | undefined>;

const ISSUE_KEY = /\b[A-Z][A-Z0-9_]+-\d+\b/g;
const MOST_KEYS = 10;
const MOST_NAMES = 6;

export type FactsGathererDeps = {
  source: FactsSource;
  permissions: Pick<Permissions, "visible">;
  clock: Clock;
};

export function createFactsGatherer({ source, permissions, clock }: FactsGathererDeps): GatherFacts {
  const onIssue = async (
    caller: Caller,
    id: IssueId,
    { text, by = null, accounts = [] }: Lookout,
  ): Promise<Facts | undefined> => {
    const issue = await source.issue(caller, id);
    if (issue === undefined) return undefined;

    // Keys that a person names in their own sentence are worth a look; keys in an issue's text are not followed.
    const named = [...new Set((text ?? "").toUpperCase().match(ISSUE_KEY) ?? [])].slice(0, MOST_KEYS);
    const words = `${issue.summary}\n${plainText(issue.description)}`;
    const [editable, creatable, transitions, people, linkTypes, labels, timeZone, alike, byKeys] =
      await Promise.all([
        source.editable(caller, id),
        source.creatable(caller, issue.project.id),
        source.transitions(caller, id),
        findPeople(source, caller, { issue: id }, await namesToFind(source, caller, text ?? "", accounts)),
        source.linkTypes(caller),
        source.labels(caller),
        source.timeZone(caller, by),
        source.similar(caller, {
          project: issue.project,
          not: issue.ref.key,
          summary: issue.summary,
          text: words,
        }),
        source.byKeys(caller, named),
      ]);
    const found = [
      ...byKeys,
      ...alike.filter((one) => !byKeys.some((other) => other.ref.id === one.ref.id)),
    ].filter((one) => one.ref.id !== issue.ref.id);
    const similar = by === null ? found : await onlyVisible(permissions, caller, by, found);
    const { project } = issue;
    const looked = { project, issue, editable, creatable, transitions, people, linkTypes, labels, similar };
    return { now: clock.now(), timeZone, ...looked };
  };

  /** What creating takes, and no more: there is nothing to change. */
  const inProject = async (
    caller: Caller,
    project: ProjectRef,
    { text, by = null, accounts = [] }: Lookout,
  ): Promise<Facts> => {
    const words = text ?? "";
    const names = await namesToFind(source, caller, words, accounts);
    const [creatable, people, linkTypes, labels, timeZone, alike] = await Promise.all([
      source.creatable(caller, project.id),
      findPeople(source, caller, { project: project.key }, names),
      source.linkTypes(caller),
      source.labels(caller),
      source.timeZone(caller, by),
      source.similar(caller, { project, not: null, summary: words, text: "" }),
    ]);
    const similar = by === null ? alike : await onlyVisible(permissions, caller, by, alike);
    const looked = { project, issue: null, editable: [], creatable, transitions: [], people };
    return { now: clock.now(), timeZone, ...looked, linkTypes, labels, similar };
  };

  return (caller, on, lookout) =>
    "issue" in on ? onIssue(caller, on.issue, lookout) : inProject(caller, on.project, lookout);
}

/** We read as the app: what it sees must not reach somebody who only had to name a key. */
async function onlyVisible(
  permissions: Pick<Permissions, "visible">,
  caller: Caller,
  by: AccountId,
  found: readonly SimilarIssue[],
): Promise<SimilarIssue[]> {
  const ids = found.map((one) => one.ref.id);
  const visible = await permissions.visible(caller, by, ids);
  return found.filter((one) => visible.has(one.ref.id));
}

/** On a large site the first fifty are not everybody: whoever was named is asked for by name. */
async function namesToFind(
  source: FactsSource,
  caller: Caller,
  text: string,
  accounts: readonly AccountId[],
): Promise<string[]> {
  const picked = accounts.length === 0 ? [] : await source.people(caller, accounts);
  const capitalised = text.match(/(?<![.!?]\s|^)\p{Lu}[\p{L}'-]{1,30}/gu) ?? [];
  return [...new Set([...picked.map((person) => person.name), ...capitalised])].slice(0, MOST_NAMES);
}

async function findPeople(
  source: FactsSource,
  caller: Caller,
  on: { issue: IssueId } | { project: string },
  names: readonly string[],
): Promise<Person[]> {
  const found = await Promise.all(["", ...names].map((name) => source.assignable(caller, on, name)));
  return [...new Map(found.flat().map((person) => [person.accountId, person])).values()];
}
