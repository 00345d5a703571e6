import { Router, type Request, type RequestHandler, type Response } from "express";
import * as z from "zod";
import type { createFeedbackExporter, createFeedbackViewer } from "../../proposals/index.ts";
import type { Caller } from "../../tenants/index.ts";
import { parsed } from "../api/index.ts";
import { Moment } from "../http/read-moment.ts";
import { sendStream } from "../http/send-stream.ts";

export type FeedbackDoorDeps = {
  viewFeedback: ReturnType<typeof createFeedbackViewer>;
  exportFeedback: ReturnType<typeof createFeedbackExporter>;
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
  { viewFeedback, exportFeedback }: FeedbackDoorDeps,
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
  return router;
}
