import {
  CHAIN_START,
  coverPeople,
  createAuditExporter,
  createAuditSigner,
  linkAfter,
  openEntry,
  type ExportFormat,
  type KnownLink,
} from "../../server/audit/index.ts";
import { ProposalId, type AuditEntry, type TenantId } from "../../server/contract/index.ts";
import { newSigningKey, readPublicKey } from "../../server/kit/index.ts";
import { callerOf } from "./records.ts";
import { ANA, MIA } from "./proposals.ts";

const AUDIT_KEY = "an audit key";
const NOW = new Date("2026-11-23T10:00:00Z");
const PROPOSAL = ProposalId.parse("4b1f3c52-58a5-4b57-9b0d-6f7f2c0d8d11");

/** For commands that read and write no large files. */
export const NO_FILES = {
  openRead: (): never => {
    throw new Error("No file is needed");
  },
  openWrite: (): never => {
    throw new Error("No file is needed");
  },
};

/** A key of a deployment, and its public part. */
export function aSigner(given = newSigningKey()) {
  const signer = createAuditSigner(given, { keepOrRead: () => Promise.reject(new Error("One was given")) });
  const publicKey = async () => {
    const read = readPublicKey((await signer()).publicPem);
    if (read === undefined) throw new Error("The public key cannot be read");
    return read;
  };
  return { signer, publicKey };
}

/** The n-th of a log in which people ask, approve, reject with words, and the app acts for them. */
export function anAuditEntry(at: number): AuditEntry {
  const about = { proposal: PROPOSAL, planHash: `${at}`.padStart(64, "0") };
  switch (at % 4) {
    case 0:
      return { type: "proposal-approved", by: ANA, ...about, steps: [] };
    case 1:
      return { type: "proposal-rejected", by: MIA, ...about, words: `not this one, nor ${at}` };
    case 2:
      return { type: "retry-asked", by: "app", for: ANA, proposal: PROPOSAL };
    default:
      return { type: "proposal-expired", by: "app", proposal: PROPOSAL, why: "time" };
  }
}

/** A log in memory, as the store keeps it. Whoever is in `erased` is not known any more. */
export function aLog(
  tenantId: TenantId,
  entries: Iterable<AuditEntry>,
  { erased = [] }: { erased?: readonly string[] } = {},
) {
  const links: KnownLink[] = [];
  const values = new Map<string, string>();
  const gone = new Set<string>();
  const note = (entry: AuditEntry): void => {
    const covered = coverPeople(AUDIT_KEY, entry);
    for (const { digest, about, value } of covered.values) {
      if (erased.includes(value)) gone.add(digest);
      if (about === null || !gone.has(about)) values.set(digest, value);
    }
    const link = linkAfter(links.at(-1) ?? CHAIN_START, { tenantId, at: NOW, entry: covered.entry });
    links.push({ ...link, known: openEntry(AUDIT_KEY, link.entry, (digest) => values.get(digest)) });
  };
  for (const entry of entries) note(entry);
  return {
    note: async (_caller: unknown, entry: AuditEntry) => note(entry),
    head: async () => links.at(-1) ?? CHAIN_START,
    links: async (_caller: unknown, { after, upTo, limit }: { after: number; upTo: number; limit: number }) =>
      links.slice(after, Math.min(upTo, after + limit)),
  };
}

/** What an export of this log is. Its last entry says that it was exported. */
export async function exported(
  audit: ReturnType<typeof aLog>,
  tenantId: TenantId,
  signer: ReturnType<typeof aSigner>["signer"],
  format: ExportFormat = "jsonl",
): Promise<string> {
  const tenants = { find: async () => ({ origin: "https://acme.test" }) };
  const exportLog = createAuditExporter({ audit, tenants, signer, clock: { now: () => NOW } });
  const { chunks } = await exportLog(callerOf(tenantId), format);
  const all: string[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return all.join("");
}
