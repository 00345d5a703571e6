import { pipeline } from "node:stream/promises";
import { Readable } from "node:stream";
import { Router, type Request, type Response } from "express";
import * as z from "zod";
import {
  EXPORT_FORMATS,
  type AuditExport,
  type AuditLog,
  type AuditSigner,
  type ExportFormat,
} from "../../audit/index.ts";
import { AccountId, ProposalId } from "../../contract/index.ts";
import type { Caller } from "../../tenants/index.ts";
import { parsed } from "../api/index.ts";
import { readJson } from "../http/read-json.ts";

export type AuditDoorDeps = {
  stores: { audit: Pick<AuditLog, "list" | "erasePerson"> };
  exportAudit: (caller: Caller, format: ExportFormat) => Promise<AuditExport>;
  signer: () => Promise<AuditSigner>;
};

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const Moment = z
  .string()
  .refine((text) => DAY.test(text) || z.iso.datetime({ offset: true }).safeParse(text).success, {
    error: "a day such as 2027-01-31, or a moment such as 2027-01-31T09:00:00Z",
  })
  .transform((text) => new Date(text));

const whole = (least: number, most: number) =>
  z.coerce
    .number()
    .int()
    .min(least)
    .max(most, { error: `a whole number from ${least} to ${most}` });

/** As it comes in an address. */
const Asked = z.strictObject({
  who: z.optional(AccountId),
  type: z
    .string()
    .transform((list) => list.split(","))
    .pipe(z.array(z.string().regex(/^[a-z]+(-[a-z]+)*$/, "names of types such as proposal-approved")).max(20))
    .optional(),
  proposal: z.optional(ProposalId),
  issue: z
    .string()
    .regex(/^[A-Z][A-Z0-9_]{1,254}(-\d{1,19})?$/, "an issue key such as SHOP-42")
    .optional(),
  from: Moment.optional(),
  to: Moment.optional(),
  before: whole(1, Number.MAX_SAFE_INTEGER).optional(),
  limit: whole(1, 1_000).default(50),
});

const Format = z.strictObject({ format: z.enum(EXPORT_FORMATS, "jsonl or csv").default("jsonl") });
const Erased = z.strictObject({ account: AccountId });
const LARGEST_BODY = "1kb";

/** The audit log of a site, for the operator: `/operator/audit`. */
export function createAuditRoutes(
  { stores: { audit }, exportAudit, signer }: AuditDoorDeps,
  prove: (request: Request, response: Response) => Promise<Caller>,
): Router {
  const router = Router();
  const answer =
    (work: (request: Request, response: Response) => Promise<void>) =>
    (request: Request, response: Response, next: (error: unknown) => void): void => {
      work(request, response).catch(next);
    };

  router.get(
    "/",
    answer(async (request, response) => {
      const caller = await prove(request, response);
      const { type: types, ...asked } = parsed(Asked, request.query, "query");
      response.json({ lines: await audit.list(caller, { ...asked, types }) });
    }),
  );
  router.get(
    "/export",
    answer(async (request, response) => {
      const caller = await prove(request, response);
      const { format } = parsed(Format, request.query, "query");
      const { fileName, contentType, chunks } = await exportAudit(caller, format);
      response.setHeader("content-type", contentType);
      response.setHeader("content-disposition", `attachment; filename="${fileName}"`);
      await pipeline(Readable.from(chunks), response).catch((error: unknown) => {
        // Whoever asked has gone: nothing of ours failed.
        if (!(error instanceof Error && "code" in error && error.code === "ERR_STREAM_PREMATURE_CLOSE"))
          throw error;
      });
    }),
  );
  // Of the deployment, and so of no site.
  router.get(
    "/key",
    answer(async (_request, response) => {
      const { keyId, publicPem } = await signer();
      response.json({ keyId, publicKey: publicPem });
    }),
  );
  router.post(
    "/erase",
    answer(async (request, response) => {
      const caller = await prove(request, response);
      const { account } = parsed(Erased, await readJson(request, response, LARGEST_BODY), "body");
      response.json({ erased: await audit.erasePerson(caller, account) });
    }),
  );
  return router;
}
