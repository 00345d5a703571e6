import { Router, type Request, type RequestHandler, type Response } from "express";
import * as z from "zod";
import type { createFeedbackExporter, createFeedbackViewer, createSuggester } from "../../proposals/index.ts";
import type { Caller } from "../../tenants/index.ts";
import { parsed, Problem } from "../api/index.ts";
import { Moment } from "../http/read-moment.ts";
import { sendStream } from "../http/send-stream.ts";

export type FeedbackDoorDeps = {
  viewFeedback: ReturnType<typeof createFeedbackViewer>;
  exportFeedback: ReturnType<typeof createFeedbackExporter>;
  suggester: ReturnType<typeof createSuggester>;
};

const Asked = z.strictObject({
  since: Moment.optional(),
  project: z
    .string()
    .regex(/^[A-Z][A-Z0-9_]{0,254}$/, "a project key such as SHOP")
    .optional(),
});

/** What people made of a site's proposals, for the operator: `/operator/feedback`. */
export function createFeedbackRoutes(
  { viewFeedback, exportFeedback, suggester }: FeedbackDoorDeps,
  prove: (request: Request, response: Response) => Promise<Caller>,
): Router {
  const router = Router();
  const answer =
    (work: (caller: Caller, request: Request, response: Response) => Promise<void>): RequestHandler =>
    (request, response, next) => {
      prove(request, response)
        .then((caller) => work(caller, request, response))
        .catch(next);
    };

  router.get(
    "/",
    answer(async (caller, request, response) => {
      response.json(await viewFeedback(caller, parsed(Asked, request.query, "query")));
    }),
  );
  router.get(
    "/export",
    answer(async (caller, request, response) => {
      const asked = parsed(Asked, request.query, "query");
      const file = { fileName: "feedback.jsonl", contentType: "application/x-ndjson; charset=utf-8" };
      await sendStream(response, { ...file, chunks: exportFeedback(caller, asked) });
    }),
  );
  router.get(
    "/suggestions",
    answer(async (caller, _request, response) => {
      response.json(await suggester.viewSuggestions(caller));
    }),
  );
  router.get(
    "/rule-counts",
    answer(async (caller, request, response) => {
      const { since } = parsed(Asked, request.query, "query");
      response.json(await suggester.ruleCounts(caller, since));
    }),
  );
  router.post(
    "/suggestions/:id/:change",
    answer(async (caller, request, response) => {
      const { id = "", change } = request.params;
      if (typeof id !== "string") throw new Problem("not-found", NO_SUGGESTION);
      if (change === "accept") {
        const accepted = await suggester.acceptSuggestion(caller, id);
        if (accepted.ok) return void response.json({ rules: accepted.value });
        if (accepted.reason === "full")
          throw new Problem("conflict", "The site has as many rules as it can have. Take one away first.");
      }
      if (change === "dismiss" && (await suggester.dismissSuggestion(caller, id)))
        return void response.json({ dismissed: id });
      throw new Problem("not-found", NO_SUGGESTION);
    }),
  );
  return router;
}

const NO_SUGGESTION = "There is no such suggestion for this site, or not any more.";
