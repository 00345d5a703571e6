import type { Router } from "express";
import { EXPORT_FORMATS, type AuditExport, type AuditLog, type AuditSigner } from "../../audit/index.ts";
import type { AccountId, AuditPageView, PersonView } from "../../contract/index.ts";
import { AppError } from "../../kit/index.ts";
import type { Caller } from "../../tenants/index.ts";
import { AuditAsked } from "../http/audit-query.ts";
import { sendStream } from "../http/send-stream.ts";
import type { PageCaller, Proven } from "../panel/api/prove-first.ts";

export type AuditRoutesDeps = {
  audit: Pick<AuditLog, "list">;
  exportAudit: (caller: Caller, format: (typeof EXPORT_FORMATS)[number]) => Promise<AuditExport>;
  signer: () => Promise<AuditSigner>;
  facesOf: (caller: Caller, accounts: readonly AccountId[]) => Promise<(account: AccountId) => PersonView>;
};

/** What happened on the site, and by whom; as a page, and as a file that proves itself. */
export function addAuditRoutes(
  router: Router,
  { audit, exportAudit, signer, facesOf }: AuditRoutesDeps,
  proven: Proven<PageCaller>,
): void {
  router.get(
    "/audit",
    proven(async ({ caller }, request, response) => {
      const asked = AuditAsked.safeParse(request.query);
      if (!asked.success) {
        const words = asked.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
        throw new AppError("invalid_input", "An audit log was asked for oddly", {
          said: `This cannot be looked for (${words.join("; ")}).`,
        });
      }
      const { type: types, limit, ...query } = asked.data;
      const found = await audit.list(caller, { ...query, types, limit: limit + 1 });
      const shown = found.slice(0, limit);
      const faces = await facesOf(
        caller,
        shown.flatMap(({ entry }) => [entry.by, entry.for].flatMap(accountIn)),
      );
      const nameOf = (who: AccountId | "app" | "erased") =>
        who === "app" ? "TicketSmith" : who === "erased" ? "Somebody who was erased" : faces(who).name;
      const view: AuditPageView = {
        lines: shown.map(({ seq, at, entry }) => {
          const { by, for: behalf, words, type, ...rest } = entry;
          return {
            ...{ seq, at: at.toISOString(), type, by: nameOf(by), words: words ?? null },
            ...{ behalf: behalf === undefined ? null : nameOf(behalf), rest },
          };
        }),
        next: found.length > limit ? (shown.at(-1)?.seq ?? null) : null,
        key: await keyOf(),
      };
      response.json(view);
    }),
  );
  for (const format of EXPORT_FORMATS)
    router.get(
      `/audit/export/${format}`,
      proven(async ({ caller }, _request, response) => {
        await sendStream(response, await exportAudit(caller, format));
      }),
    );

  async function keyOf(): Promise<AuditPageView["key"]> {
    const { keyId, publicPem } = await signer();
    return { keyId, publicPem };
  }
}

const accountIn = (who: AccountId | "app" | "erased" | undefined): AccountId[] =>
  who === undefined || who === "app" || who === "erased" ? [] : [who];
