import type { AdfDoc, AdfNode } from "../../server/richtext/index.ts";
import type { Random } from "./random.ts";

export const aDoc = (...content: AdfNode[]): AdfDoc => ({ type: "doc", version: 1, content });
export const words = (text: string, ...marks: AdfNode[]): AdfNode =>
  marks.length === 0 ? { type: "text", text } : { type: "text", text, marks };
export const aParagraph = (text: string): AdfNode => ({ type: "paragraph", content: [words(text)] });
export const anItem = (...content: AdfNode[]): AdfNode => ({ type: "listItem", content });
export const aLink = (href: string): AdfNode => ({ type: "link", attrs: { href } });

/** What Markdown cannot say, as Jira stores it. */
export const aPanel: AdfNode = {
  attrs: { panelType: "warning", localId: "p-1" },
  type: "panel",
  content: [
    {
      type: "paragraph",
      content: [
        words("Ask "),
        { type: "mention", attrs: { id: "712020:mia", text: "@Mia", accessLevel: "" } },
        words(" first", { type: "textColor", attrs: { color: "#bf2600" } }),
      ],
    },
  ],
};

/** Words that look like Markdown, so that printing has to tell them apart from signs. */
const HARD = [
  "plain words",
  "snake_case_name",
  "*not em*",
  "1. not a list",
  "# not a heading",
  "- no bullet",
  "> no quote",
  "[x](https://example.com)",
  "`tick`",
  "a < b > c & d &amp; e",
  "--- ",
  " spaced",
  "back\\slash",
  "<b>html</b>",
  "~~~",
  "==",
  "__init__",
  "2 * 3 * 4",
  "ünï 🎉",
] as const;

const MARKS = [
  [],
  [],
  [{ type: "strong" }],
  [{ type: "em" }],
  [{ type: "code" }],
  [aLink("https://example.com/a_(b)?c=1&copy;=2")],
] as const;

function inlineOf(random: Random): AdfNode[] {
  const inline: AdfNode[] = [];
  const count = 1 + random.below(4);
  for (let index = 0; index < count; index += 1) {
    const plain = index % 2 === 0;
    const text = random.pick(HARD);
    inline.push(plain ? words(` ${text} `) : words(text.trim(), ...random.pick(MARKS)));
    if (plain && random.chance(0.2)) inline.push({ type: "hardBreak" }, words(random.pick(HARD)));
  }
  return inline;
}

/** A block that Markdown can say, of any kind, with awkward words in it. */
export function aMarkdownBlock(random: Random, depth = 0): AdfNode {
  const kinds = ["paragraph", "paragraph", "heading", "code", "rule", "quote", "bullets", "numbers"] as const;
  const nested = ["paragraph", "paragraph", "code", "bullets", "numbers"] as const;
  const kind = depth === 0 ? random.pick(kinds) : depth > 2 ? "paragraph" : random.pick(nested);
  const items = () =>
    Array.from({ length: 1 + random.below(3) }, () =>
      anItem(
        { type: "paragraph", content: inlineOf(random) },
        ...(random.chance(0.4) ? [aMarkdownBlock(random, depth + 1)] : []),
      ),
    );
  switch (kind) {
    case "heading":
      return { type: "heading", attrs: { level: 1 + random.below(6) }, content: [words(random.pick(HARD))] };
    case "code":
      return {
        type: "codeBlock",
        attrs: { language: "ts" },
        content: [words(random.pick(["a\n\n  b", "```\nx\n```", "- x\n"]))],
      };
    case "rule":
      return { type: "rule" };
    case "quote":
      return { type: "blockquote", content: [{ type: "paragraph", content: inlineOf(random) }] };
    case "bullets":
      return { type: "bulletList", content: items() };
    case "numbers":
      return { type: "orderedList", attrs: { order: 1 + random.below(12) }, content: items() };
    default:
      return { type: "paragraph", content: inlineOf(random) };
  }
}
