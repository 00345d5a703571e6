import type { AuditEntry, RequestId } from "../contract/index.ts";
import { namedActor, type Caller } from "../tenants/index.ts";
import { keyOf, type QuarantineStore, type RequestStore, type StoredRequest } from "./ports.ts";

export type QuarantineDeps = {
  quarantine: (caller: Caller) => QuarantineStore;
  requests: (caller: Caller) => Pick<RequestStore, "find">;
};

const MOST_LISTED = 200;
const ERASED = "An administrator erased this request, because of what it held.";

/** What an administrator does with requests that the site's policy for personal data holds back. Each look is on the record. */
export function createQuarantine({ quarantine, requests }: QuarantineDeps) {
  const list = (caller: Caller): Promise<StoredRequest[]> => quarantine(caller).list(MOST_LISTED);

  /** Undefined: no such request is held. */
  async function show(caller: Caller, id: RequestId): Promise<{ text: string | null } | undefined> {
    const held = await requests(caller).find(id);
    return held && quarantine(caller).open(id, entry(caller, held, "shown"));
  }

  /** It goes on where it was stopped. False: no such request is held. */
  async function release(caller: Caller, id: RequestId): Promise<boolean> {
    const held = await requests(caller).find(id);
    return held !== undefined && quarantine(caller).release(id, entry(caller, held, "released"));
  }

  /** Its text is gone for good. False: no such request is held. */
  async function erase(caller: Caller, id: RequestId): Promise<boolean> {
    const held = await requests(caller).find(id);
    return held !== undefined && quarantine(caller).erase(id, ERASED, entry(caller, held, "erased"));
  }

  return { list, show, release, erase };
}

const entry = (caller: Caller, held: StoredRequest, change: "shown" | "released" | "erased"): AuditEntry => ({
  ...{ type: "quarantine-changed", change, by: namedActor(caller), request: held.id, issue: keyOf(held) },
});
