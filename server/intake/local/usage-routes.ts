import { Router, type Request, type RequestHandler, type Response } from "express";
import * as z from "zod";
import { Cap, type LicenceView } from "../../contract/index.ts";
import type { BudgetStore, Caller, createUsageViewer } from "../../tenants/index.ts";
import { parsed } from "../api/index.ts";
import { readJson } from "../http/read-json.ts";

export type UsageDoorDeps = {
  viewUsage: ReturnType<typeof createUsageViewer>;
  viewLicence: (caller: Caller) => Promise<LicenceView>;
  stores: { budgets: (caller: Caller) => BudgetStore };
};

const Asked = z.strictObject({
  month: z
    .string()
    .regex(/^\d{4}-(?:0[1-9]|1[0-2])$/, "a month such as 2026-11")
    .transform((month) => new Date(`${month}-01T00:00:00Z`))
    .optional(),
});
const LARGEST_BODY = "1kb";

/** What a site's models used, and what they may: `/operator/usage`, `/operator/budget`, `/operator/licence`. */
export function createUsageRoutes(
  { viewUsage, viewLicence, stores }: UsageDoorDeps,
  prove: (request: Request, response: Response) => Promise<Caller>,
): Router {
  const router = Router();
  const answer =
    (work: (caller: Caller, request: Request, response: Response) => Promise<unknown>): RequestHandler =>
    (request, response, next) => {
      prove(request, response)
        .then(async (caller) => void response.json(await work(caller, request, response)))
        .catch(next);
    };

  router.get(
    "/usage",
    answer((caller, request) => viewUsage(caller, parsed(Asked, request.query, "query").month)),
  );
  router.get("/licence", answer(viewLicence));
  router.get(
    "/budget",
    answer(async (caller) => ({ caps: await stores.budgets(caller).caps() })),
  );
  router.put(
    "/budget",
    answer(async (caller, request, response) => {
      await stores
        .budgets(caller)
        .setCap(parsed(Cap, await readJson(request, response, LARGEST_BODY), "body"));
      return { caps: await stores.budgets(caller).caps() };
    }),
  );
  return router;
}
