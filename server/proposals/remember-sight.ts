import { LRUCache } from "lru-cache";
import type { AccountId, IssueId } from "../contract/index.ts";
import type { Clock } from "../kit/index.ts";
import type { Caller } from "../tenants/index.ts";
import type { Permissions } from "./ports.ts";

/** What Jira said of one person's sight, and since when. */
type Sight = { since: number; issues: Map<IssueId, boolean>; projects: Map<string, boolean> };

/** A list is drawn again with each change; Jira is asked anew before anything is opened or decided. */
const LASTS_MS = 30_000;
const MOST_PEOPLE = 500;
/** Jira's own limit of one check. */
const MOST_ISSUES = 1_000;

export type RememberedSight = ReturnType<typeof rememberSight>;

/** Whom Jira shows what, kept for half a minute: for lists, never for a decision. */
export function rememberSight(permissions: Permissions, clock: Clock) {
  const seen = new LRUCache<string, Sight>({ max: MOST_PEOPLE });

  function sightOf({ tenantId }: Caller, account: AccountId): Sight {
    const key = `${tenantId}:${account}`;
    const now = clock.now().getTime();
    const kept = seen.get(key);
    if (kept !== undefined && now - kept.since < LASTS_MS) return kept;
    const fresh = { since: now, issues: new Map(), projects: new Map() };
    seen.set(key, fresh);
    return fresh;
  }

  async function askOfIssues(caller: Caller, account: AccountId, issues: readonly IssueId[]): Promise<void> {
    const { issues: known } = sightOf(caller, account);
    const unknown = issues.filter((issue) => !known.has(issue));
    const answers = await Promise.all(
      chunks(unknown, MOST_ISSUES).map((some) => permissions.visible(caller, account, some)),
    );
    const visible = new Set(answers.flatMap((some) => [...some]));
    for (const issue of unknown) known.set(issue, visible.has(issue));
  }

  async function askOfProjects(
    caller: Caller,
    account: AccountId,
    projects: readonly string[],
  ): Promise<void> {
    const { projects: known } = sightOf(caller, account);
    for (const projectId of projects.filter((project) => !known.has(project))) {
      const on = { issue: null, projectId };
      const granted = await permissions.granted(caller, account, on, ["BROWSE_PROJECTS"]);
      known.set(projectId, granted.has("BROWSE_PROJECTS"));
    }
  }

  return {
    askOfIssues,
    askOfProjects,
    /** What is known of this person's sight just now. */
    known: (caller: Caller, account: AccountId) => sightOf(caller, account),
    /** As `Permissions.visible`, out of what is remembered where that is enough. */
    async visible(caller: Caller, account: AccountId, issues: readonly IssueId[]) {
      await askOfIssues(caller, account, issues);
      const { issues: known } = sightOf(caller, account);
      return new Set(issues.filter((issue) => known.get(issue) === true));
    },
  };
}

const chunks = <T>(list: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(list.length / size) }, (_, at) => list.slice(at * size, (at + 1) * size));
