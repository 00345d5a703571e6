import { LRUCache } from "lru-cache";
import type { LicenceView } from "../contract/index.ts";
import { assertNever, newId, systemClock, type Clock } from "../kit/index.ts";
import { appCaller, type Caller } from "./caller.ts";
import type { AskSite } from "./confirm-installation.ts";
import type { InstallationDirectory } from "./cached-installations.ts";
import type { Installation, Licence } from "./installation.ts";
import type { KeptLicence, LicenceStore } from "./ports.ts";

export type LicenceWord = "active" | "unlicensed" | "free";

export type LicenceDeps = {
  installations: InstallationDirectory;
  askSite: AskSite;
  /** Since when a licence has run out; without it there is no grace. */
  licences?: (caller: Caller) => LicenceStore;
  graceDays?: number;
  clock?: Clock;
};

const DAY_MS = 86_400_000;
const KEPT_MS = 5 * 60_000;
const KEPT_AFTER_FAULT_MS = 30_000;

const WORDS: Record<Licence, LicenceWord> = { active: "active", none: "unlicensed", free: "free" };

/** `word` is what counts; `heard`, what the site itself says. */
type Known = { word: LicenceWord; heard: LicenceWord };

/**
 * What the site says of our licence, asked at most every five minutes. When it does not answer, what it said last
 * counts, and before it ever said anything nobody is locked out. One that has run out counts on for the days of grace.
 */
export function createLicenceReader(deps: LicenceDeps) {
  const { licences, graceDays = 0, clock = systemClock } = deps;
  const known = new LRUCache<string, Known>({ max: 5_000, ttl: KEPT_MS });

  async function look(installation: Installation): Promise<LicenceWord> {
    const { tenantId } = installation;
    const answer = await deps.askSite(installation, { timeoutMs: 3_000 });
    const licence = answer.ok ? answer.value.licence : (installation.licence ?? "free");
    const store = licences?.(appCaller(tenantId, newId()));
    const now = clock.now();
    const state = answer.ok && answer.value.trial === true && licence === "active" ? "trial" : licence;
    // Noted before the installation forgets that there was one.
    const kept = answer.ok ? await store?.note(state, installation.licence, now) : await store?.read();
    if (answer.ok && licence !== installation.licence)
      await deps.installations.setLicence(tenantId, installation.id, licence);
    const heard = WORDS[licence];
    const until = kept === undefined ? null : graceEnd(kept, graceDays);
    const isInGrace = heard === "unlicensed" && until !== null && now < until;
    const ttl = answer.ok ? KEPT_MS : KEPT_AFTER_FAULT_MS;
    const left = isInGrace ? Math.max(1, until.getTime() - now.getTime()) : ttl;
    const word = isInGrace ? "active" : heard;
    known.set(tenantId, { word, heard }, { ttl: Math.min(ttl, left) });
    return word;
  }

  async function read(caller: Pick<Caller, "tenantId">): Promise<LicenceWord> {
    const word = known.get(caller.tenantId)?.word;
    if (word !== undefined) return word;
    const installation = await deps.installations.enabledFor(caller.tenantId, "jira");
    return installation === undefined ? "unlicensed" : look(installation);
  }

  return {
    read,

    /** The same with its reasons and times, for whoever looks after the site. */
    async view(caller: Caller): Promise<LicenceView> {
      const word = await read(caller);
      const kept = await licences?.(caller).read();
      return presentLicence(word, kept, graceDays);
    },

    /** `lic` of a signed page address contradicts what we keep: the next answer is asked for. Free apps get `none` too. */
    noteSeen(tenantId: Caller["tenantId"], lic: "active" | "none"): void {
      const contradicted = lic === "active" ? "unlicensed" : "active";
      if (known.get(tenantId)?.heard === contradicted) known.delete(tenantId);
    },
  };
}

const graceEnd = ({ lapsedAt }: KeptLicence, graceDays: number): Date | null =>
  lapsedAt === null ? null : new Date(lapsedAt.getTime() + graceDays * DAY_MS);

/** Pure: how a site's licence stands, in words for its administrator. */
function presentLicence(word: LicenceWord, kept: KeptLicence | undefined, graceDays: number): LicenceView {
  const state = stateOf(word, kept);
  const until = state === "grace" && kept !== undefined ? graceEnd(kept, graceDays) : null;
  return {
    ...{ state, readOnly: word === "unlicensed" },
    ...{ since: kept?.since.toISOString() ?? null, until: until?.toISOString() ?? null },
    ...{ checkedAt: kept?.checkedAt.toISOString() ?? null, said: sayState(state, until) },
  };
}

function stateOf(word: LicenceWord, kept: KeptLicence | undefined): LicenceView["state"] {
  if (word !== "active") return word === "free" && kept === undefined ? "unknown" : word;
  return kept?.state === "none" ? "grace" : (kept?.state ?? "active");
}

function sayState(state: LicenceView["state"], until: Date | null): string {
  switch (state) {
    case "active":
      return "TicketSmith is licensed on this site.";
    case "trial":
      return "TicketSmith is on trial on this site.";
    case "grace":
      return `The licence has run out. Until ${until?.toISOString().slice(0, 10) ?? "soon"} everything goes on; after that, nothing can be decided until it is renewed.`;
    case "unlicensed":
      return "There is no licence: everything can be looked at, and nothing decided. What comes in is kept and goes on once there is a licence again.";
    case "unknown":
      return "The site has not said yet whether there is a licence. Until it does, nobody is locked out.";
    case "free":
      return "No licence is needed here.";
    default:
      return assertNever(state);
  }
}
