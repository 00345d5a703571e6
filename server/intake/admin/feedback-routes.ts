import type { Router } from "express";
import * as z from "zod";
import { AppError, type Clock } from "../../kit/index.ts";
import type { createFeedbackExporter, createFeedbackViewer } from "../../proposals/index.ts";
import { sendStream } from "../http/send-stream.ts";
import type { PageCaller, Proven } from "../panel/api/prove-first.ts";

export type FeedbackRoutesDeps = {
  viewFeedback: ReturnType<typeof createFeedbackViewer>;
  exportFeedback: ReturnType<typeof createFeedbackExporter>;
  clock: Clock;
};

const DAY_MS = 86_400_000;
const Asked = z.object({ days: z.coerce.number().int().min(1).max(3_650).default(90) });

/** What people made of what was proposed. */
export function addFeedbackRoutes(
  router: Router,
  { viewFeedback, exportFeedback, clock }: FeedbackRoutesDeps,
  proven: Proven<PageCaller>,
): void {
  const sinceIn = (query: unknown): { since: Date } => {
    const asked = Asked.safeParse(query);
    if (!asked.success)
      throw new AppError("invalid_input", "Numbers were asked for oddly", {
        said: "Choose a number of days from 1 to 3650.",
      });
    return { since: new Date(clock.now().getTime() - asked.data.days * DAY_MS) };
  };
  router.get(
    "/feedback",
    proven(async ({ caller }, request, response) => {
      response.json(await viewFeedback(caller, sinceIn(request.query)));
    }),
  );
  router.get(
    "/feedback/export",
    proven(async ({ caller }, request, response) => {
      const file = { fileName: "feedback.jsonl", contentType: "application/x-ndjson; charset=utf-8" };
      await sendStream(response, { ...file, chunks: exportFeedback(caller, sinceIn(request.query)) });
    }),
  );
}
