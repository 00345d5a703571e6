import { attrOf, childrenOf, isInline, textAttr, type AdfDoc, type AdfNode } from "./adf-node.ts";
import { sayLeaf } from "./say-leaf.ts";

/** `text.slice(from, to)` is what the node at `path` says; `path` leads there through `content`, from the top. */
export type TextSpan = { from: number; to: number; path: readonly number[] };
export type AdfText = { text: string; spans: TextSpan[] };

/**
 * Plain text, each block of words on a line of its own, with offsets in UTF-16 units. The signs of lists, the bars
 * between cells and the line breaks between blocks belong to no span.
 */
export function adfToText(doc: Pick<AdfDoc, "content">): AdfText {
  const writer = createWriter();
  for (const [index, node] of doc.content.entries()) writeNode(node, [index], writer);
  return writer.written();
}

type Writer = ReturnType<typeof createWriter>;

function createWriter() {
  const spans: TextSpan[] = [];
  let text = "";
  let breakDue = false;
  let afterSign = false;

  const add = (words: string) => {
    if (breakDue && text !== "" && !text.endsWith("\n")) text += "\n";
    breakDue = false;
    text += words;
  };
  return {
    /** What comes next starts a line, unless a sign has just started one for it. */
    startLine() {
      if (!afterSign) breakDue = true;
    },
    sign(words: string) {
      add(words);
      afterSign = true;
    },
    /** An item or a cell without words keeps its sign to itself. */
    endSign() {
      afterSign = false;
    },
    leaf(words: string, path: readonly number[]) {
      if (words === "") return;
      add(words);
      afterSign = false;
      spans.push({ from: text.length - words.length, to: text.length, path });
    },
    written: (): AdfText => ({ text, spans }),
  };
}

function writeNode(node: AdfNode, path: readonly number[], writer: Writer): void {
  const isCell = node.type === "tableCell" || node.type === "tableHeader";
  if (!isInline(node) && !isCell) writer.startLine();
  writer.leaf(
    node.type === "expand" || node.type === "nestedExpand" ? textAttr(node, "title") : sayLeaf(node),
    path,
  );
  for (const [index, child] of childrenOf(node).entries()) {
    const sign = signOf(node, child, index);
    if (sign !== "" && node.type !== "tableRow") writer.startLine();
    if (sign !== "") writer.sign(sign);
    writeNode(child, [...path, index], writer);
    if (sign !== "") writer.endSign();
  }
}

function signOf(parent: AdfNode, child: AdfNode, index: number): string {
  switch (parent.type) {
    case "bulletList":
    case "decisionList":
      return "- ";
    case "orderedList": {
      const order = attrOf(parent, "order");
      return `${(typeof order === "number" ? order : 1) + index}. `;
    }
    case "taskList":
      if (child.type === "taskList") return "";
      return textAttr(child, "state") === "DONE" ? "[x] " : "[ ] ";
    case "tableRow":
      return index === 0 ? "" : " | ";
    default:
      return "";
  }
}
