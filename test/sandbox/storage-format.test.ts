import { describe, expect, test } from "vitest";
import { adfToStorage } from "../../sandbox/rich-text/adf-to-storage.ts";
import { checkAdf } from "../../sandbox/rich-text/check-adf.ts";
import { checkStorage } from "../../sandbox/rich-text/check-storage.ts";
import { storageToAdf } from "../../sandbox/rich-text/storage-to-adf.ts";
import { storageToText } from "../../sandbox/rich-text/storage-to-text.ts";
import { seedSite } from "../../sandbox/seed/seed-site.ts";
import type { AdfDoc, Json } from "../../sandbox/state.ts";

const text = (words: string, ...marks: Json[]): Json => ({
  type: "text",
  text: words,
  ...(marks.length === 0 ? {} : { marks }),
});
const paragraph = (...content: Json[]): Json => ({ type: "paragraph", content });

const BLOCKS: [string, Json][] = [
  ["a heading", { type: "heading", attrs: { level: 3 }, content: [text("Why")] }],
  ["words with signs", paragraph(text('a < b & "c"'))],
  [
    "marks",
    paragraph(text("x", { type: "strong" }, { type: "em" }), text(" and "), text("y", { type: "code" })),
  ],
  ["a link", paragraph(text("here", { type: "link", attrs: { href: "https://a.example/?a=1&b=2" } }))],
  ["a break", paragraph(text("a"), { type: "hardBreak" }, text("b"))],
  [
    "lists in lists",
    {
      type: "bulletList",
      content: [
        {
          type: "listItem",
          content: [
            paragraph(text("one")),
            { type: "orderedList", content: [{ type: "listItem", content: [paragraph(text("deep"))] }] },
          ],
        },
      ],
    },
  ],
  ["code", { type: "codeBlock", attrs: { language: "sql" }, content: [text("select ']]>' < 1;\n\n  x")] }],
  ["a panel", { type: "panel", attrs: { panelType: "info" }, content: [paragraph(text("note"))] }],
  ["an expand", { type: "expand", attrs: { title: "More" }, content: [paragraph(text("inside"))] }],
  ["a quote", { type: "blockquote", content: [paragraph(text("said"))] }],
  ["a rule", { type: "rule" }],
  [
    "a table",
    {
      type: "table",
      content: [
        { type: "tableRow", content: [{ type: "tableHeader", attrs: {}, content: [paragraph(text("h"))] }] },
        { type: "tableRow", content: [{ type: "tableCell", attrs: {}, content: [paragraph(text("c"))] }] },
      ],
    },
  ],
  [
    "tasks",
    {
      type: "taskList",
      attrs: { localId: "tasks" },
      content: [
        { type: "taskItem", attrs: { localId: "1", state: "TODO" }, content: [text("open")] },
        { type: "taskItem", attrs: { localId: "2", state: "DONE" }, content: [text("done")] },
      ],
    },
  ],
  ["a mention", paragraph({ type: "mention", attrs: { id: "5b10ac8d82e05b22cc7d0001", text: "" } })],
  ["a status", paragraph({ type: "status", attrs: { text: "Open", color: "green" } })],
  ["a date", paragraph({ type: "date", attrs: { timestamp: "1767225600000" } })],
  ["a card", paragraph({ type: "inlineCard", attrs: { url: "https://a.example/x" } })],
  [
    "what there is no markup for",
    {
      type: "decisionList",
      attrs: { localId: "d" },
      content: [
        { type: "decisionItem", attrs: { localId: "e", state: "DECIDED" }, content: [text("so be it")] },
      ],
    },
  ],
];

describe("ADF through storage format", () => {
  test.each(BLOCKS)("%s comes back as it was, and is well-formed between", (_, block) => {
    const doc: AdfDoc = { type: "doc", version: 1, content: [block] };
    expect(checkAdf(doc)).toBeDefined();
    const storage = adfToStorage(doc);
    expect(checkStorage(storage)).toEqual({ ok: true, value: storage });
    expect(storageToAdf(storage)).toEqual(doc);
  });

  test("every seeded page is well-formed storage, and valid ADF when read as such", () => {
    for (const tenant of ["acme", "globex"] as const) {
      for (const { title, storage } of seedSite(tenant, new Date("2026-02-01T10:00:00Z")).pages) {
        expect(checkStorage(storage).ok, title).toBe(true);
        expect(checkAdf(storageToAdf(storage)), title).toBeDefined();
      }
    }
  });
});

test("a macro nobody knows keeps its name and its parameters", () => {
  const storage =
    '<ac:structured-macro ac:name="jira" ac:schema-version="1"><ac:parameter ac:name="key">SHOP-1</ac:parameter></ac:structured-macro>';
  const doc = storageToAdf(storage);
  expect(checkAdf(doc)).toBeDefined();
  expect(adfToStorage(doc)).toBe(storage);
});

test("the words of a page are those people read", () => {
  const storage =
    '<h2>Why</h2><p>It <strong>broke</strong>&nbsp;&mdash; <a href="x">twice</a>.</p><ac:structured-macro ac:name="code"><ac:parameter ac:name="language">sql</ac:parameter><ac:plain-text-body><![CDATA[a < b]]></ac:plain-text-body></ac:structured-macro>';
  expect(storageToText(storage)).toBe("Why It broke — twice. a < b");
});
