import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { verifyExport, type ExportCheck } from "../../server/audit/index.ts";
import { AccountId, TenantId } from "../../server/contract/index.ts";
import { hashCanonical, newId } from "../../server/kit/index.ts";
import { aLog, anAuditEntry, aSigner, exported } from "../builders/audit.ts";
import { ANA, MIA } from "../builders/proposals.ts";

const LINES = 12;
const RUNS = 300;
const entries = (count: number) => Array.from({ length: count }, (_, at) => anAuditEntry(at));
const deployment = aSigner();
const acme = TenantId.parse(newId());
const globex = TenantId.parse(newId());

async function check(text: string | Buffer, options = {}, signedBy = deployment): Promise<ExportCheck> {
  const bytes = Buffer.from(text);
  const inPieces = async function* () {
    // Lines do not end where chunks do.
    for (let at = 0; at < bytes.length; at += 997) yield bytes.subarray(at, at + 997);
  };
  return verifyExport(inPieces(), await signedBy.publicKey(), options);
}

/** Each with its newline; the last is the signed head. */
const linesOf = (text: string): string[] => text.match(/[^\n]*\n/g) ?? [];
const sayOf = (checked: ExportCheck) => (checked.whole ? "whole" : checked.why);

describe("an export of the audit log", () => {
  let text = "";
  let lines: string[] = [];
  beforeAll(async () => {
    text = await exported(aLog(acme, entries(LINES)), acme, deployment.signer);
    lines = linesOf(text);
  });
  const links = () => lines.slice(0, -1);
  const head = () => lines.slice(-1);

  test("is whole as it was written, and says whose it is, how far it goes and when it was signed", async () => {
    expect(await check(text)).toEqual({
      ...{ whole: true, lines: LINES + 1, onTrust: 0, redacted: false },
      head: {
        ...{ format: "jsonl", tenantId: acme, origin: "https://acme.test", seq: LINES + 1 },
        ...{ at: "2026-11-23T10:00:00.000Z", hash: expect.any(String), content: expect.any(String) },
        keyId: (await deployment.signer()).keyId,
      },
    });
    expect(await check(text.trimEnd())).toMatchObject({ whole: true });
  });

  test("is empty but for its head where nothing happened before it", async () => {
    const one = await exported(aLog(acme, []), acme, deployment.signer);
    expect(linesOf(one)).toHaveLength(2);
    expect(await check(one)).toMatchObject({ whole: true, lines: 1 });
  });

  test("any one byte that is changed is found", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.integer({ min: 1, max: 255 }), async (where, by) => {
        const bytes = Buffer.from(text);
        // The last newline says nothing.
        const at = where % (bytes.length - 1);
        bytes[at] = ((bytes[at] ?? 0) + by) % 256;
        expect((await check(bytes)).whole).toBe(false);
      }),
      { numRuns: RUNS },
    );
  });

  test("any content that is changed is found, also where names may be missing", async () => {
    for (const [at, line] of links().entries()) {
      const changed = line.replace(/"type":"[a-z-]+"/, '"type":"nothing"');
      expect(changed).not.toBe(line);
      const checked = await check([...lines.with(at, changed)].join(""), { redacted: true });
      expect(checked).toMatchObject({ whole: false, why: "changed", line: at + 1 });
    }
  });

  test("any lines that are dropped are found, and where", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(LINES), fc.integer({ min: 1, max: LINES + 1 }), async (from, count) => {
        const left = links().toSpliced(from, count);
        const checked = await check([...left, ...head()].join(""));
        const atTheEnd = from + count > LINES;
        expect(checked).toMatchObject(atTheEnd ? { why: "cut-off" } : { why: "dropped", line: from + 1 });
      }),
      { numRuns: RUNS },
    );
  });

  test("the last lines dropped with the head, or the head alone, are found", async () => {
    for (let kept = 0; kept < lines.length; kept += 1)
      expect(sayOf(await check(lines.slice(0, kept).join("")))).toBe("no-head");
  });

  test("a file that ends anywhere before its end is found", async () => {
    const whole = Buffer.from(text.trimEnd());
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), async (length) => {
        expect(["cut-off", "no-head"]).toContain(sayOf(await check(whole.subarray(0, length))));
      }),
      { numRuns: RUNS },
    );
  });

  test("any line that is moved is found", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(LINES), fc.nat(LINES), async (from, to) => {
        fc.pre(from !== to);
        const [moved = ""] = links().slice(from, from + 1);
        const others = links().toSpliced(from, 1);
        const checked = await check([...others.toSpliced(to, 0, moved), ...head()].join(""));
        expect(sayOf(checked)).toBe("reordered");
      }),
      { numRuns: RUNS },
    );
  });

  test("any line that comes twice, or is made up, is found", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(LINES), fc.nat(LINES + 1), fc.boolean(), async (from, to, hashedAnew) => {
        const given = links()[from] ?? "";
        const made = hashedAnew ? forged(given, { at: "2026-11-23T11:00:00.000Z" }) : given;
        const checked = await check([...links().toSpliced(to, 0, made), ...head()].join(""));
        expect(checked.whole).toBe(false);
      }),
      { numRuns: RUNS },
    );
    const twice = await check(
      links()
        .toSpliced(3, 0, links()[2] ?? "")
        .join(""),
    );
    expect(twice).toMatchObject({
      why: "added",
      said: expect.stringContaining("entry 3 is out of its turn") as string,
    });
    const after = await check(text + (links()[0] ?? ""));
    expect(after).toMatchObject({ whole: false, why: "added", line: LINES + 3 });
  });

  test("a line that is changed and hashed anew is found where the next one does not follow from it", async () => {
    const made = forged(links()[4] ?? "", { at: "2026-11-23T11:00:00.000Z" });
    const checked = await check([...links().with(4, made), ...head()].join(""));
    expect(checked).toMatchObject({ whole: false, why: "added", line: 6 });
  });

  test("a chain that is made anew throughout is found by its head", async () => {
    const other = linesOf(await exported(aLog(acme, entries(LINES)), acme, aSigner().signer));
    const otherLinks = other.slice(0, -1);
    expect(sayOf(await check([...otherLinks, ...head()].join("")))).toBe("another-head");
    expect(await check(other.join(""))).toMatchObject({
      why: "another-key",
      said: expect.stringContaining((await deployment.signer()).keyId) as string,
    });
  });

  test("a head that claims this key and was signed by another is found", async () => {
    const other = linesOf(await exported(aLog(acme, entries(LINES)), acme, aSigner().signer));
    const { keyId } = await deployment.signer();
    const claimed = (other.at(-1) ?? "").replace(/"keyId":"\w+"/, `"keyId":"${keyId}"`);
    expect(sayOf(await check([...other.slice(0, -1), claimed].join("")))).toBe("another-key");
  });

  test("the head or a line of another site is found", async () => {
    const theirs = linesOf(await exported(aLog(globex, entries(LINES)), globex, deployment.signer));
    expect(sayOf(await check([...links(), ...theirs.slice(-1)].join("")))).toBe("another-tenant");
    expect(sayOf(await check([...links().with(3, theirs[3] ?? ""), ...head()].join("")))).toBe(
      "another-tenant",
    );
    expect(await check(theirs.join(""))).toMatchObject({ whole: true, head: { tenantId: globex } });
  });

  test("an older export is whole as what it is, and neither end fits the other's lines", async () => {
    const log = aLog(acme, entries(LINES));
    const older = linesOf(await exported(log, acme, deployment.signer));
    const newer = linesOf(await exported(log, acme, deployment.signer));
    expect(await check(older.join(""))).toMatchObject({ whole: true, head: { seq: LINES + 1 } });
    expect(await check(newer.join(""))).toMatchObject({ whole: true, head: { seq: LINES + 2 } });
    const [oldHead = "", newHead = ""] = [older.at(-1), newer.at(-1)];
    expect(await check([...newer.slice(0, -1), oldHead].join(""))).toMatchObject({
      why: "another-head",
      said: expect.stringContaining("an older export") as string,
    });
    expect(await check([...older.slice(0, -1), newHead].join(""))).toMatchObject({
      why: "cut-off",
      said: expect.stringContaining("The last 1 entries were cut off") as string,
    });
  });

  test("the end of an export in another format is none of this one, whatever it fits", async () => {
    const log = aLog(acme, entries(LINES));
    const csv = await exported(log, acme, deployment.signer, "csv");
    const signed = (/"(\{""head.*\})"/.exec(csv)?.[1] ?? "").replaceAll('""', '"');
    expect(JSON.parse(signed)).toMatchObject({ head: { format: "csv", seq: LINES + 1 } });
    const same = linesOf(await exported(log, acme, deployment.signer)).slice(0, LINES + 1);
    expect((await check([...same, `${signed}\n`].join(""), { redacted: true })).whole).toBe(false);
  });

  test("a line of another spelling of the same JSON is found, also where names may be missing", async () => {
    const first = links()[0] ?? "";
    for (const other of [
      first.replace('"seq":1', '"seq": 1'),
      first.replace('"seq":1', '"seq":1.0'),
      first.replace('"entry":{', '"entry":{"type":"nothing",'),
      first.replace('"seq":1', '"seq":1,"seq":1'),
      first.replace('"hash"', '"extra":1,"hash"'),
      first.replace("\n", "\r\n"),
    ]) {
      expect(other).not.toBe(first);
      const changed = [other, ...lines.slice(1)].join("");
      expect(sayOf(await check(changed, { redacted: true })), other).toBe("changed");
    }
  });
});

describe("names and words beside the chain", () => {
  const log = () => aLog(acme, entries(LINES));

  test("are proven to be those that the chain stands for, without any secret", async () => {
    const text = await exported(log(), acme, deployment.signer);
    expect(text).toContain(ANA);
    expect(text).toContain("not this one");
    const saltOf = (account: string) => new RegExp(`"account":"${account}","salt":"(\\w+)"`).exec(text)?.[1];
    for (const forgery of [
      text.replace(ANA, "somebody-else"),
      text.replace("not this one", "gladly this one"),
      text.replace(
        `"account":"${ANA}","salt":"${saltOf(ANA)}"`,
        `"account":"${MIA}","salt":"${saltOf(MIA)}"`,
      ),
      text.replace('"known":{"by"', '"known":{"for"'),
      text.replace(/,"salt":"\w+"/, ""),
    ]) {
      expect(forgery).not.toBe(text);
      // Even where some may be missing, none may be false.
      expect(sayOf(await check(forgery, { redacted: true }))).toBe("names-changed");
      expect(sayOf(await check(forgery))).toBe("names-changed");
    }
  });

  test("are of one division into salt and words, and of one spelling in bytes", async () => {
    const said = { ...anAuditEntry(1), by: AccountId.parse("one\nother"), words: "first\nthen \uFFFD" };
    const text = await exported(aLog(acme, [said]), acme, deployment.signer);
    const divided = text.replace(
      /"words":"first\\nthen (.)","salt":"(\w+)"/,
      '"words":"then $1","salt":"$2\\nfirst"',
    );
    const other = text.replace(
      /"account":"one\\nother","salt":"(\w+)"/,
      '"account":"other","salt":"$1\\none"',
    );
    for (const changed of [divided, other]) {
      expect(changed).not.toBe(text);
      expect(sayOf(await check(changed, { redacted: true }))).toBe("names-changed");
    }
    const bytes = Buffer.from(text);
    const at = bytes.indexOf(Buffer.from("\uFFFD"));
    const spelt = Buffer.concat([bytes.subarray(0, at), Buffer.from([0xff]), bytes.subarray(at + 3)]);
    expect(sayOf(await check(spelt, { redacted: true }))).toBe("changed");
  });

  test("that were taken out are noticed, unless it is said that they were", async () => {
    const text = await exported(log(), acme, deployment.signer);
    const redacted = text.replaceAll(/,"known":\{.*\}\}\n/g, "}\n");
    expect(redacted).not.toContain(ANA);
    expect(sayOf(await check(redacted))).toBe("names-changed");
    expect(await check(redacted, { redacted: true })).toMatchObject({ whole: true, redacted: true });
  });

  test("are just not there for a person who was erased, and the rest is whole", async () => {
    const text = await exported(aLog(acme, entries(LINES), { erased: [MIA] }), acme, deployment.signer);
    expect(text).not.toContain(MIA);
    expect(text).not.toContain("not this one");
    expect(text).toContain(ANA);
    expect(await check(text)).toMatchObject({ whole: true, redacted: false });
  });
});

/** The line with other content, and a hash that fits it. */
function forged(line: string, change: { at: string }): string {
  const { hash: _hash, known, ...link } = JSON.parse(line) as Record<string, unknown>;
  const made = { ...link, ...change };
  return `${JSON.stringify({ ...made, hash: hashCanonical(made), ...(known === undefined ? {} : { known }) })}\n`;
}
