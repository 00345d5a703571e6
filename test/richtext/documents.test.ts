import { describe, expect, test } from "vitest";
import {
  adfToText,
  checkWrittenAdf,
  diffAdf,
  docOf,
  parseAdf,
  validateAdf,
  type AdfNode,
} from "../../server/richtext/index.ts";
import { aDoc, aLink, anItem, aPanel, aParagraph, words } from "../builders/documents.ts";

/** A pattern that runs away takes minutes; a busy machine does not. */
const RUNAWAY_MS = 8_000;

function nested(depth: number): AdfNode {
  let node: AdfNode = anItem(aParagraph("x"));
  for (let level = 0; level < depth; level += 1) node = anItem({ type: "bulletList", content: [node] });
  return { type: "bulletList", content: [node] };
}

function nodeAt(nodes: unknown, [first = 0, ...rest]: readonly number[]): AdfNode | undefined {
  const node: AdfNode | undefined = Array.isArray(nodes) ? nodes[first] : undefined;
  return rest.length === 0 ? node : nodeAt(node?.["content"], rest);
}

describe("reading what Jira gives", () => {
  test("unknown nodes, marks and attributes pass, as the same objects", () => {
    const node = { later: true, type: "whiteboard", marks: [{ type: "glow", attrs: { n: 1 } }] };
    const doc = parseAdf({ type: "doc", version: 1, content: [node] });
    expect(doc.ok && doc.value.content[0]).toBe(node);
  });

  test.each([
    null,
    "text",
    [],
    { type: "paragraph" },
    { type: "doc", version: 2, content: [] },
    { type: "doc", version: 1, content: {} },
    { type: "doc", version: 1, content: [{ text: "no type" }] },
    { type: "doc", version: 1, content: [{ type: "paragraph", content: ["x"] }] },
    { type: "doc", version: 1, content: [nested(5_000)] },
  ])("what is no document is refused (%#)", (value) => {
    expect(parseAdf(value)).toEqual({ ok: false, reason: "not-adf" });
  });
});

describe("checking what we write", () => {
  const linked = (href: string) => aDoc({ type: "paragraph", content: [words("a", aLink(href))] });

  test.each(["https://example.com/a?b=c#d", "http://example.com", "mailto:ana@example.com"])(
    "%s may be linked",
    (href) => {
      expect(checkWrittenAdf(linked(href)).ok).toBe(true);
    },
  );

  test.each([
    "javascript:alert(1)",
    " javascript:alert(1)",
    "java\nscript:alert(1)",
    "data:text/html,x",
    "/relative",
    "https:example.com",
    "https://ana:secret@example.com",
    "https://example.com/\u202Egnp.exe",
    "https:\\\\example.com",
    "mailto:",
  ])("%j may not", (href) => {
    expect(checkWrittenAdf(linked(href))).toMatchObject({ ok: false, reason: { reason: "link" } });
  });

  test.each<[string, AdfNode, string]>([
    ["a panel", { type: "panel", attrs: { panelType: "info" }, content: [aParagraph("x")] }, "node"],
    ["a mention", { type: "paragraph", content: [{ type: "mention", attrs: { id: "1" } }] }, "node"],
    [
      "a file",
      { type: "mediaGroup", content: [{ type: "media", attrs: { type: "file", id: "1", collection: "c" } }] },
      "node",
    ],
    ["a macro", { type: "extension", attrs: { extensionType: "e", extensionKey: "k" } }, "node"],
    [
      "coloured words",
      { type: "paragraph", content: [words("a", { type: "textColor", attrs: { color: "#bf2600" } })] },
      "mark",
    ],
    [
      "a card over http",
      { type: "paragraph", content: [{ type: "inlineCard", attrs: { url: "http://example.com" } }] },
      "link",
    ],
    [
      "a card with data",
      {
        type: "paragraph",
        content: [{ type: "inlineCard", attrs: { data: { url: "https://example.com" } } }],
      },
      "link",
    ],
  ])("%s fits the schema but not our policy", (_, node, reason) => {
    expect(validateAdf(aDoc(node)).ok).toBe(true);
    expect(checkWrittenAdf(aDoc(node))).toMatchObject({ ok: false, reason: { reason } });
  });

  test("a breach deep inside is found and named", () => {
    const doc = aDoc(aParagraph("a"), {
      type: "bulletList",
      content: [anItem({ type: "paragraph", content: [words("b", aLink("javascript:x"))] })],
    });
    expect(checkWrittenAdf(doc)).toMatchObject({
      reason: { reason: "link", at: "/content/1/content/0/content/0/content/0" },
    });
  });

  test("the schema is Atlassian's own", () => {
    expect(validateAdf(aDoc(aPanel)).ok).toBe(true);
    expect(validateAdf(aDoc({ type: "bulletList", content: [aParagraph("x")] }))).toMatchObject({
      reason: { reason: "schema" },
    });
    expect(validateAdf(aDoc({ type: "paragraph", content: [words("")] }))).toMatchObject({
      reason: { reason: "schema" },
    });
    expect(validateAdf(aDoc({ type: "whiteboard" }))).toMatchObject({ reason: { reason: "schema" } });
  });

  test("checking deep nesting does not run away", { timeout: RUNAWAY_MS }, () => {
    expect(validateAdf(aDoc(nested(45))).ok).toBe(true);
  });
});

describe("a document as text", () => {
  const doc = aDoc(
    { type: "heading", attrs: { level: 1 }, content: [words("Title")] },
    aPanel,
    {
      type: "bulletList",
      content: [
        anItem(aParagraph("one"), {
          type: "orderedList",
          attrs: { order: 3 },
          content: [anItem(aParagraph("two"))],
        }),
      ],
    },
    {
      type: "table",
      content: [
        {
          type: "tableRow",
          content: [
            { type: "tableHeader", content: [aParagraph("k")] },
            { type: "tableCell", content: [aParagraph("v")] },
          ],
        },
      ],
    },
    {
      type: "taskList",
      attrs: { localId: "t" },
      content: [{ type: "taskItem", attrs: { localId: "i", state: "DONE" }, content: [words("did")] }],
    },
    {
      type: "paragraph",
      content: [
        { type: "date", attrs: { timestamp: "1763769600000" } },
        { type: "hardBreak" },
        { type: "emoji", attrs: { shortName: ":tada:", text: "🎉" } },
      ],
    },
    { type: "whiteboard", content: [aParagraph("inside")] },
  );

  test("every block has its line", () => {
    expect(adfToText(doc).text).toBe(
      "Title\nAsk @Mia first\n- one\n3. two\nk | v\n[x] did\n2025-11-22\n🎉\ninside",
    );
  });

  test("every offset leads back to the node that says it", () => {
    const { text, spans } = adfToText(doc);
    const mia = spans.find(({ from }) => from === text.indexOf("@Mia"));
    expect(mia).toEqual({ from: 10, to: 14, path: [1, 0, 1] });
    const found = spans.map(({ from, to, path }) => ({
      said: text.slice(from, to),
      node: nodeAt(doc.content, path),
    }));
    expect(found.filter(({ node }) => node === undefined)).toEqual([]);
    const texts = found.filter(({ node }) => node?.type === "text");
    expect(texts.length).toBeGreaterThan(5);
    expect(texts.map(({ said }) => said)).toEqual(texts.map(({ node }) => node?.["text"]));
  });

  test("text becomes paragraphs with its breaks, and nothing in it is markup", () => {
    const made = docOf("**one**\ntwo\r\n\r\n\n  three ");
    expect(made.content).toEqual([
      { type: "paragraph", content: [words("**one**"), { type: "hardBreak" }, words("two")] },
      aParagraph("three"),
    ]);
    expect(checkWrittenAdf(docOf("a\n\n\n\n b\n c")).ok).toBe(true);
    expect(docOf("  \n ").content).toEqual([]);
  });
});

describe("the difference of two documents", () => {
  const a = aParagraph("a");
  const b = aParagraph("b");
  const c = aParagraph("c");
  const x = aParagraph("x");
  const kinds = (...sides: [AdfNode[], AdfNode[]]) =>
    diffAdf(aDoc(...sides[0]), aDoc(...sides[1])).map((one) => [
      one.kind,
      "beforeText" in one ? one.beforeText : null,
      "afterText" in one ? one.afterText : null,
    ]);

  test("names what was added, removed and changed, in reading order", () => {
    expect(kinds([a, b, c], [a, x, c])).toEqual([
      ["same", "a", "a"],
      ["changed", "b", "x"],
      ["same", "c", "c"],
    ]);
    expect(kinds([a, c], [a, b, c])).toEqual([
      ["same", "a", "a"],
      ["added", null, "b"],
      ["same", "c", "c"],
    ]);
    expect(kinds([a, b, c], [b])).toEqual([
      ["removed", "a", null],
      ["same", "b", "b"],
      ["removed", "c", null],
    ]);
    expect(kinds([a, a], [a])).toEqual([
      ["same", "a", "a"],
      ["removed", "a", null],
    ]);
    expect(diffAdf(null, aDoc(a))).toEqual([{ kind: "added", afterText: "a" }]);
    expect(diffAdf(null, null)).toEqual([]);
  });

  test("a block that only looks different is a changed one", () => {
    expect(kinds([a], [{ type: "paragraph", content: [words("a", { type: "strong" })] }])).toEqual([
      ["changed", "a", "a"],
    ]);
  });
});
