import { Router } from "express";
import type { Limits } from "../limits/create-limits.ts";
import { LimitChange } from "../limits/limit-settings.ts";

/** What apps have used of their limits, other numbers for a while, and the usual ones again. */
export function limitRoutes(limits: Limits): Router {
  const router = Router();
  router.get("/", (_request, response) => void response.json(limits.use()));
  router.put("/", (request, response) => {
    const change = LimitChange.safeParse(request.body);
    if (!change.success) {
      const errorMessages = change.error.issues.map((one) => `${one.path.join(".")}: ${one.message}`);
      response.status(400).json({ errorMessages, errors: {} });
      return;
    }
    limits.change(change.data);
    response.json(limits.use());
  });
  router.delete("/", (_request, response) => {
    limits.reset();
    response.status(204).end();
  });
  return router;
}
