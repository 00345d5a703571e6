import { ok, refuse, type Result } from "../kit/index.ts";
import {
  MOST_TRIED,
  NO_POLICY,
  type PolicyDocument,
  type PolicyTryView,
  type PolicyVersionView,
  type PolicyView,
} from "../contract/index.ts";
import { sayPolicy, tryPolicy } from "../planning/index.ts";
import type { Caller } from "../tenants/index.ts";
import type { PolicyStore, PolicyVersion } from "./policy-ports.ts";
import type { SettingsStore } from "./ports.ts";

export type PolicyDeskDeps = {
  policies: (caller: Caller) => PolicyStore;
  settings: (caller: Caller) => Pick<SettingsStore, "read">;
};

/** The refusals are sentences. */
export type PolicyDesk = {
  show(caller: Caller): Promise<PolicyView>;
  find(caller: Caller, version: number): Promise<Result<PolicyView>>;
  versions(caller: Caller): Promise<PolicyVersionView[]>;
  /** `expectedVersion`: the one that its author had in front of them; 0 where there was none. */
  set(caller: Caller, policy: SavedPolicy): Promise<Result<PolicyView>>;
  restore(
    caller: Caller,
    wanted: { version: number; expectedVersion: number; note: string | null },
  ): Promise<Result<PolicyView>>;
  /** What this policy would have made of the site's last proposals. Stores nothing. */
  tryOn(caller: Caller, document: PolicyDocument, last: number): Promise<PolicyTryView>;
};

export type SavedPolicy = { document: PolicyDocument; expectedVersion: number; note: string | null };

const MOST_LISTED = 200;

/** What an administrator does with a site's policy. Who that is, the door has proven. */
export function createPolicyDesk({ policies, settings }: PolicyDeskDeps): PolicyDesk {
  async function save(
    caller: Caller,
    { document, expectedVersion: expected, note }: SavedPolicy,
    restores?: number,
  ): Promise<Result<PolicyView>> {
    const wanted = { document, expected, note, ...(restores === undefined ? {} : { restores }) };
    const saved = await policies(caller).add(wanted);
    return saved === undefined ? refuse(SAVED_MEANWHILE) : ok(viewOf(saved));
  }

  return {
    async show(caller) {
      const current = await policies(caller).current();
      return current === undefined ? NOTHING : viewOf(current);
    },
    async find(caller, version) {
      const found = await policies(caller).find(version);
      return found === undefined ? refuse(noVersion(version)) : ok(viewOf(found));
    },
    async versions(caller) {
      const all = await policies(caller).versions(MOST_LISTED);
      return all.map(({ version, by, at, note, hash }) => ({
        ...{ version, by, note, hash },
        at: at.toISOString(),
      }));
    },
    set: (caller, policy) => save(caller, policy),
    async restore(caller, { version, expectedVersion, note }) {
      const old = await policies(caller).find(version);
      return old === undefined
        ? refuse(noVersion(version))
        : save(caller, { document: old.document, expectedVersion, note }, version);
    },
    async tryOn(caller, document, last) {
      const { decisions } = await settings(caller).read();
      const past = await policies(caller).past(Math.min(last, MOST_TRIED));
      return tryPolicy(document, past, { decisions });
    },
  };
}

const SAVED_MEANWHILE =
  "Somebody saved another policy meanwhile, so nothing was changed. Look at that one, then save again.";
const noVersion = (version: number): string => `This site has no version ${version} of its policy.`;

const viewOf = ({ version, document, by, at, note }: PolicyVersion): PolicyView => ({
  ...{ version, document, by, note },
  at: at.toISOString(),
  said: sayPolicy(document),
});

const NOTHING: PolicyView = {
  ...{ version: 0, document: NO_POLICY, by: null, at: null, note: null },
  said: sayPolicy(NO_POLICY),
};
