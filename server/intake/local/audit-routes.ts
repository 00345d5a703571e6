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
import { Moment } from "./read-moment.ts";
import { sendStream } from "./send-stream.ts";

export type AuditDoorDeps = {
  stores: { audit: Pick<AuditLog, "list" | "erasePerson"> };
  exportAudit: (caller: Caller, format: ExportFormat) => Promise<AuditExport>;
  signer: () => Promise<AuditSigner>;
};

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
      await sendStream(response, { fileName, contentType, chunks });
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
