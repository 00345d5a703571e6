import type { Root, RootContent } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";
import { ok, refuse, type Result } from "../kit/index.ts";
import type { AdfDoc, AdfNode } from "./adf-node.ts";
import { inlineToAdf, type Targets } from "./inline-to-adf.ts";
import { paragraph, textNode, textWithBreaks } from "./write-nodes.ts";

/** What Jira takes in one text field. */
const LONGEST = 32_767;
const DEEPEST = 30;
/** The parser's time grows with the square of the nesting, so a line of nothing but markers is refused unread. */
const MARKERS = /^(?:[ \t]*(?:>|(?:[-+*]|\d{1,9}[.)])(?=[ \t]))){31}/m;

type Block = RootContent;

/**
 * CommonMark to ADF that `checkWrittenAdf` accepts. Line breaks are kept as typed. HTML stays visible as text, images
 * become links, links to addresses that are not allowed become their words. What ADF cannot nest (a heading in a list,
 * a quote in a quote) moves to the nearest thing it can. There is no way to pass ADF through.
 */
export function markdownToAdf(markdown: string): Result<AdfDoc, "too-long" | "too-deep"> {
  if (markdown.length > LONGEST) return refuse("too-long");
  if (MARKERS.test(markdown)) return refuse("too-deep");
  const root = fromMarkdown(markdown);
  if (isDeeper(root, DEEPEST)) return refuse("too-deep");
  const targets: Targets = new Map();
  collectTargets(root.children, targets);
  return ok({
    type: "doc",
    version: 1,
    content: root.children.flatMap((block) => blockToAdf(block, targets)),
  });
}

function isDeeper(node: Root | Block, left: number): boolean {
  if (left === 0) return true;
  return "children" in node && node.children.some((child) => isDeeper(child, left - 1));
}

/** The first definition of a name counts (CommonMark 0.31 §4.7). */
function collectTargets(blocks: readonly Block[], targets: Targets): void {
  for (const block of blocks) {
    if (block.type === "definition" && !targets.has(block.identifier)) {
      targets.set(block.identifier, { url: block.url, title: block.title ?? null });
    }
    if ("children" in block) collectTargets(block.children, targets);
  }
}

function blockToAdf(block: Block, targets: Targets): AdfNode[] {
  switch (block.type) {
    case "paragraph":
      return [paragraph(inlineToAdf(block.children, targets))];
    case "heading": {
      const { content } = paragraph(inlineToAdf(block.children, targets));
      const heading = { type: "heading", attrs: { level: block.depth } };
      return [content === undefined ? heading : { ...heading, content }];
    }
    case "blockquote":
      return wrap(
        "blockquote",
        block.children.flatMap((child) => insideBlock(child, targets)),
      );
    case "code":
      return [codeBlock(block.value, block.lang ?? null)];
    case "list": {
      const content = block.children.map((item) => listItem(item.children, targets));
      if (block.ordered !== true) return [{ type: "bulletList", content }];
      const order = block.start ?? 1;
      return [
        order === 1 ? { type: "orderedList", content } : { type: "orderedList", attrs: { order }, content },
      ];
    }
    case "thematicBreak":
      return [{ type: "rule" }];
    case "html":
      return [paragraph(textWithBreaks(block.value))];
    default:
      return [];
  }
}

const wrap = (type: string, content: AdfNode[]): AdfNode[] =>
  content.length === 0 ? [] : [{ type, content }];

function codeBlock(value: string, language: string | null): AdfNode {
  const content = value === "" ? {} : { content: [textNode(value)] };
  return language === null
    ? { type: "codeBlock", ...content }
    : { type: "codeBlock", attrs: { language }, ...content };
}

function listItem(blocks: readonly Block[], targets: Targets): AdfNode {
  const content = blocks.flatMap((block) => insideBlock(block, targets));
  return { type: "listItem", content: content.length === 0 ? [paragraph([])] : content };
}

/** Neither a list item nor a quote holds headings, quotes or rules; their words stay. */
function insideBlock(block: Block, targets: Targets): AdfNode[] {
  if (block.type === "heading") return [boldLine(block, targets)];
  if (block.type === "blockquote") return block.children.flatMap((child) => insideBlock(child, targets));
  return block.type === "thematicBreak" ? [] : blockToAdf(block, targets);
}

const boldLine = (block: Block & { type: "heading" }, targets: Targets): AdfNode =>
  paragraph(inlineToAdf(block.children, targets, [{ type: "strong" }]));
