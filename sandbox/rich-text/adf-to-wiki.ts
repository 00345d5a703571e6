import type { AdfDoc } from "../state.ts";
import { attrText, readNode, type AdfNode } from "./adf-node.ts";

const AROUND: Record<string, string> = { strong: "*", em: "_", strike: "-", underline: "+" };

function inline(node: AdfNode): string {
  if (node.type === "hardBreak") return "\n";
  if (node.type === "mention") return `[~accountid:${attrText(node, "id")}]`;
  if (node.type === "emoji") return attrText(node, "text") || attrText(node, "shortName");
  if (node.type === "inlineCard") return `[${attrText(node, "url")}]`;
  let text = node.text ?? node.content.map(inline).join("");
  for (const mark of node.marks) {
    if (mark.type === "code") text = `{{${text}}}`;
    else if (mark.type === "link") text = `[${text}|${attrText(mark, "href")}]`;
    else text = `${AROUND[mark.type] ?? ""}${text}${AROUND[mark.type] ?? ""}`;
  }
  return text;
}

function list(node: AdfNode, sign: string): string {
  return node.content
    .map((item) =>
      item.content
        .map((child) =>
          child.type === "bulletList"
            ? list(child, `${sign}*`)
            : child.type === "orderedList"
              ? list(child, `${sign}#`)
              : `${sign} ${inlineOf(child)}`,
        )
        .join("\n"),
    )
    .join("\n");
}

function inlineOf(node: AdfNode): string {
  return node.content.map(inline).join("");
}

function row(node: AdfNode): string {
  const head = node.content.some((cell) => cell.type === "tableHeader");
  const bar = head ? "||" : "|";
  const cells = node.content.map((cell) => cell.content.map(block).join(" ").replace(/\n+/g, " ").trim());
  return `${bar}${cells.join(bar)}${bar}`;
}

function block(node: AdfNode): string {
  switch (node.type) {
    case "heading":
      return `h${attrText(node, "level") || "1"}. ${inlineOf(node)}`;
    case "bulletList":
      return list(node, "*");
    case "orderedList":
      return list(node, "#");
    case "codeBlock": {
      const language = attrText(node, "language");
      return `{code${language === "" ? "" : `:${language}`}}\n${inlineOf(node)}\n{code}`;
    }
    case "blockquote":
      return `{quote}\n${blocks(node)}\n{quote}`;
    case "panel":
      return `{panel}\n${blocks(node)}\n{panel}`;
    case "rule":
      return "----";
    case "table":
      return node.content.map(row).join("\n");
    case "paragraph":
      return inlineOf(node);
    default:
      return node.content.length > 0 ? blocks(node) : inline(node);
  }
}

function blocks(node: AdfNode): string {
  return node.content.map(block).join("\n\n");
}

/** Rich text as the v2 shape carries it: Jira's wiki markup. Webhooks still speak it. */
export function adfToWiki(doc: AdfDoc | null): string | null {
  return doc === null ? null : blocks(readNode(doc));
}
