import { Router } from "express";
import type { UiDeps } from "../ui-deps.ts";

/** The site's own pages. */
export function createUi(deps: UiDeps): Router {
  const router = Router();
  router.get("/", (request, response) => void response.type("text/plain").send(deps.siteOf(request).state().siteName));
  return router;
}
