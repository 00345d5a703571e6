import { LRUCache } from "lru-cache";
import type { Caller } from "./caller.ts";
import type { AskSite } from "./confirm-installation.ts";
import type { InstallationDirectory } from "./cached-installations.ts";
import type { Installation, Licence } from "./installation.ts";

export type LicenceWord = "active" | "unlicensed" | "free";

const KEPT_MS = 5 * 60_000;
const KEPT_AFTER_FAULT_MS = 30_000;

const WORDS: Record<Licence, LicenceWord> = { active: "active", none: "unlicensed", free: "free" };

/**
 * What the site says of our licence, asked at most every five minutes. When it does not answer, what it said last
 * counts, and before it ever said anything nobody is locked out.
 */
export function createLicenceReader(deps: { installations: InstallationDirectory; askSite: AskSite }) {
  const known = new LRUCache<string, LicenceWord>({ max: 5_000, ttl: KEPT_MS });

  async function look(installation: Installation): Promise<LicenceWord> {
    const answer = await deps.askSite(installation, { timeoutMs: 3_000 });
    const licence = answer.ok ? answer.value.licence : (installation.licence ?? "free");
    if (answer.ok && licence !== installation.licence) {
      await deps.installations.setLicence(installation.tenantId, installation.id, licence);
    }
    known.set(installation.tenantId, WORDS[licence], { ttl: answer.ok ? KEPT_MS : KEPT_AFTER_FAULT_MS });
    return WORDS[licence];
  }

  return {
    async read(caller: Pick<Caller, "tenantId">): Promise<LicenceWord> {
      const word = known.get(caller.tenantId);
      if (word !== undefined) return word;
      const installation = await deps.installations.enabledFor(caller.tenantId, "jira");
      return installation === undefined ? "unlicensed" : look(installation);
    },

    /** `lic` of a signed page address contradicts what we keep: the next answer is asked for. Free apps get `none` too. */
    noteSeen(tenantId: Caller["tenantId"], lic: "active" | "none"): void {
      const contradicted = lic === "active" ? "unlicensed" : "active";
      if (known.get(tenantId) === contradicted) known.delete(tenantId);
    },
  };
}
