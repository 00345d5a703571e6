import { expect, test } from "vitest";
import { CHAIN_START, checkChain, coverPeople, linkAfter, type Link } from "../../server/audit/index.ts";
import { ProposalId } from "../../server/contract/index.ts";
import { ANA } from "../builders/proposals.ts";

const chainOf = (...entries: unknown[]) => {
  const links: Link[] = [];
  for (const entry of entries)
    links.push(linkAfter(links.at(-1) ?? CHAIN_START, { tenantId: "acme", at: new Date(1_000), entry }));
  return links;
};
const headOf = (links: readonly Link[]) => links.at(-1) ?? CHAIN_START;

test("an empty chain and a grown one are whole", () => {
  expect(checkChain([], CHAIN_START)).toEqual({ whole: true, length: 0 });
  const links = chainOf({ a: 1 }, { b: 2 });
  expect(checkChain(links, headOf(links))).toEqual({ whole: true, length: 2 });
});

test("the order of an entry's members does not matter, and its content does", () => {
  const [link] = chainOf({ a: 1, b: 2 });
  expect(
    linkAfter(CHAIN_START, { tenantId: "acme", at: new Date(1_000), entry: { b: 2, a: 1 } }),
  ).toMatchObject({ hash: link?.hash });
  for (const other of [
    { tenantId: "globex", at: new Date(1_000), entry: { a: 1, b: 2 } },
    { tenantId: "acme", at: new Date(1_001), entry: { a: 1, b: 2 } },
    { tenantId: "acme", at: new Date(1_000), entry: { a: 1, b: 3 } },
  ]) {
    expect(linkAfter(CHAIN_START, other).hash).not.toBe(link?.hash);
  }
});

test("a chain that was rewritten from one entry on is found out by its head", () => {
  const links = chainOf({ a: 1 }, { b: 2 }, { c: 3 });
  const rewritten = chainOf({ a: 1 }, { b: "forged" }, { c: 3 });
  expect(checkChain(rewritten, headOf(links))).toEqual({ whole: false, seq: 3, why: "altered" });
});

test("words are covered by a digest that cannot be tried out, people by one that stays the same", () => {
  const entry = {
    type: "retry-asked",
    by: ANA,
    proposal: ProposalId.parse("4b1f3c52-58a5-4b57-9b0d-6f7f2c0d8d11"),
    words: "yes",
  } as const;
  const [one, two] = [coverPeople("key", entry), coverPeople("key", entry)];
  expect(one.entry["by"]).toBe(two.entry["by"]);
  expect(one.entry["words"]).not.toBe(two.entry["words"]);
  expect(coverPeople("another key", entry).entry["by"]).not.toBe(one.entry["by"]);
  expect(JSON.stringify(one.entry)).not.toContain(ANA);
});
