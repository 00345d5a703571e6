import { marksOf, textOf, type AdfMark, type AdfNode } from "./adf-node.ts";
import { canonicalJson } from "../kit/index.ts";

/** The order in which Atlassian's editor keeps marks. */
const MARK_ORDER = ["link", "em", "strong", "code"];

/** A text node with its marks in order. `code` goes with a link only, so it drops the others. */
export function textNode(text: string, marks: readonly AdfMark[] = []): AdfNode {
  const isCode = marks.some((mark) => mark.type === "code");
  const kept = isCode ? marks.filter((mark) => mark.type === "code" || mark.type === "link") : marks;
  const once = kept.filter((mark, index) => kept.findIndex((other) => other.type === mark.type) === index);
  const sorted = once.toSorted((a, b) => MARK_ORDER.indexOf(a.type) - MARK_ORDER.indexOf(b.type));
  return sorted.length === 0 ? { type: "text", text } : { type: "text", text, marks: sorted };
}

/** Neighbouring texts with the same marks become one; empty ones, which the schema forbids, go. */
export function joinTexts(nodes: readonly AdfNode[]): AdfNode[] {
  const joined: AdfNode[] = [];
  for (const node of nodes) {
    const last = joined.at(-1);
    if (node.type === "text" && textOf(node) === "") continue;
    if (
      last?.type === "text" &&
      node.type === "text" &&
      canonicalJson(marksOf(last)) === canonicalJson(marksOf(node))
    )
      joined[joined.length - 1] = { ...last, text: textOf(last) + textOf(node) };
    else joined.push(node);
  }
  return joined;
}

/** A line break in the text becomes a hard break, as it looks to the person who typed it. */
export function textWithBreaks(text: string, marks: readonly AdfMark[] = []): AdfNode[] {
  return text
    .split("\n")
    .flatMap((line, index) => [...(index === 0 ? [] : [{ type: "hardBreak" }]), textNode(line, marks)]);
}

export function paragraph(inline: readonly AdfNode[]): AdfNode {
  const content = joinTexts(inline);
  return content.length === 0 ? { type: "paragraph" } : { type: "paragraph", content };
}
