import { isJsonObject, parseStrictJson } from "./strict-json.ts";

/** A token taken apart. Nothing in it is proven. */
export type Compact = {
  header: Record<string, unknown>;
  payload: Buffer;
  /** What the signature is over: header and payload as they stand in the token. */
  signed: string;
  signature: Buffer;
};

const COMPACT = /^([\w-]+)\.([\w-]*)\.([\w-]*)$/;

/** The three parts of a compact token (RFC 7515), each written in the one right way; undefined where one is not. */
export function readCompact(token: string): Compact | undefined {
  const [, head, body, proof] = COMPACT.exec(token) ?? [];
  if (head === undefined || body === undefined || proof === undefined) return undefined;
  const [header, payload, signature] = [decode(head), decode(body), decode(proof)];
  if (header === undefined || payload === undefined || signature === undefined) return undefined;
  const parsed = parseStrictJson(header);
  return isJsonObject(parsed) ? { header: parsed, payload, signed: `${head}.${body}`, signature } : undefined;
}

/** Only the spelling that an encoder makes: bits left over at the end would let one token be written many ways. */
function decode(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, "base64url");
  return bytes.toString("base64url") === text ? bytes : undefined;
}
