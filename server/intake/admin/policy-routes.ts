import type { Router } from "express";
import {
  BareRequest,
  PolicyRestoreRequest,
  PolicySaveRequest,
  PolicyTryRequest,
  StopRequest,
  type AccountId,
  type PersonView,
  type PolicyPageView,
  type PolicyView,
} from "../../contract/index.ts";
import { AppError, type Result } from "../../kit/index.ts";
import type { PolicyDesk, StopSwitch } from "../../proposals/index.ts";
import type { Caller } from "../../tenants/index.ts";
import type { PageCaller, Proven } from "../panel/api/prove-first.ts";
import { readForm } from "./say-problems.ts";

export type PolicyRoutesDeps = {
  policy: PolicyDesk;
  stopSwitch: StopSwitch;
  facesOf: (caller: Caller, accounts: readonly AccountId[]) => Promise<(account: AccountId) => PersonView>;
};

/** The site's policy with its versions, and the switch that stops the site. */
export function addPolicyRoutes(
  router: Router,
  { policy, stopSwitch, facesOf }: PolicyRoutesDeps,
  proven: Proven<PageCaller>,
): void {
  router.get(
    "/policy",
    proven(async ({ caller }, _request, response) => {
      response.json(await present(caller, await policy.show(caller)));
    }),
  );
  router.put(
    "/policy",
    proven(async ({ caller }, request, response) => {
      const { document, expectedVersion, note } = readForm(PolicySaveRequest, request);
      const saved = granted(await policy.set(caller, { document, expectedVersion, note }));
      response.json(await present(caller, saved));
    }),
  );
  router.post(
    "/policy/restore",
    proven(async ({ caller }, request, response) => {
      const saved = granted(await policy.restore(caller, readForm(PolicyRestoreRequest, request)));
      response.json(await present(caller, saved));
    }),
  );
  router.post(
    "/policy/try",
    proven(async ({ caller }, request, response) => {
      const { document, last } = readForm(PolicyTryRequest, request);
      response.json(await policy.tryOn(caller, document, last));
    }),
  );
  router.get(
    "/stop",
    proven(async ({ caller }, _request, response) => {
      response.json(await stopSwitch.read(caller));
    }),
  );
  router.post(
    "/stop",
    proven(async ({ caller }, request, response) => {
      const { reason } = readForm(StopRequest, request);
      response.json(granted(await stopSwitch.stop(caller, reason)));
    }),
  );
  router.post(
    "/go",
    proven(async ({ caller }, request, response) => {
      readForm(BareRequest, request);
      response.json(granted(await stopSwitch.go(caller)));
    }),
  );

  async function present(caller: Caller, current: PolicyView): Promise<PolicyPageView> {
    const versions = await policy.versions(caller);
    const faces = await facesOf(
      caller,
      versions.flatMap(({ by }) => (by === null || by === "app" ? [] : by)),
    );
    return {
      current,
      versions: versions.map(({ version, by, at, note }) => ({
        ...{ version, at, note },
        by: by === null || by === "app" ? null : faces(by),
      })),
    };
  }
}

function granted<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new AppError("conflict", "A policy was not taken", { said: result.reason });
}
