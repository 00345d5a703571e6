import { createHash, type KeyObject } from "node:crypto";
import { keyIdOf } from "../kit/index.ts";
import { CHAIN_START, hashLink, type ChainHead } from "./chain.ts";
import { opensPerson, opensWords } from "./cover-people.ts";
import type { Known } from "./ports.ts";
import { readExportLine, type WrittenLink } from "./read-export-line.ts";
import { isSignedBy, type ExportHead, type SignedHead } from "./sign-head.ts";
import { splitLines } from "./split-lines.ts";

/** `line` counts from 1, in the file. `why` is for programs, `said` for people. */
export type Break = { line: number; why: BreakKind; said: string };
export type BreakKind =
  | "changed"
  | "dropped"
  | "reordered"
  | "added"
  | "cut-off"
  | "no-head"
  | "another-key"
  | "another-tenant"
  | "another-head"
  | "names-changed";

/** `onTrust`: names and words in lines of an older kind, for which the signature alone vouches. */
export type ExportCheck =
  | { whole: true; head: ExportHead; lines: number; onTrust: number; redacted: boolean }
  | ({ whole: false } & Break);

export type VerifyOptions = {
  /** Names and words may have been taken out since, as for a person who was erased. The rest must be as it was. */
  redacted?: boolean;
};

/** Proves an export from itself and the public key, reading each line once. The first break ends it. */
export async function verifyExport(
  chunks: AsyncIterable<Uint8Array>,
  publicKey: KeyObject,
  options: VerifyOptions = {},
): Promise<ExportCheck> {
  const verifier = createExportVerifier(publicKey, options);
  for await (const lines of splitLines(chunks)) {
    for (const line of lines) {
      const broken = verifier.take(line);
      if (broken !== undefined) return { whole: false, ...broken };
    }
  }
  return verifier.end();
}

type Place = ChainHead & { tenantId: string | undefined };

/** A line with a later number than was due: whether that one comes later is only known once it does, or never. */
type Gap = { due: number; at: number; found: number };

function createExportVerifier(publicKey: KeyObject, { redacted = false }: VerifyOptions) {
  const content = createHash("sha256");
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  let place: Place = { ...CHAIN_START, tenantId: undefined };
  let line = 0;
  let onTrust = 0;
  let gap: Gap | undefined;
  let ended: { signed: SignedHead; content: string } | undefined;

  return { take, end };

  /** What is wrong with the file, once that is known. */
  function take(bytes: Buffer): Break | undefined {
    line += 1;
    if (ended !== undefined) return broken("added", `Line ${line} comes after the signed head.`);
    const isWhole = bytes.at(-1) === 10;
    const text = decode(isWhole ? bytes.subarray(0, -1) : bytes);
    const read = text === undefined ? undefined : readExportLine(text);
    if (gap !== undefined) return lookFor(gap, read);
    if (read === undefined)
      return isWhole
        ? broken("changed", `Line ${line} was changed: it is not as an export writes it.`)
        : broken("cut-off", `The file is cut off in the middle of line ${line}.`);
    if (read.kind === "head") {
      ended = { signed: read.signed, content: content.digest("hex") };
      return undefined;
    }
    if (!isWhole) return broken("no-head", `The file is cut off after line ${line}: ${NO_HEAD}`);
    content.update(bytes);
    return takeLink(read.link, read.known);
  }

  function takeLink(link: WrittenLink, known: Known): Break | undefined {
    const due = place.seq + 1;
    if (place.tenantId !== undefined && link.tenantId !== place.tenantId)
      return broken("another-tenant", `Line ${line} was added: it is of another site's log.`);
    if (link.hash !== hashLink(link))
      return broken("changed", `Line ${line} (entry ${link.seq}) was changed: its hash does not fit.`);
    if (link.seq > due) {
      gap = { due, at: line, found: link.seq };
      return undefined;
    }
    if (link.seq < due)
      return broken("added", `Line ${line} was added or moved: entry ${link.seq} is out of its turn.`);
    if (link.prevHash !== place.hash)
      return broken(
        "added",
        `Line ${line} (entry ${due}) does not follow from the one before it: ${SPLICED}`,
      );
    const proven = proveKnown(link.entry, known);
    if (proven === "false")
      return broken("names-changed", `Line ${line} (entry ${due}) names somebody, or words, not its own.`);
    onTrust += proven === "on-trust" ? 1 : 0;
    place = { seq: link.seq, hash: link.hash, tenantId: link.tenantId };
    return undefined;
  }

  function lookFor(missing: Gap, read: ReturnType<typeof readExportLine>): Break | undefined {
    if (read?.kind !== "link" || read.link.seq !== missing.due) return undefined;
    const said = `Lines were reordered: entry ${missing.due} stands in line ${line}, after entry ${missing.found} in line ${missing.at}.`;
    return { line: missing.at, why: "reordered", said };
  }

  function end(): ExportCheck {
    const wrong = gap === undefined ? endOf(ended) : sayDropped(gap);
    if (wrong !== undefined) return { whole: false, ...wrong };
    if (ended === undefined) throw new Error("Checked above");
    const { head } = ended.signed;
    return { whole: true, head, lines: place.seq, onTrust, redacted: ended.content !== head.content };
  }

  function endOf(found: typeof ended): Break | undefined {
    if (found === undefined) return broken("no-head", `The file is cut off at the end: ${NO_HEAD}`);
    const { head } = found.signed;
    const keyId = keyIdOf(publicKey);
    if (head.keyId !== keyId)
      return broken("another-key", `The head is signed by another key: ${head.keyId}, not ${keyId}.`);
    if (!isSignedBy(publicKey, found.signed))
      return broken("another-key", "The head was changed, or not signed by this key.");
    if (place.tenantId !== undefined && head.tenantId !== place.tenantId)
      return broken("another-tenant", "The head is that of another site's log.");
    if (head.seq > place.seq)
      return broken(
        "cut-off",
        `The last ${head.seq - place.seq} entries were cut off: the head says ${head.seq}, the file ends at ${place.seq}.`,
      );
    if (head.seq < place.seq)
      return broken("another-head", `The head is of an older export, which ended at entry ${head.seq}.`);
    if (head.hash !== place.hash)
      return broken("another-head", "The head is of another log: it does not fit the last entry.");
    if (head.content !== found.content && !redacted) return broken("names-changed", NAMES_CHANGED);
    return undefined;
  }

  function broken(why: BreakKind, said: string): Break {
    return { line, why, said };
  }

  function decode(bytes: Buffer): string | undefined {
    try {
      return decoder.decode(bytes);
    } catch {
      return undefined;
    }
  }
}

const sayDropped = ({ due, at, found }: Gap): Break => ({
  line: at,
  why: "dropped",
  said:
    found === due + 1
      ? `Entry ${due} was dropped before line ${at}.`
      : `Entries ${due} to ${found - 1} were dropped before line ${at}.`,
});

/** Each name and word that is given must be the one that the digest in the chain stands for. */
function proveKnown(
  entry: WrittenLink["entry"],
  { by, for: behalf, words }: Known,
): "proven" | "on-trust" | "false" {
  const proofs = [
    by === undefined ? true : opensPerson(String(entry["by"]), by),
    behalf === undefined ? true : opensPerson(String(entry["for"]), behalf),
    words === undefined ? true : opensWords(String(entry["words"]), words),
  ];
  if (proofs.includes(false)) return "false";
  return proofs.includes(undefined) ? "on-trust" : "proven";
}

const NO_HEAD = "it has no signed head.";
const SPLICED = "it was added, or what came before it was replaced.";
const NAMES_CHANGED =
  "The entries are whole, but names or words beside them are not those that were exported. Where they were taken out knowingly, verify with --redacted.";
