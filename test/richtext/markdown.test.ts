import { describe, expect, test } from "vitest";
import {
  adfToMarkdown,
  adfToText,
  checkWrittenAdf,
  isMarkdownFaithful,
  markdownToAdf,
  type AdfDoc,
} from "../../server/richtext/index.ts";
import { aDoc, aLink, aMarkdownBlock, anItem, aPanel, aParagraph, words } from "../builders/documents.ts";
import { createRandom } from "../builders/random.ts";

/** A pattern that runs away takes minutes; a busy machine does not. */
const RUNAWAY_MS = 8_000;

function read(markdown: string): AdfDoc {
  const doc = markdownToAdf(markdown);
  if (!doc.ok) throw new Error(`refused: ${doc.reason}`);
  return doc.value;
}

describe("Markdown becomes ADF", () => {
  test("each construct becomes its node", () => {
    const doc = read(
      '# One\n\nA **b** *c* `d` [e](https://example.com "t")\n\n- x\n  1. y\n\n> q\n\n```sql\nselect 1\n```\n\n---',
    );
    expect(doc.content).toEqual([
      { type: "heading", attrs: { level: 1 }, content: [words("One")] },
      {
        type: "paragraph",
        content: [
          words("A "),
          words("b", { type: "strong" }),
          words(" "),
          words("c", { type: "em" }),
          words(" "),
          words("d", { type: "code" }),
          words(" "),
          words("e", { type: "link", attrs: { href: "https://example.com", title: "t" } }),
        ],
      },
      {
        type: "bulletList",
        content: [anItem(aParagraph("x"), { type: "orderedList", content: [anItem(aParagraph("y"))] })],
      },
      { type: "blockquote", content: [aParagraph("q")] },
      { type: "codeBlock", attrs: { language: "sql" }, content: [words("select 1")] },
      { type: "rule" },
    ]);
  });

  test("a line break that a person typed stays a line break", () => {
    expect(read("one\ntwo").content).toEqual([
      { type: "paragraph", content: [words("one"), { type: "hardBreak" }, words("two")] },
    ]);
  });

  test("HTML stays visible as text, and an image becomes a link", () => {
    expect(adfToText(read('<script>alert(1)</script>\n\na <b onclick="x">c</b>')).text).toBe(
      '<script>alert(1)</script>\na <b onclick="x">c</b>',
    );
    expect(read("![shot](https://example.com/a.png)").content).toEqual([
      { type: "paragraph", content: [words("shot", aLink("https://example.com/a.png"))] },
    ]);
  });

  test.each([
    "[click](javascript:alert(1))",
    "[click](JaVaScRiPt:alert(1))",
    "[click](java&#10;script:alert(1))",
    "[click](<java\tscript:alert(1)>)",
    "[click](&#x6A;avascript:alert(1))",
    "[click](data:text/html,x)",
    "[click](vbscript:x)",
    "[click](file:///etc/passwd)",
    "[click](//evil.example/x)",
    "[click](https://bank.example@evil.example/)",
    "[click][r]\n\n[r]: javascript:alert(1)",
    "![click](javascript:alert(1))",
  ])("%s leaves only its words", (markdown) => {
    expect(read(markdown).content).toEqual([aParagraph("click")]);
  });

  test("raw ADF in the text stays text", () => {
    const doc = read('<adf>{"type":"mediaGroup","content":[]}</adf>');
    expect(doc.content.map((node) => node.type)).toEqual(["paragraph"]);
  });

  test("what ADF cannot nest keeps its words and passes the schema", () => {
    const doc = read("- # head\n- > quote\n  > > deeper\n-\n\n> # head\n> > inner\n> ---\n\n**`code`**");
    expect(checkWrittenAdf(doc)).toEqual({ ok: true, value: doc });
    expect(adfToText(doc).text).toBe("- head\n- quote\ndeeper\n- \nhead\ninner\ncode");
  });

  test.each([">".repeat(32_000), "1. ".repeat(10_000), "- a\n".padStart(40, "> ")])(
    "a text made of nesting is refused before it is built",
    { timeout: RUNAWAY_MS },
    (markdown) => {
      expect(markdownToAdf(markdown).ok).toBe(markdown.length < 100);
    },
  );

  test("nesting spread over lines, and a text longer than a Jira field, are refused", () => {
    const ladder = Array.from({ length: 40 }, (_, depth) => `${"  ".repeat(depth)}- x`).join("\n");
    expect(markdownToAdf(ladder)).toEqual({ ok: false, reason: "too-deep" });
    expect(markdownToAdf("x".repeat(32_768))).toEqual({ ok: false, reason: "too-long" });
  });
});

describe("ADF becomes Markdown", () => {
  test("a document of plain constructs prints as a person would write it", () => {
    const markdown =
      "## Steps\n\n1. Open **Billing**\n2. Press *Pay*\n   - twice\n\n> as `told`\n\n```\nboom\n```\n\nSee <https://example.com/x>";
    expect(adfToMarkdown(read(markdown).content)).toBe(markdown);
  });

  test("two lists in a row stay two lists", () => {
    const list = { type: "bulletList", content: [anItem(aParagraph("a"))] };
    const doc = aDoc(list, list, list);
    expect(read(adfToMarkdown(doc.content))).toEqual(doc);
  });

  test("awkward documents come back the same, or are known not to", () => {
    let faithful = 0;
    for (let seed = 1; seed <= 400; seed += 1) {
      const random = createRandom(seed);
      const doc = aDoc(...Array.from({ length: 1 + random.below(4) }, () => aMarkdownBlock(random)));
      const checked = checkWrittenAdf(doc);
      expect(checked, `seed ${seed}`).toMatchObject({ ok: true });
      if (isMarkdownFaithful(doc)) faithful += 1;
      const printed = adfToMarkdown(doc.content);
      const back = read(printed);
      expect(checkWrittenAdf(back), `seed ${seed}`).toMatchObject({ ok: true });
      // What is read from Markdown must always survive the next trip: no drift from edit to edit.
      expect(read(adfToMarkdown(back.content)), `seed ${seed}\n${printed}`).toEqual(back);
    }
    expect(faithful).toBeGreaterThan(340);
  });
});

describe("Markdown is faithful only when nothing would be lost", () => {
  test.each([
    ["plain words", aDoc(aParagraph("a"))],
    [
      "empty attributes and a split text",
      aDoc({ type: "paragraph", attrs: {}, content: [words("a"), words("b")] }),
    ],
    [
      "a numbered list with its default start",
      aDoc({ type: "orderedList", attrs: { order: 1 }, content: [anItem(aParagraph("a"))] }),
    ],
    ["nothing", aDoc()],
  ])("%s: yes", (_, doc) => {
    expect(isMarkdownFaithful(doc)).toBe(true);
  });

  test.each([
    ["a panel with a mention", aDoc(aPanel)],
    ["an underline", aDoc({ type: "paragraph", content: [words("a", { type: "underline" })] })],
    ["a block id", aDoc({ type: "paragraph", attrs: { localId: "x" }, content: [words("a")] })],
    ["an unknown attribute", aDoc({ ...aParagraph("a"), later: 1 })],
    ["an empty paragraph", aDoc(aParagraph("a"), { type: "paragraph" })],
    [
      "a table",
      aDoc({
        type: "table",
        content: [{ type: "tableRow", content: [{ type: "tableCell", content: [aParagraph("a")] }] }],
      }),
    ],
    [
      "a link that we would not write",
      aDoc({ type: "paragraph", content: [words("a", aLink("ftp://example.com"))] }),
    ],
    ["an unknown node", aDoc({ type: "whiteboard", attrs: { id: 1 } })],
  ])("%s: no", (_, doc) => {
    expect(isMarkdownFaithful(doc)).toBe(false);
  });
});
