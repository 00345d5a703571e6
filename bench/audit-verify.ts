import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import {
  CHAIN_START,
  coverPeople,
  linkAfter,
  openEntry,
  verifyExport,
  writeLink,
  type ChainHead,
} from "../server/audit/index.ts";
import { TenantId } from "../server/contract/index.ts";
import { newId } from "../server/kit/index.ts";
import { anAuditEntry, aSigner } from "../test/builders/audit.ts";

/** How long it takes to prove a log of a million lines, with people and words in it, by the very verifier. */
const LINES = 1_000_000;
const PAGE = 1_000;
const AUDIT_KEY = "an audit key";
const WANTED_S = 60;

const tenantId = TenantId.parse(newId());
const deployment = aSigner();
const folder = await mkdtemp(path.join(tmpdir(), "ticketsmith-audit-"));
const file = path.join(folder, "audit.jsonl");
try {
  const began = performance.now();
  await writeLog();
  const written = performance.now();
  const checked = await verifyExport(
    createReadStream(file, { highWaterMark: 1_024 * 1_024 }),
    await deployment.publicKey(),
  );
  const tookS = (performance.now() - written) / 1_000;
  if (!checked.whole) throw new Error(checked.said);
  const megabytes = (await stat(file)).size / 1e6;
  console.log(
    `${((written - began) / 1_000).toFixed(1)} s  writing ${checked.lines} lines, ${megabytes.toFixed(0)} MB`,
  );
  console.log(`${tookS.toFixed(1)} s  verifying them`);
  console.log(`${(process.resourceUsage().maxRSS / 1_024).toFixed(0)} MB  memory at most, for both`);
  console.log(`${(tookS / WANTED_S).toFixed(2)}  of the ${WANTED_S} s that are wanted`);
  if (tookS > WANTED_S) process.exitCode = 1;
} finally {
  await rm(folder, { recursive: true });
}

/** Made as it is written: the whole log is nowhere in memory. */
async function writeLog(): Promise<void> {
  await pipeline(makeLines, createWriteStream(file));
}

async function* makeLines(): AsyncIterable<string> {
  const content = createHash("sha256");
  let last: ChainHead = CHAIN_START;
  for (let from = 0; from < LINES; from += PAGE) {
    let page = "";
    for (let at = from; at < from + PAGE; at += 1) {
      const { entry, values } = coverPeople(AUDIT_KEY, anAuditEntry(at));
      const link = linkAfter(last, { tenantId, at: new Date(1.8e12 + at), entry });
      const valueOf = (asked: string) => values.find(({ digest }) => digest === asked)?.value;
      page += writeLink({ ...link, known: openEntry(AUDIT_KEY, entry, valueOf) });
      last = link;
    }
    content.update(page);
    yield page;
  }
  const { signHead } = await deployment.signer();
  const at = new Date().toISOString();
  const { seq, hash } = last;
  const head = { tenantId, origin: "https://acme.test", seq, hash, at, content: content.digest("hex") };
  yield `${JSON.stringify(signHead({ format: "jsonl", ...head }))}\n`;
}
