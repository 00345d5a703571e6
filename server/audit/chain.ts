import { hashCanonical } from "../kit/index.ts";

export type Link = {
  tenantId: string;
  seq: number;
  at: Date;
  entry: unknown;
  prevHash: string;
  hash: string;
};
export type ChainHead = { seq: number; hash: string };

export type ChainCheck =
  | { whole: true; length: number }
  | { whole: false; seq: number; why: "altered" | "missing" | "out-of-order" };

/** Before the first entry. */
export const CHAIN_START: ChainHead = { seq: 0, hash: "0".repeat(64) };

/** The next link: its hash covers the one before it, so that no entry can change, move or vanish unnoticed. */
export function linkAfter(head: ChainHead, of: { tenantId: string; at: Date; entry: unknown }): Link {
  const link = { ...of, seq: head.seq + 1, prevHash: head.hash };
  return { ...link, hash: hashLink(link) };
}

/** What a link's hash covers; `at` as ISO 8601 text, or the moment it stands for. */
export const hashLink = ({ tenantId, seq, at, entry, prevHash }: Covered): string =>
  hashCanonical({ tenantId, seq, at: typeof at === "string" ? at : at.toISOString(), entry, prevHash });
type Covered = Omit<Link, "hash" | "at"> & { at: Date | string };

/** `links` in ascending order from the first; `head` is kept apart from them and shows when the end was cut off. */
export function checkChain(links: readonly Link[], head: ChainHead): ChainCheck {
  let last = CHAIN_START;
  for (const link of links) {
    if (link.seq !== last.seq + 1) return { whole: false, seq: last.seq + 1, why: "missing" };
    if (link.prevHash !== last.hash) return { whole: false, seq: link.seq, why: "out-of-order" };
    if (link.hash !== hashLink(link)) return { whole: false, seq: link.seq, why: "altered" };
    last = { seq: link.seq, hash: link.hash };
  }
  if (last.seq < head.seq) return { whole: false, seq: last.seq + 1, why: "missing" };
  if (last.hash !== head.hash) return { whole: false, seq: last.seq, why: "altered" };
  return { whole: true, length: last.seq };
}
