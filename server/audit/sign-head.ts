import { sign, verify, type KeyObject } from "node:crypto";
import { canonicalJson, keyIdOf, newSigningKey, publicPemOf, readSigningKey } from "../kit/index.ts";
import type { SigningKeyStore } from "./ports.ts";

/** What an export ends in. `content` is the SHA-256 of every byte of the file before the line that holds it. */
export type ExportHead = {
  format: "jsonl" | "csv";
  tenantId: string;
  origin: string;
  seq: number;
  hash: string;
  at: string;
  content: string;
  keyId: string;
};
export type SignedHead = { head: ExportHead; signature: string };

export type AuditSigner = {
  keyId: string;
  publicPem: string;
  signHead(head: Omit<ExportHead, "keyId">): SignedHead;
};

/** Nothing else that is ever signed begins so. */
const signedBytes = (head: ExportHead) =>
  Buffer.from(`ticketsmith audit export 1\n${canonicalJson(head)}`, "utf8");

/** By the key that the operator gave, else by the deployment's own, which is made when it is first asked for. */
export function createAuditSigner(given: string | undefined, store: SigningKeyStore) {
  let made: Promise<AuditSigner> | undefined;

  async function make(): Promise<AuditSigner> {
    const key = readSigningKey(given ?? (await store.keepOrRead(newSigningKey)));
    if (key === undefined) throw new Error("The key that signs the audit log cannot be read");
    const keyId = keyIdOf(key);
    return {
      keyId,
      publicPem: publicPemOf(key),
      signHead(unsigned) {
        const head = { ...unsigned, keyId };
        return { head, signature: sign(null, signedBytes(head), key).toString("hex") };
      },
    };
  }

  return async function signer(): Promise<AuditSigner> {
    made ??= make();
    try {
      return await made;
    } catch (error) {
      made = undefined;
      throw error;
    }
  };
}

export const isSignedBy = (key: KeyObject, { head, signature }: SignedHead): boolean =>
  verify(null, signedBytes(head), key, Buffer.from(signature, "hex"));
