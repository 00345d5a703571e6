import type { Router } from "express";
import {
  BareRequest,
  RequestId,
  type AccountId,
  type HeldTextView,
  type HeldView,
  type PersonView,
} from "../../contract/index.ts";
import { AppError } from "../../kit/index.ts";
import { keyOf, type createQuarantine } from "../../proposals/index.ts";
import type { Caller } from "../../tenants/index.ts";
import type { PageCaller, Proven } from "../panel/api/prove-first.ts";
import { readForm } from "./say-problems.ts";

export type HeldRoutesDeps = {
  quarantine: ReturnType<typeof createQuarantine>;
  facesOf: (caller: Caller, accounts: readonly AccountId[]) => Promise<(account: AccountId) => PersonView>;
};

/** Requests that are held back. A list names them without their texts; each look at one is on the record. */
export function addHeldRoutes(
  router: Router,
  { quarantine, facesOf }: HeldRoutesDeps,
  proven: Proven<PageCaller>,
): void {
  router.get(
    "/held",
    proven(async ({ caller }, _request, response) => {
      response.json(await present(caller));
    }),
  );
  router.post(
    "/held/:id/show",
    proven(async ({ caller }, request, response) => {
      readForm(BareRequest, request);
      const shown: HeldTextView | undefined = await quarantine.show(caller, idIn(request.params["id"]));
      if (shown === undefined) throw gone();
      response.json(shown);
    }),
  );
  for (const change of ["release", "erase"] as const)
    router.post(
      `/held/:id/${change}`,
      proven(async ({ caller }, request, response) => {
        readForm(BareRequest, request);
        if (!(await quarantine[change](caller, idIn(request.params["id"])))) throw gone();
        response.json(await present(caller));
      }),
    );

  async function present(caller: Caller): Promise<HeldView> {
    const held = await quarantine.list(caller);
    const faces = await facesOf(
      caller,
      held.flatMap(({ requestedBy }) => requestedBy ?? []),
    );
    return {
      held: held.map((one) => ({
        ...{ id: one.id, place: keyOf(one), said: one.said, at: one.createdAt.toISOString() },
        by: one.requestedBy === null ? null : faces(one.requestedBy),
      })),
    };
  }
}

function idIn(id: unknown): RequestId {
  const read = RequestId.safeParse(id);
  if (!read.success) throw gone();
  return read.data;
}

const gone = () =>
  new AppError("not_found", "No such request is held", { said: "This request is not held back any more." });
