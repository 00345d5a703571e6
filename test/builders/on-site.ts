import type { Site } from "../../sandbox/site.ts";
import type { Acting, Issue } from "../../sandbox/state.ts";

/** People and issues of a sandbox site by the names that a test knows them by. Throws where there is no such. */
export function onSite(site: () => Site) {
  const named = (name: string): string => {
    const person = site()
      .people()
      .find((one) => one.displayName === name);
    if (person === undefined) throw new Error(`Nobody is called ${name}`);
    return person.accountId;
  };
  const acting = (name: string): Acting => ({
    as: { kind: "person", accountId: named(name), throughApp: null },
  });
  const issueNow = (key: string): Issue => {
    const found = site()
      .state()
      .issues.find((one) => one.key === key);
    if (found === undefined) throw new Error(`No issue ${key}`);
    return found;
  };
  /** Made in Jira as this person would make it: a task in SHOP, unless `fields` say otherwise. */
  const newIssue = (by: string, summary: string, fields: Record<string, unknown> = {}): string => {
    const made = site().createIssue(acting(by), {
      fields: { project: { key: "SHOP" }, issuetype: { name: "Task" }, summary, ...fields },
    });
    if (!made.ok) throw new Error(JSON.stringify(made.refusal));
    return made.value.key;
  };
  return { named, acting, issueNow, newIssue };
}
