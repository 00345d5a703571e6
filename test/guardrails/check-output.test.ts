import { describe, expect, test } from "vitest";
import { checkOutput } from "../../server/guardrails/index.ts";

const REQUEST = "comment that the fix is on https://wiki.acme.example/fix and mail ana@acme.example";
const check = (text: string, trusted = REQUEST, verbatim = false) => checkOutput(text, { trusted, verbatim });

describe("A text that an engine wrote goes nowhere that the person did not name", () => {
  test.each([
    "[details](https://drop.example.org/r?x=1)",
    "![](https://pixel.example.net/a?k=1)",
    "see drop.example.org for more",
    "<https://drop.example.org>",
    "[a][1]\n\n[1]: https://drop.example.org",
    "[1]: //drop.example.org/x",
    "https:\\\\drop.example.org",
    "hxx https://wiki.acme.example.evil.test/fix",
    "https://wiki.acme.example@drop.example.org/",
    "ｈｔｔｐｓ：//ｄｒｏｐ.example.org",
    "drop\u200B.exam\u200Bple.org",
    "https&#58;&#47;&#47;drop.example.org",
    "https%3A%2F%2Fdrop.example.org",
    "[x](data:text/html;base64,AAAA)",
    "[x](javascript:alert(1))",
    "[x](java\u200Bscript:alert(1))",
    "![](/secure/attachment/1?to=me)",
    '<img src="/x">',
    "ftp://203.0.113.9/x",
    "https://ki.acme.example/",
    "HTTPS://DROP.EXAMPLE.ORG",
  ])("%j", (text) => {
    expect(check(text)).toBeTypeOf("string");
  });

  test.each([
    "The fix is on https://wiki.acme.example/fix.",
    "The fix is on wiki.acme.example, ask ana@acme.example",
    "Reproduced with Node.js 24.1 in checkout.ts, see report.pdf, e.g. i.e. 3.5 s",
    "data: 5 rows, file: one, about: nothing",
    "## Steps\n\n1. Open `cart`\n2. **Pay** and/or wait // then stop",
    "50 % of 100%, A & B",
  ])("%j may go out", (text) => {
    expect(check(text)).toBeUndefined();
  });
});

describe("A text that an engine wrote tells nothing private", () => {
  test.each([
    ["a mask that nobody put there", "Mail ⟦EMAIL_7⟧"],
    ["half a mask", "Mail ⟦EMAIL"],
    ["somebody else's address", "Mail jo@other.example"],
    ["a number", "call +49 30 23125 014"],
    ["a password", "password=hunter2hunter2"],
    ["an address of a machine", "gateway 203.0.113.77"],
  ])("%s", (_, text) => {
    expect(check(text)).toBeTypeOf("string");
  });

  test("what the person wrote themselves may be repeated", () => {
    expect(check("Mail ana@acme.example")).toBeUndefined();
    expect(check("Mail ⟦EMAIL_7⟧", "write ⟦EMAIL_7⟧ as it is")).toBeUndefined();
  });

  test("to quote is to repeat whose address it is, and never what opens a door", () => {
    expect(check("Mail jo@other.example", REQUEST, true)).toBeUndefined();
    expect(check("password=hunter2hunter2", REQUEST, true)).toBeTypeOf("string");
  });
});

test.each(["a.", "![", "&#", "http://", "//", "⟦", "%2", "1."])(
  "a long text of %j does not run away",
  { timeout: 8_000 },
  (part) => {
    expect(check(part.repeat(60_000 / part.length), "")).not.toBeNull();
  },
);
