import { Router, type Request, type Response } from "express";
import * as z from "zod";
import {
  EXPORT_FORMATS,
  type AuditExport,
  type AuditLog,
  type AuditSigner,
  type ExportFormat,
} from "../../audit/index.ts";
import { AccountId } from "../../contract/index.ts";
import type { Caller } from "../../tenants/index.ts";
import { parsed } from "../api/index.ts";
import { AuditAsked } from "../http/audit-query.ts";
import { readJson } from "../http/read-json.ts";
import { sendStream } from "../http/send-stream.ts";

export type AuditDoorDeps = {
  stores: { audit: Pick<AuditLog, "list" | "erasePerson"> };
  exportAudit: (caller: Caller, format: ExportFormat) => Promise<AuditExport>;
  signer: () => Promise<AuditSigner>;
};

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
      const { type: types, ...asked } = parsed(AuditAsked, request.query, "query");
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
