import { expect, test } from "vitest";
import { RequestId, TenantId } from "../../server/contract/index.ts";
import { newId } from "../../server/kit/index.ts";
import { aRequest, callerOf, makeTenant, storesOver } from "../builders/records.ts";
import { issueRef } from "../builders/proposals.ts";
import { describeOnEachDatabase } from "../environment/database.ts";

const WORDS = "my password is Sesame-4711";

describeOnEachDatabase("requests that are held back", (open) => {
  async function received() {
    const stores = storesOver(open().db);
    const caller = callerOf(TenantId.parse(newId()));
    await makeTenant(open().db, caller.tenantId, `https://${caller.tenantId}.test`);
    const request = aRequest({ text: WORDS });
    const made = await stores.requests(caller).create(
      request,
      (id) => ({
        ...{ type: "request-received", by: "app", request: id, issue: request.issue.key },
        ...{ origin: request.origin, words: WORDS },
      }),
      () => [],
    );
    if (made === undefined) throw new Error("Not stored");
    const entry = (change: "held" | "shown" | "released" | "erased") =>
      ({ type: "quarantine-changed", change, by: "app", request: made.id, issue: issueRef().key }) as const;
    return { stores, caller, id: made.id, quarantine: stores.quarantine(caller), entry };
  }

  test("the words of an erased one are gone from the log as well, and the chain is whole", async () => {
    const { stores, caller, id, quarantine, entry } = await received();
    const logged = async () => JSON.stringify(await stores.audit.list(caller, { limit: 10 }));
    expect(await quarantine.hold(id, "held", entry("held"))).toBe(true);
    expect(await logged()).toContain(WORDS);
    expect(await quarantine.erase(id, "gone", entry("erased"))).toBe(true);
    expect(await logged()).not.toContain(WORDS);
    expect(await stores.audit.verifyChain(caller)).toMatchObject({ whole: true });
    expect(await stores.requests(caller).find(id)).toMatchObject({
      state: "nothing",
      text: null,
      said: "gone",
    });
  });

  test("nothing that has ended is held, and nothing that is not held is shown, released or erased", async () => {
    const { stores, caller, id, quarantine, entry } = await received();
    expect(await quarantine.open(id, entry("shown"))).toBeUndefined();
    expect(await quarantine.release(id, entry("released"))).toBe(false);
    expect(await quarantine.erase(id, "gone", entry("erased"))).toBe(false);
    await stores.requests(caller).end(id, { state: "failed", said: "no" });
    expect(await quarantine.hold(id, "held", entry("held"))).toBe(false);
    expect(await quarantine.hold(RequestId.parse(newId()), "held", entry("held"))).toBe(false);
    expect(JSON.stringify(await stores.audit.list(caller, { limit: 10 }))).not.toContain(
      "quarantine-changed",
    );
  });

  test("what is held is not retried, not taken for lost work, and comes back with leave to go on", async () => {
    const { stores, caller, id, quarantine, entry } = await received();
    await quarantine.hold(id, "held", entry("held"));
    expect(await stores.requests(caller).again(id, [])).toBe(false);
    expect(await stores.requests(caller).unfinished(new Date(Date.now() + 60_000), 10)).toEqual([]);
    await stores.requests(caller).end(id, { state: "failed", said: "no" });
    expect(await quarantine.release(id, entry("released"))).toBe(true);
    expect(await stores.requests(caller).find(id)).toMatchObject({
      ...{ state: "queued", text: WORDS, released: true, said: null },
    });
  });
});
