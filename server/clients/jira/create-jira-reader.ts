import { LRUCache } from "lru-cache";
import type { AccountId, IssueId } from "../../contract/index.ts";
import type { CreatableType, IssueSnapshot, LinkType, Person } from "../../planning/index.ts";
import type { FactsSource } from "../../proposals/index.ts";
import type { Caller } from "../../tenants/index.ts";
import type { AppTransportFor } from "./app-transport.ts";
import { findSimilar, SIMILAR_FIELDS, SimilarJson, toSimilar } from "./find-similar.ts";
import { readIssue, type FieldKinds } from "./read-issue.ts";
import { readJson } from "./read-json.ts";
import { readCreateMeta, readEditMeta, readFieldKinds, readLinkTypes, readTransitions } from "./read-meta.ts";
import { readAssignable, readPeople } from "./read-people.ts";
import { readLabels, readProject, readSiteTimeZone } from "./read-site.ts";

const META_LIFE_MS = 60_000;
const PEOPLE_LIFE_MS = 5 * 60_000;

/**
 * Reads Jira as the app. What changes rarely is kept for a minute per tenant; keys start with the
 * tenant's id, so that nothing of one tenant is ever given to another.
 */
export function createJiraReader(appTransport: AppTransportFor): FactsSource {
  const meta = new LRUCache<string, Promise<unknown>>({ max: 2_000, ttl: META_LIFE_MS });
  const faces = new LRUCache<string, Person>({ max: 20_000, ttl: PEOPLE_LIFE_MS });

  /** Keeps the promise, so that ten questions at once are one call; a failed call is forgotten. */
  async function kept<T>(caller: Caller, what: string, read: () => Promise<T>): Promise<T> {
    const key = `${caller.tenantId}:${what}`;
    const cached = meta.get(key) as Promise<T> | undefined;
    if (cached !== undefined) return cached;
    const reading = read();
    meta.set(key, reading);
    try {
      return await reading;
    } catch (fault) {
      meta.delete(key);
      throw fault;
    }
  }

  const kinds = (caller: Caller): Promise<FieldKinds> =>
    kept(caller, "fields", async () => readFieldKinds(await appTransport(caller)));

  async function issue(caller: Caller, id: IssueId): Promise<IssueSnapshot | undefined> {
    return readIssue(await appTransport(caller), id, await kinds(caller));
  }

  async function people(caller: Caller, accounts: readonly AccountId[]): Promise<Person[]> {
    const known = accounts.flatMap((account) => faces.get(`${caller.tenantId}:${account}`) ?? []);
    const unknown = accounts.filter((account) => !faces.has(`${caller.tenantId}:${account}`));
    const found = unknown.length === 0 ? [] : await readPeople(await appTransport(caller), unknown);
    for (const person of found) faces.set(`${caller.tenantId}:${person.accountId}`, person);
    return [...known, ...found];
  }

  async function timeZone(caller: Caller, account: AccountId | null): Promise<string> {
    const [person] = account === null ? [] : await people(caller, [account]);
    if (person?.timeZone !== undefined && isTimeZone(person.timeZone)) return person.timeZone;
    const zone = await kept(caller, "time-zone", async () => readSiteTimeZone(await appTransport(caller)));
    return isTimeZone(zone) ? zone : "Etc/UTC";
  }

  return {
    issue,
    people,
    timeZone,
    labels: (caller): Promise<string[]> =>
      kept(caller, "labels", async () => readLabels(await appTransport(caller))),
    editable: async (caller, id) => readEditMeta(await appTransport(caller), id),
    creatable: (caller, projectId): Promise<CreatableType[]> =>
      kept(caller, `creatable:${projectId}`, async () =>
        readCreateMeta(await appTransport(caller), projectId),
      ),
    transitions: async (caller, id) => readTransitions(await appTransport(caller), id),
    linkTypes: (caller): Promise<LinkType[]> =>
      kept(caller, "link-types", async () => readLinkTypes(await appTransport(caller))),
    assignable: async (caller, on, query) => readAssignable(await appTransport(caller), on, query),
    project: (caller, key) =>
      kept(caller, `project:${key}`, async () => readProject(await appTransport(caller), key)),
    similar: async (caller, to) => findSimilar(await appTransport(caller), to),
    async byKeys(caller, keys) {
      const transport = await appTransport(caller);
      const found = await Promise.all(
        keys.map((key) =>
          readJson(
            transport,
            {
              method: "GET",
              path: `/rest/api/3/issue/${encodeURIComponent(key)}`,
              template: "/rest/api/3/issue/{issueIdOrKey}",
              query: { fields: SIMILAR_FIELDS },
            },
            SimilarJson,
          ),
        ),
      );
      return found.flatMap((one) => (one === undefined ? [] : [toSimilar(one)]));
    },
  };
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}
