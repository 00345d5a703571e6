import type { Link } from "./chain.ts";
import type { Opening } from "./cover-people.ts";
import type { Known } from "./ports.ts";
import type { ExportHead, SignedHead } from "./sign-head.ts";

/** One line of an export. Written by hand rather than by a schema: there may be millions. */
export type ExportLine =
  | { kind: "link"; link: WrittenLink; known: Known }
  | { kind: "head"; signed: SignedHead };

export type WrittenLink = Omit<Link, "at" | "entry"> & { at: string; entry: Members };
type Members = Readonly<Record<string, unknown>>;

/**
 * Undefined unless it is exactly as an export writes it: the same members in the same order, and one spelling of each,
 * so that what a person reads and what the hash covers cannot differ.
 */
export function readExportLine(text: string): ExportLine | undefined {
  const json = parse(text);
  if (!isObject(json) || JSON.stringify(json) !== text) return undefined;
  return "head" in json ? readHead(json) : readLink(json);
}

function readLink(json: Members): ExportLine | undefined {
  const { tenantId, seq, at, entry, prevHash, hash, known = {} } = json;
  if (!hasOnly(json, LINK) || !isText(tenantId) || !isText(at) || !isText(prevHash) || !isText(hash))
    return undefined;
  if (!isSeq(seq) || !isObject(entry) || !isKnown(known)) return undefined;
  return { kind: "link", link: { tenantId, seq, at, entry, prevHash, hash }, known };
}

function readHead(json: Members): ExportLine | undefined {
  const { head, signature } = json;
  if (!hasOnly(json, SIGNED) || !isText(signature) || !isObject(head) || !isHead(head)) return undefined;
  return { kind: "head", signed: { head, signature } };
}

const LINK = new Set(["tenantId", "seq", "at", "entry", "prevHash", "hash", "known"]);
const SIGNED = new Set(["head", "signature"]);
const HEAD_TEXTS = ["tenantId", "origin", "hash", "at", "content", "keyId"];
const HEAD = new Set([...HEAD_TEXTS, "format", "seq"]);

const isText = (value: unknown): value is string => typeof value === "string";
const isSeq = (value: unknown): value is number => Number.isSafeInteger(value);
const isObject = (value: unknown): value is Members =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const hasOnly = (value: Members, names: ReadonlySet<string>): boolean =>
  Object.keys(value).every((name) => names.has(name));

const isHead = (head: Members): head is Members & ExportHead =>
  hasOnly(head, HEAD) &&
  HEAD_TEXTS.every((name) => isText(head[name])) &&
  isSeq(head["seq"]) &&
  head["format"] === "jsonl";

const KNOWN = { by: "account", for: "account", words: "words" } as const;

const isKnown = (known: unknown): known is Known =>
  isObject(known) && hasOnly(known, new Set(Object.keys(KNOWN))) && isOpenings(known);

const isOpenings = (known: Members): boolean =>
  Object.entries(KNOWN).every(([name, what]) => known[name] === undefined || isOpening(known[name], what));

const isOpening = (value: unknown, what: string): value is Opening<string> =>
  isObject(value) &&
  hasOnly(value, new Set([what, "salt"])) &&
  isText(value[what]) &&
  (value["salt"] === undefined || isText(value["salt"]));

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
