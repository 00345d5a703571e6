import { beforeAll, describe, expect, test } from "vitest";
import {
  NO_POLICY,
  TenantId,
  type FieldEvidence,
  type Plan,
  type PolicyDocument,
  type ProposalState,
} from "../../server/contract/index.ts";
import { hashCanonical, newId, systemClock } from "../../server/kit/index.ts";
import { keepForPerson } from "../../server/planning/index.ts";
import { createCalibrator, createPolicyDesk } from "../../server/proposals/index.ts";
import type { Stores } from "../../server/records/index.ts";
import type { Caller } from "../../server/tenants/index.ts";
import { aPolicy } from "../builders/policies.ts";
import { ANA, aPlan, aStep, issueRef, MIA, NOW, stepId } from "../builders/proposals.ts";
import {
  callerOf,
  layDownPolicy,
  makeTenant,
  notingQueue,
  storeProposal,
  storeRequest,
  storesOver,
} from "../builders/records.ts";
import { describeOnEachDatabase } from "../environment/database.ts";

const clock = { now: () => NOW };

describeOnEachDatabase("the policy of a site", (open) => {
  let caller: Caller;
  let stores: Stores;
  const queue = notingQueue();
  const fresh = async (): Promise<Caller> => {
    const one = callerOf(TenantId.parse(newId()));
    await makeTenant(open().db, one.tenantId, `https://${one.tenantId}.test`);
    return one;
  };
  beforeAll(async () => {
    stores = storesOver(open().db, { queue, clock });
    caller = await fresh();
  });
  const desk = () => createPolicyDesk({ policies: stores.policies, settings: stores.settings });
  const four: PolicyDocument = { ...NO_POLICY, lines: [{ verdict: "four-eyes" }] };
  const blocked: PolicyDocument = { ...NO_POLICY, lines: [{ verdict: "blocked" }] };

  describe("is versioned", () => {
    test("before anybody lays one down it is version 0, in which nothing goes through alone", async () => {
      expect(await desk().show(await fresh())).toMatchObject({ version: 0, document: NO_POLICY, by: null });
    });

    test("each save is a version of its own, by whoever saved it; a restore is one too, and all are kept", async () => {
      const ana: Caller = { ...caller, actor: { kind: "person", accountId: ANA } };
      await desk().set(ana, { document: four, expectedVersion: 0, note: "two of us" });
      await desk().set(caller, { document: blocked, expectedVersion: 1, note: null });
      const back = await desk().restore(ana, { version: 1, expectedVersion: 2, note: null });
      expect(back).toMatchObject({ ok: true, value: { version: 3, document: four, by: ANA } });
      expect((await desk().versions(caller)).map(({ version, by, note }) => [version, by, note])).toEqual([
        [3, ANA, null],
        [2, "app", null],
        [1, ANA, "two of us"],
      ]);
      expect((await stores.settings(caller).read()).policyVersion).toBe(3);
      const log = await stores.audit.list(caller, { limit: 10 });
      const hash = hashCanonical(four);
      expect(log.map(({ entry }) => entry).slice(0, 1)).toMatchObject([
        { type: "policy-changed", by: ANA, fromVersion: 2, toVersion: 3, to: hash, restored: 1 },
      ]);
      expect(log.at(-1)?.entry).toMatchObject({ from: null, fromVersion: 0, words: "two of us" });
    });

    test("of many who save over the same version one does, and the others are told", async () => {
      const site = await fresh();
      const saves = await Promise.all(
        [four, blocked, four, blocked].map((document) =>
          desk().set(site, { document, expectedVersion: 0, note: null }),
        ),
      );
      expect(saves.filter(({ ok }) => ok)).toHaveLength(1);
      const refused = saves.find((one) => !one.ok);
      expect(refused).toMatchObject({ reason: expect.stringContaining("Somebody saved another policy") });
      const ahead = await desk().set(site, { document: four, expectedVersion: 7, note: null });
      expect(ahead.ok).toBe(false);
      expect(await desk().versions(site)).toHaveLength(1);
    });

    test("a version that only another site has cannot be restored", async () => {
      const site = await fresh();
      await layDownPolicy(stores, site, blocked);
      const refused = await desk().restore(site, { version: 3, expectedVersion: 1, note: null });
      expect(refused).toEqual({ ok: false, reason: "This site has no version 3 of its policy." });
      expect((await desk().show(site)).document).toEqual(blocked);
    });

    test("nobody can change or delete a version, the application least of all", async () => {
      for (const change of ["UPDATE policy_versions SET note = 'x'", "DELETE FROM policy_versions"])
        await expect(open().asTenant(caller.tenantId, change)).rejects.toThrow("permission denied");
    });
  });

  describe("lets through alone", () => {
    const auto = aPlan(aStep("s1", undefined, { verdict: { is: "auto", because: "Line 1" } }));
    const instead = (because: string) => {
      const plan = keepForPerson(auto, because);
      return { plan, planHash: hashCanonical(plan) };
    };
    const createAlone = async (site: Caller, policy: number) => {
      const request = await storeRequest(stores, site, { issue: issueRef() });
      const stored = await stores.proposals(site).create(
        {
          ...{ request, issue: issueRef(), issueSummary: "", plan: auto, planHash: hashCanonical(auto) },
          ...{ projectId: "10000", projectKey: "SHOP", expiresAt: new Date(NOW.getTime() + 1_000) },
        },
        (proposal, planHash) => ({
          type: "proposal-created",
          by: "app",
          proposal,
          issue: issueRef().key,
          planHash,
        }),
        [],
        { policy, instead },
      );
      if (stored === undefined) throw new Error("Not stored");
      return stored;
    };

    test("as many as a day has room for, however many want to at once; the rest wait and say why", async () => {
      const site = await fresh();
      const { version } = await layDownPolicy(stores, site, aPolicy(undefined, { auto: { dailyCap: 3 } }));
      queue.sent.length = 0;
      const all = await Promise.all(Array.from({ length: 12 }, () => createAlone(site, version)));
      const through = all.filter(({ status }) => status === "approved");
      expect(through).toHaveLength(3);
      expect(through[0]).toMatchObject({ byPolicy: version, steps: ["s1"], planHash: hashCanonical(auto) });
      expect(queue.sent.filter(({ job }) => job === "execute")).toHaveLength(3);
      const kept = all.find(({ status }) => status === "waiting");
      expect(kept?.plan.steps[0]?.verdict).toEqual({
        is: "review",
        because: "On this day 3 went through alone already, which is as many as may.",
      });
      expect(kept?.planHash).toBe(hashCanonical(kept?.plan));
      const log = await stores.audit.list(site, { limit: 100 });
      const hashes = log.flatMap(({ entry }) =>
        entry.type === "proposal-created" && entry["proposal"] === kept?.id ? [entry["planHash"]] : [],
      );
      expect(hashes).toEqual([kept?.planHash]);
    });

    test("nothing where the policy changed after it was judged, or was switched off", async () => {
      const site = await fresh();
      const { version } = await layDownPolicy(stores, site, aPolicy());
      await layDownPolicy(stores, site, aPolicy());
      const stale = await createAlone(site, version);
      expect([stale.status, stale.plan.steps[0]?.verdict?.because]).toEqual([
        "waiting",
        expect.stringContaining("The policy changed"),
      ]);
      const off = await layDownPolicy(stores, site, aPolicy(undefined, { auto: { enabled: false } }));
      expect((await createAlone(site, off.version)).status).toBe("waiting");
    });

    test("nothing on a stopped site, and nothing by the policy of another one", async () => {
      const site = await fresh();
      const { version } = await layDownPolicy(stores, site, aPolicy());
      await stores.stops(site).stop("enough");
      expect((await createAlone(site, version)).status).toBe("waiting");
      await stores.stops(site).go();
      expect((await createAlone(site, version)).status).toBe("approved");
      const neighbour = await fresh();
      expect((await createAlone(neighbour, version)).status).toBe("waiting");
    });
  });

  describe("is tried on the past", () => {
    const evidence = (byHand: boolean): FieldEvidence => ({
      ...{ field: "assignee", confidence: 0.95 },
      items: [
        byHand ? { kind: "person", text: "Changed by hand" } : { kind: "fact", text: "9 of 9", issues: [] },
      ],
      ...(byHand ? { proposed: { confidence: 0.95, origin: "fact" } } : {}),
    });
    const planOf = (over: { edited?: boolean; type?: string } = {}): Plan => {
      const { edited = false, type } = over;
      const plan = aPlan(
        aStep("s1", undefined, { evidence: [evidence(edited)] }),
        aStep("s2", undefined, { evidence: [evidence(false)] }),
      );
      const judged = type === undefined ? {} : { judged: { policy: 0, project: "SHOP", issueType: type } };
      return { ...plan, trace: { ...plan.trace, ...(edited ? { origin: "edit" } : {}), ...judged } };
    };
    const yes = (...steps: string[]) => ({ by: MIA, at: NOW, steps: steps.map(stepId) });

    test("with what people did about each that would have gone through alone, and nothing is stored", async () => {
      const site = await fresh();
      const past = async (state: ProposalState, plan = planOf({ type: "Bug" })) => {
        const stored = await storeProposal(stores, site, { plan });
        await stores.proposals(site).replace(stored, { state }, [], []);
        return stored.id;
      };
      const done = { status: "done", finishedAt: NOW } as const;
      await past({ ...done, ...yes("s1", "s2") });
      const rejected = await past({ status: "rejected", by: MIA, at: NOW, reason: "no" });
      const edited = await past({ ...done, ...yes("s1", "s2") }, planOf({ edited: true, type: "Bug" }));
      const left = await past({ ...done, ...yes("s1") });
      const undone = await past({
        ...{ status: "undone", finishedAt: NOW, undoneBy: ANA, undoneAt: NOW },
        ...yes("s1", "s2"),
      });
      await past({ ...done, ...yes("s1", "s2") }, planOf());
      await open().asTenant(
        site.tenantId,
        `INSERT INTO outcomes (tenant_id, proposal_id, step, field, action, raw, stood, at)
         SELECT '${site.tenantId}', '${rejected}', 's' || n, 'assignee', 'set-assignee', 0.9, true, now()
         FROM generate_series(1, 60) n`,
      );
      await createCalibrator({ feedback: stores.feedback, clock: systemClock })(site);
      const tried = await desk().tryOn(
        site,
        aPolicy([{ issueType: "bug", origin: "fact", verdict: "auto" }]),
        500,
      );
      expect(tried).toMatchObject({ of: 6, unknown: 1, alone: 5, overCap: 0 });
      expect(tried.changes).toEqual([{ from: "review", to: "auto", count: 5 }]);
      expect(new Map(tried.against.map(({ id, did }) => [id, did]))).toEqual(
        new Map([
          [rejected, "rejected"],
          [edited, "edited"],
          [left, "left-out"],
          [undone, "undone"],
        ]),
      );
      expect((await desk().show(site)).version).toBe(0);

      const capped = await desk().tryOn(site, aPolicy(undefined, { auto: { dailyCap: 2 } }), 500);
      expect(capped).toMatchObject({ unknown: 0, alone: 2, overCap: 4 });
      const learning = aPolicy(undefined, { auto: { minimumDecisions: 61 } });
      expect(await desk().tryOn(site, learning, 500)).toMatchObject({ alone: 0 });
      expect(await desk().tryOn(site, aPolicy(), 2)).toMatchObject({ of: 2 });
    });
  });
});
