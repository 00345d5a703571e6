import { hashCanonical } from "../kit/index.ts";
import {
  attrOf,
  childrenOf,
  isInline,
  isNode,
  textAttr,
  textOf,
  type AdfDoc,
  type AdfNode,
} from "./adf-node.ts";
import { escapeLines, fenceFor } from "./escape-markdown.ts";
import { inlineToMarkdown } from "./inline-to-markdown.ts";
import { markdownToAdf } from "./markdown-to-adf.ts";
import { sayLeaf } from "./say-leaf.ts";
import { joinTexts } from "./write-nodes.ts";

/**
 * Blocks as Markdown for a person to edit. What Markdown has no sign for is printed as its words, so ask
 * `isMarkdownFaithful` before an edit of this text may replace the document.
 */
export function adfToMarkdown(nodes: readonly AdfNode[]): string {
  return printBlocks(nodes, false);
}

/**
 * True only when nothing would be lost on the way through Markdown and back: the very same document comes out,
 * but for forms that mean the same (empty `attrs`, a split text, the order of marks).
 */
export function isMarkdownFaithful(doc: AdfDoc): boolean {
  const back = markdownToAdf(adfToMarkdown(doc.content));
  return (
    back.ok && hashCanonical(doc.content.map(plainForm)) === hashCanonical(back.value.content.map(plainForm))
  );
}

function plainForm(node: AdfNode): AdfNode {
  const { content, marks, attrs, ...rest } = node;
  const plain: AdfNode = { ...rest };
  const kept = Object.entries(attrs ?? {}).filter(([name, value]) => !(name === "order" && value === 1));
  if (kept.length > 0) plain["attrs"] = Object.fromEntries(kept);
  if (Array.isArray(marks) && marks.length > 0)
    plain["marks"] = marks.filter(isNode).toSorted((a, b) => (a.type < b.type ? -1 : 1));
  if (Array.isArray(content) && content.length > 0)
    plain["content"] = joinTexts(childrenOf(node).map(plainForm));
  return plain;
}

function printBlocks(nodes: readonly AdfNode[], inItem: boolean): string {
  let printed = "";
  let before: { type: string; alternate: boolean } | undefined;
  for (const node of nodes) {
    // Two lists of one kind in a row would read as one, so the second changes its sign.
    const alternate: boolean = before?.type === node.type && !before.alternate;
    const block = printBlock(node, alternate);
    const tight: boolean = inItem && before?.type === "paragraph" && /^(?:[-*]|1[.)]) +\S/.test(block);
    printed += before === undefined ? block : `${tight ? "\n" : "\n\n"}${block}`;
    before = { type: node.type, alternate };
  }
  return printed;
}

function printBlock(node: AdfNode, alternate: boolean): string {
  switch (node.type) {
    case "paragraph":
      return escapeLines(inlineToMarkdown(childrenOf(node)));
    case "heading":
      return printHeading(node);
    case "bulletList":
      return printItems(node, () => (alternate ? "* " : "- "));
    case "orderedList": {
      const order = attrOf(node, "order");
      const first = typeof order === "number" ? order : 1;
      return printItems(node, (index) => `${first + index}${alternate ? ")" : "."} `);
    }
    case "blockquote":
    case "panel":
      return printBlocks(childrenOf(node), false)
        .replaceAll(/^(?=.)/gm, "> ")
        .replaceAll(/^$/gm, ">");
    case "codeBlock":
      return printCode(node);
    case "rule":
      return "---";
    default:
      return printOther(node);
  }
}

function printHeading(node: AdfNode): string {
  const level = attrOf(node, "level");
  const words = escapeLines(inlineToMarkdown(childrenOf(node)).replaceAll(/\\?\n/g, " ")).replace(
    /#$/,
    "\\#",
  );
  return `${"#".repeat(typeof level === "number" ? level : 1)} ${words}`.trimEnd();
}

function printItems(list: AdfNode, sign: (index: number) => string): string {
  const items = childrenOf(list).map((item, index) => {
    const marker = sign(index);
    return `${marker}${printBlocks(childrenOf(item), true).replaceAll(/\n(?=.)/g, `\n${" ".repeat(marker.length)}`)}`.trimEnd();
  });
  return items.join("\n");
}

function printCode(node: AdfNode): string {
  const text = childrenOf(node).map(textOf).join("");
  const fence = fenceFor(text, 3);
  const language = textAttr(node, "language");
  const body = text === "" ? "" : `${text}\n`;
  return `${fence}${/^[^\s`]+$/.test(language) ? language : ""}\n${body}${fence}`;
}

function printOther(node: AdfNode): string {
  const children = childrenOf(node);
  if (children.length === 0) return escapeLines(inlineToMarkdown([{ type: "text", text: sayLeaf(node) }]));
  if (children.some(isInline)) return escapeLines(inlineToMarkdown(children));
  return printBlocks(children, false);
}
