import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import * as z from "zod";
import { ProposalId, TenantId, type AuditEntry } from "../../server/contract/index.ts";
import { newId } from "../../server/kit/index.ts";
import { aLog, anAuditEntry, aSigner, exported } from "../builders/audit.ts";
import { ANA } from "../builders/proposals.ts";

const tenantId = TenantId.parse(newId());
const { signer } = aSigner();
const saying = (words: string): AuditEntry => ({
  ...{ type: "proposal-rejected", by: ANA, words, planHash: "x" },
  proposal: ProposalId.parse(newId()),
});
const csvOf = (entries: Iterable<AuditEntry>) => exported(aLog(tenantId, entries), tenantId, signer, "csv");

/** As a spreadsheet reads it that splits at this sign: a quote counts where a cell begins. */
function readCells(text: string, separator: string): string[][] {
  const rows: string[][] = [[]];
  let cell = "";
  let quoted = false;
  let fresh = true;
  const endCell = () => {
    rows.at(-1)?.push(cell);
    cell = "";
    fresh = true;
  };
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at] ?? "";
    if (quoted) {
      if (sign !== '"') cell += sign;
      else if (text[at + 1] === '"') cell += text[(at += 1)] ?? "";
      else quoted = false;
    } else if (sign === '"' && fresh) {
      quoted = true;
      fresh = false;
    } else if (sign === separator) endCell();
    else if (sign === "\r" || sign === "\n") {
      if (sign === "\r" && text[at + 1] === "\n") at += 1;
      endCell();
      rows.push([]);
    } else {
      cell += sign;
      fresh = false;
    }
  }
  return rows.filter((row) => row.length > 0);
}

test("has a row for each line, with names and words, and ends in the head that signs what stands above it", async () => {
  const text = await csvOf(Array.from({ length: 5 }, (_, at) => anAuditEntry(at)));
  const rows = readCells(text, ",");
  expect(rows[0]).toEqual([
    ...["seq", "at", "who", "on behalf of", "type", "proposal", "issue", "plan hash", "policy", "words"],
    ...["details", "hash"],
  ]);
  expect(rows).toHaveLength(1 + 5 + 1 + 1);
  expect(rows[1]?.slice(0, 5)).toEqual(["1", "2026-11-23T10:00:00.000Z", ANA, "", "proposal-approved"]);
  expect(rows[2]?.[9]).toBe("not this one, nor 1");
  expect(rows[3]?.slice(2, 4)).toEqual(["app", ANA]);
  expect(rows.every((row) => row.length === 12)).toBe(true);
  const [above = "", last = ""] = text.split(/(?=^7?6,[^\r]*signed-head)/m);
  const { head } = z
    .object({ head: z.object({ content: z.string(), seq: z.number(), format: z.string() }) })
    .parse(JSON.parse(readCells(last, ",")[0]?.[10] ?? ""));
  expect(head).toMatchObject({ seq: 6, format: "csv" });
  expect(head.content).toBe(createHash("sha256").update(above).digest("hex"));
});

test("gives every text back as it was, but for an apostrophe before what begins like a formula", async () => {
  for (const { words, shown } of [
    { words: 'she said "no", twice', shown: 'she said "no", twice' },
    { words: "two\nlines\r\n", shown: "two\nlines\r\n" },
    { words: "it's; fine", shown: "it's; fine" },
    { words: "=1+1", shown: "'=1+1" },
    { words: "+49 30 1234", shown: "'+49 30 1234" },
    { words: "@SUM(A1)", shown: "'@SUM(A1)" },
    { words: "\t=1", shown: "'\t'=1" },
    { words: 'x";=1', shown: "x\";'=1" },
    { words: "＝1", shown: "'＝1" },
    { words: "a-b", shown: "a-b" },
  ])
    expect(readCells(await csvOf([saying(words)]), ",")[1]?.[9], words).toBe(shown);
});

test("no text makes a cell that a spreadsheet would run, at whichever sign it splits", async () => {
  const signs = fc.constantFrom(
    "=",
    "+",
    "-",
    "@",
    "\t",
    "\r",
    "\n",
    " ",
    '"',
    "'",
    ",",
    ";",
    "|",
    "x",
    "＝",
  );
  await fc.assert(
    fc.asyncProperty(fc.array(signs, { minLength: 1, maxLength: 12 }), async (drawn) => {
      const text = await csvOf([saying(drawn.join(""))]);
      for (const separator of [",", ";", "\t", "|"])
        for (const cell of readCells(text, separator).flat())
          expect(cell, `${separator} ${JSON.stringify(drawn.join(""))}`).not.toMatch(/^\s*[=+\-@＝＋－＠]/);
    }),
    { numRuns: 500 },
  );
});
