import { beforeEach, expect, test } from "vitest";
import { TenantId } from "../../server/contract/index.ts";
import { newId, ok, refuse } from "../../server/kit/index.ts";
import { createProposer } from "../../server/proposals/index.ts";
import type { Stores } from "../../server/records/index.ts";
import {
  createInstallationDirectory,
  createLicenceReader,
  type AskSite,
  type Caller,
} from "../../server/tenants/index.ts";
import { anInstallation, callerOf, makeTenant, storeRequest, storesOver } from "../builders/records.ts";
import { describeOnEachDatabase } from "../environment/database.ts";

const DAY_MS = 86_400_000;
type Says = "active" | "trial" | "none" | "free" | "nothing";

describeOnEachDatabase("a site's licence", (open) => {
  let id: TenantId;
  let caller: Caller;
  let stores: Stores;
  let now: Date;
  beforeEach(async () => {
    id = TenantId.parse(newId());
    await makeTenant(open().db, id, `https://${id}.test`);
    caller = callerOf(id);
    stores = storesOver(open().db);
    now = new Date("2026-11-23T10:00:00Z");
    await stores.installations.save(anInstallation(id, { licence: null }), [], []);
  });
  const clock = { now: () => now };

  /** A fresh reader, as after a restart: what it knows is what is kept. */
  function hear(says: Says, graceDays = 7) {
    const askSite: AskSite = async () => {
      if (says === "nothing") return refuse("no-answer");
      return ok({ licence: says === "trial" ? "active" : says, trial: says === "trial" });
    };
    const installations = createInstallationDirectory(stores.installations);
    return createLicenceReader({ installations, askSite, licences: stores.licences, graceDays, clock });
  }
  const stateOf = async (says: Says, graceDays?: number) => {
    const { state, readOnly, until } = await hear(says, graceDays).view(caller);
    return { state, readOnly, until };
  };
  const later = (days: number) => {
    now = new Date(now.getTime() + days * DAY_MS);
  };

  test("is what the site says: on trial, active, free, or none", async () => {
    for (const says of ["trial", "active", "free"] as const)
      expect(await stateOf(says)).toEqual({ state: says, readOnly: false, until: null });
  });

  test("that has run out counts on for the days of grace, and says until when; then nothing can be decided", async () => {
    await stateOf("active");
    later(3);
    const until = new Date(now.getTime() + 7 * DAY_MS).toISOString();
    expect(await stateOf("none")).toEqual({ state: "grace", readOnly: false, until });
    later(6.9);
    expect(await stateOf("none")).toEqual({ state: "grace", readOnly: false, until });
    expect(await hear("none").read(caller)).toBe("active");
    later(0.1);
    expect(await stateOf("none")).toEqual({ state: "unlicensed", readOnly: true, until: null });
    expect(await stateOf("active")).toEqual({ state: "active", readOnly: false, until: null });
    later(1);
    expect((await stateOf("none")).state).toBe("grace");
  });

  test("that never was has no grace, and neither has one where the operator grants none", async () => {
    expect((await stateOf("none")).state).toBe("unlicensed");
    await stateOf("active");
    expect((await stateOf("none", 0)).state).toBe("unlicensed");
  });

  test("is remembered while the site does not answer, with its grace", async () => {
    expect((await stateOf("nothing")).state).toBe("unknown");
    await stateOf("active");
    await stateOf("none");
    later(1);
    expect((await stateOf("nothing")).state).toBe("grace");
    later(7);
    expect((await stateOf("nothing")).state).toBe("unlicensed");
  });

  test("is asked for no more often in its days of grace than in others", async () => {
    await stateOf("active");
    let asked = 0;
    const installations = createInstallationDirectory(stores.installations);
    const askSite: AskSite = async () => {
      asked += 1;
      return ok({ licence: "none" });
    };
    const terms = { licences: stores.licences, graceDays: 7, clock };
    const reader = createLicenceReader({ installations, askSite, ...terms });
    for (let n = 0; n < 3; n += 1) {
      expect(await reader.read(caller)).toBe("active");
      reader.noteSeen(id, "none");
    }
    expect(asked).toBe(1);
    reader.noteSeen(id, "active");
    await reader.read(caller);
    expect(asked).toBe(2);
  });

  test("that is gone keeps what comes in, and plans nothing until there is one again", async () => {
    const request = await storeRequest(stores, caller);
    let thoughts = 0;
    let says: Says = "none";
    const propose = createProposer({
      ...{ requests: stores.requests, quarantine: stores.quarantine, proposals: stores.proposals, clock },
      think: async () => {
        thoughts += 1;
        return refuse({ code: "nothing-to-do", words: "Nothing." });
      },
      licence: (who) => hear(says).read(who),
      whyNotAlone: async () => undefined,
      spread: () => 0.5,
    });
    await propose(caller, request);
    const waiting = await stores.requests(caller).find(request);
    expect([thoughts, waiting?.waitsFor]).toEqual([0, expect.stringContaining("no licence")]);
    says = "active";
    await propose(caller, request);
    expect([thoughts, (await stores.requests(caller).find(request))?.state]).toEqual([1, "nothing"]);
  });
});
