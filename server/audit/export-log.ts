import { createHash } from "node:crypto";
import type { TenantId } from "../contract/index.ts";
import type { Clock } from "../kit/index.ts";
import { namedActor, type Caller } from "../tenants/index.ts";
import { CHAIN_START, type ChainHead } from "./chain.ts";
import { CSV_COLUMNS, csvRow, headAsCells, linkAsCells } from "./csv.ts";
import type { AuditLog, KnownLink } from "./ports.ts";
import type { AuditSigner, SignedHead } from "./sign-head.ts";

export const EXPORT_FORMATS = ["jsonl", "csv"] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** `chunks` are read from the database as they are asked for; nothing is held but a page. */
export type AuditExport = { fileName: string; contentType: string; chunks: AsyncIterable<string> };

export type ExporterDeps = {
  audit: Pick<AuditLog, "note" | "head" | "links">;
  tenants: { find(id: TenantId): Promise<{ origin: string } | undefined> };
  signer: () => Promise<AuditSigner>;
  clock: Clock;
};

const PAGE = 1_000;

/** Writes a tenant's whole log, up to the line that says who exported it. */
export function createAuditExporter({ audit, tenants, signer, clock }: ExporterDeps) {
  return async function exportLog(caller: Caller, format: ExportFormat): Promise<AuditExport> {
    const tenant = await tenants.find(caller.tenantId);
    if (tenant === undefined) throw new Error(`No tenant ${caller.tenantId}`);
    const { signHead } = await signer();
    await audit.note(caller, { type: "audit-exported", by: namedActor(caller), format });
    const { seq, hash } = await audit.head(caller);
    const at = clock.now().toISOString();
    const unsigned = { format, tenantId: caller.tenantId, origin: tenant.origin, at, seq, hash };
    const writer = WRITERS[format];
    return {
      fileName: `audit-${new URL(tenant.origin).hostname}-${at.slice(0, 10)}.${format}`,
      contentType: writer.contentType,
      chunks: write(caller, { seq, hash }, writer, (content) => signHead({ ...unsigned, content })),
    };
  };

  async function* write(
    caller: Caller,
    head: ChainHead,
    { before, link, end }: Writer,
    signed: (content: string) => SignedHead,
  ): AsyncIterable<string> {
    const content = createHash("sha256").update(before);
    if (before !== "") yield before;
    for await (const page of pagesUpTo(caller, head)) {
      const chunk = page.map(link).join("");
      content.update(chunk);
      yield chunk;
    }
    yield end(signed(content.digest("hex")));
  }

  /** What is not as the head says ends the export: nothing is signed that was not there. */
  async function* pagesUpTo(caller: Caller, head: ChainHead): AsyncIterable<KnownLink[]> {
    let last: ChainHead = CHAIN_START;
    while (last.seq < head.seq) {
      const page = await audit.links(caller, { after: last.seq, upTo: head.seq, limit: PAGE });
      const newest = page.at(-1);
      if (newest === undefined || newest.seq !== last.seq + page.length)
        throw new Error(`The audit log lacks lines after ${last.seq}`);
      last = newest;
      yield page;
    }
    if (last.hash !== head.hash) throw new Error("The audit log does not end as its head says");
  }
}

/** One line of an export that can be verified. */
export function writeLink({ tenantId, seq, at, entry, prevHash, hash, known }: KnownLink): string {
  const line = { tenantId, seq, at: at.toISOString(), entry, prevHash, hash };
  return `${JSON.stringify(isNothing(known) ? line : { ...line, known })}\n`;
}

type Writer = {
  contentType: string;
  before: string;
  link: (link: KnownLink) => string;
  end: (head: SignedHead) => string;
};

const WRITERS: Readonly<Record<ExportFormat, Writer>> = {
  jsonl: {
    contentType: "application/jsonl; charset=utf-8",
    before: "",
    link: writeLink,
    end: (head) => `${JSON.stringify(head)}\n`,
  },
  csv: {
    contentType: "text/csv; charset=utf-8; header=present",
    before: csvRow(CSV_COLUMNS),
    link: (link) => csvRow(linkAsCells(link)),
    end: (head) => csvRow(headAsCells(head)),
  },
};

const isNothing = (known: object): boolean => Object.keys(known).length === 0;
