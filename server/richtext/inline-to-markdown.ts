import { canonicalJson } from "../kit/index.ts";
import { marksOf, textAttr, textOf, type AdfMark, type AdfNode } from "./adf-node.ts";
import { escapeAddress, escapeTitle, escapeWords, fenceFor } from "./escape-markdown.ts";
import { sayLeaf } from "./say-leaf.ts";

const PRINTED: ReadonlySet<string> = new Set(["link", "em", "strong"]);

/** Inline nodes as Markdown. Marks that Markdown has no sign for are left out. */
export function inlineToMarkdown(nodes: readonly AdfNode[]): string {
  return printRun(nodes, []);
}

function printRun(nodes: readonly AdfNode[], open: readonly string[]): string {
  let printed = "";
  for (let at = 0; at < nodes.length; ) {
    const { mark, count } = longestMark(nodes, at, open);
    const run = nodes.slice(at, at + count);
    printed += mark === undefined ? printLeaf(nodes, at) : printMark(mark, run, open);
    at += count;
  }
  return printed;
}

/** The mark that reaches furthest goes outside, so that marks nest and do not cross. */
function longestMark(nodes: readonly AdfNode[], at: number, open: readonly string[]) {
  const first = nodes[at];
  let best: { mark: AdfMark | undefined; count: number } = { mark: undefined, count: 1 };
  for (const mark of first === undefined ? [] : marksOf(first)) {
    if (!PRINTED.has(mark.type) || open.includes(mark.type)) continue;
    const count = reachOf(mark, nodes, at);
    if (best.mark === undefined || count > best.count) best = { mark, count };
  }
  return best;
}

function reachOf(mark: AdfMark, nodes: readonly AdfNode[], at: number): number {
  const wanted = canonicalJson(mark);
  let end = at;
  while (marksOf(nodes[end] ?? { type: "" }).some((other) => canonicalJson(other) === wanted)) end += 1;
  return end - at;
}

function printMark(mark: AdfMark, run: readonly AdfNode[], open: readonly string[]): string {
  const inner = printRun(run, [...open, mark.type]);
  if (mark.type === "strong") return `**${inner}**`;
  if (mark.type === "em") return `*${inner}*`;
  const href = textAttr(mark, "href");
  const title = textAttr(mark, "title");
  if (
    title === "" &&
    run.map(textOf).join("") === href &&
    isAutolink(href) &&
    run.every((node) => marksOf(node).length === 1)
  )
    return `<${href}>`;
  return `[${inner}](${escapeAddress(href)}${title === "" ? "" : ` "${escapeTitle(title)}"`})`;
}

const isAutolink = (href: string) => /^https?:[^\s<>]*$/.test(href);

function printLeaf(nodes: readonly AdfNode[], at: number): string {
  const node = nodes[at] ?? { type: "" };
  // A bare line break needs words on both sides of it; two in a row would end the paragraph.
  if (node.type === "hardBreak")
    return nodes[at + 1]?.type === "text" && nodes[at - 1]?.type === "text" ? "\n" : "\\\n";
  if (!marksOf(node).some((mark) => mark.type === "code"))
    return escapeWords(sayLeaf(node)).replaceAll("]", "\\]");
  const text = textOf(node);
  const fence = fenceFor(text, 1);
  const needsRoom = /^`|`$/.test(text) || /^ .* $/s.test(text);
  return needsRoom ? `${fence} ${text} ${fence}` : `${fence}${text}${fence}`;
}
