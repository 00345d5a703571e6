import { z } from "zod";
import type { AdfDoc, Json } from "../state.ts";
import { childrenNamed, readXml, textOfXml, type XmlElement, type XmlNode } from "./read-xml.ts";

type Node = { [key: string]: Json };
type Mark = { type: string; attrs?: { [key: string]: Json } };

const MARKS: Record<string, Mark> = {
  strong: { type: "strong" },
  b: { type: "strong" },
  em: { type: "em" },
  i: { type: "em" },
  u: { type: "underline" },
  s: { type: "strike" },
  del: { type: "strike" },
  code: { type: "code" },
  sub: { type: "subsup", attrs: { type: "sub" } },
  sup: { type: "subsup", attrs: { type: "sup" } },
};
const PANELS: Record<string, string> = { info: "info", note: "note", tip: "success", warning: "warning" };
const KEPT = z.record(z.string(), z.json());

function text(words: string, marks: Mark[]): Node[] {
  if (words === "") return [];
  return [{ type: "text", text: words, ...(marks.length === 0 ? {} : { marks }) }];
}

function parameter(macro: XmlElement, name: string): string | undefined {
  const found = childrenNamed(macro, "ac:parameter").find((one) => one.attributes["ac:name"] === name);
  return found === undefined ? undefined : textOfXml(found.children);
}

/** A node we have no storage markup for was kept whole. */
function keptNode(element: XmlElement): Node[] {
  try {
    return [KEPT.parse(JSON.parse(textOfXml(element.children)))];
  } catch {
    return [];
  }
}

function link(element: XmlElement, marks: Mark[]): Node[] {
  const [user] = childrenNamed(element, "ri:user");
  const id = user?.attributes["ri:account-id"];
  if (id !== undefined) return [{ type: "mention", attrs: { id, text: "" } }];
  const [page] = childrenNamed(element, "ri:page");
  const title = page?.attributes["ri:content-title"] ?? "";
  const body = [
    ...childrenNamed(element, "ac:link-body"),
    ...childrenNamed(element, "ac:plain-text-link-body"),
  ];
  const words = textOfXml(body);
  return text(words === "" ? title : words, marks);
}

function inline(node: XmlNode, marks: Mark[]): Node[] {
  if (node.kind === "text") return text(node.text.replace(/\s+/g, " "), marks);
  const { name, attributes, children } = node;
  const mark = MARKS[name];
  if (mark !== undefined) return children.flatMap((one) => inline(one, [...marks, mark]));
  if (name === "br") return [{ type: "hardBreak" }];
  if (name === "a") {
    const href = attributes["href"] ?? "";
    if (attributes["data-card-appearance"] === "inline")
      return [{ type: "inlineCard", attrs: { url: href } }];
    return children.flatMap((one) => inline(one, [...marks, { type: "link", attrs: { href } }]));
  }
  if (name === "ac:link") return link(node, marks);
  if (name === "ac:emoticon") {
    const shortName = attributes["ac:emoji-shortname"] ?? `:${attributes["ac:name"] ?? "smile"}:`;
    return [{ type: "emoji", attrs: { shortName, text: attributes["ac:emoji-fallback"] ?? shortName } }];
  }
  if (name === "time") {
    return [{ type: "date", attrs: { timestamp: String(Date.parse(attributes["datetime"] ?? "") || 0) } }];
  }
  if (name === "ac:structured-macro" && attributes["ac:name"] === "status") {
    const color = (parameter(node, "colour") ?? "neutral").toLowerCase().replace("grey", "neutral");
    return [{ type: "status", attrs: { text: parameter(node, "title") ?? "", color } }];
  }
  if (name === "ac:adf-extension" && attributes["ac:inline"] === "true") return keptNode(node);
  return children.flatMap((one) => inline(one, marks));
}

const INLINE = new Set([...Object.keys(MARKS), "br", "a", "ac:link", "ac:emoticon", "time", "span"]);

function isInline(node: XmlNode): boolean {
  if (node.kind === "text") return node.text.trim() !== "";
  const status = node.name === "ac:structured-macro" && node.attributes["ac:name"] === "status";
  return (
    INLINE.has(node.name) ||
    status ||
    (node.name === "ac:adf-extension" && node.attributes["ac:inline"] === "true")
  );
}

/** Blocks of mixed content: words that stand loose become a paragraph. */
function blocks(nodes: XmlNode[]): Node[] {
  const found: Node[] = [];
  let loose: XmlNode[] = [];
  const close = () => {
    const content = loose.flatMap((one) => inline(one, []));
    if (content.length > 0) found.push({ type: "paragraph", content });
    loose = [];
  };
  for (const node of nodes) {
    if (isInline(node) || (node.kind === "text" && loose.length > 0)) loose.push(node);
    else if (node.kind === "element") {
      close();
      found.push(...block(node));
    }
  }
  close();
  return found;
}

/** Some blocks must hold another: an empty cell or item holds an empty paragraph. */
function filled(nodes: XmlNode[]): Node[] {
  const found = blocks(nodes);
  return found.length > 0 ? found : [{ type: "paragraph", content: [] }];
}

function list(element: XmlElement, type: string): Node {
  const items = childrenNamed(element, "li");
  return { type, content: items.map((one) => ({ type: "listItem", content: filled(one.children) })) };
}

function taskList(element: XmlElement): Node {
  const items = childrenNamed(element, "ac:task").map((task, at) => {
    const done = textOfXml(childrenNamed(task, "ac:task-status")) === "complete";
    const id = textOfXml(childrenNamed(task, "ac:task-id")) || String(at + 1);
    const body = childrenNamed(task, "ac:task-body").flatMap((one) => one.children);
    return {
      type: "taskItem",
      attrs: { localId: id, state: done ? "DONE" : "TODO" },
      content: body.flatMap((one) => inline(one, [])),
    };
  });
  return { type: "taskList", attrs: { localId: "tasks" }, content: items };
}

function table(element: XmlElement): Node {
  const groups = [element, ...["thead", "tbody"].flatMap((name) => childrenNamed(element, name))];
  const rows = groups.flatMap((one) => childrenNamed(one, "tr"));
  const cell = (one: XmlElement): Node => ({
    type: one.name === "th" ? "tableHeader" : "tableCell",
    attrs: {},
    content: filled(one.children),
  });
  const cells = (row: XmlElement) =>
    row.children.flatMap((one) =>
      one.kind === "element" && (one.name === "th" || one.name === "td") ? [cell(one)] : [],
    );
  return { type: "table", content: rows.map((row) => ({ type: "tableRow", content: cells(row) })) };
}

function macro(element: XmlElement): Node[] {
  const name = element.attributes["ac:name"] ?? "";
  const rich = childrenNamed(element, "ac:rich-text-body").flatMap((one) => one.children);
  if (name === "code") {
    const code = textOfXml(childrenNamed(element, "ac:plain-text-body"));
    const language = parameter(element, "language");
    return [
      {
        type: "codeBlock",
        attrs: language === undefined ? {} : { language },
        content: code === "" ? [] : [{ type: "text", text: code }],
      },
    ];
  }
  const panelType = PANELS[name];
  if (panelType !== undefined) return [{ type: "panel", attrs: { panelType }, content: filled(rich) }];
  if (name === "expand") {
    return [{ type: "expand", attrs: { title: parameter(element, "title") ?? "" }, content: filled(rich) }];
  }
  const parameters = Object.fromEntries(
    childrenNamed(element, "ac:parameter").map((one) => [
      one.attributes["ac:name"] ?? "",
      { value: textOfXml(one.children) },
    ]),
  );
  const attrs: { [key: string]: Json } = {
    extensionType: "com.atlassian.confluence.macro.core",
    extensionKey: name,
    parameters: { macroParams: parameters },
    layout: "default",
  };
  return rich.length > 0
    ? [{ type: "bodiedExtension", attrs, content: filled(rich) }]
    : [{ type: "extension", attrs }];
}

function block(element: XmlElement): Node[] {
  const { name, children } = element;
  const heading = /^h([1-6])$/.exec(name)?.[1];
  if (heading !== undefined) {
    const content = children.flatMap((one) => inline(one, []));
    return [{ type: "heading", attrs: { level: Number(heading) }, content }];
  }
  switch (name) {
    case "p":
      return [{ type: "paragraph", content: children.flatMap((one) => inline(one, [])) }];
    case "ul":
      return [list(element, "bulletList")];
    case "ol":
      return [list(element, "orderedList")];
    case "hr":
      return [{ type: "rule" }];
    case "blockquote":
      return [{ type: "blockquote", content: filled(children) }];
    case "pre":
      return [{ type: "codeBlock", attrs: {}, content: text(textOfXml(children), []) }];
    case "table":
      return [table(element)];
    case "ac:task-list":
      return [taskList(element)];
    case "ac:structured-macro":
      return macro(element);
    case "ac:adf-extension":
      return keptNode(element);
    default:
      return blocks(children);
  }
}

/** A storage-format body as an ADF document, for the nodes the sandbox knows. */
export function storageToAdf(storage: string): AdfDoc {
  return { type: "doc", version: 1, content: blocks(readXml(storage)) };
}
