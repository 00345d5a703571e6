import type { AdfDoc, Json } from "../state.ts";
import { attrText, readNode, type AdfMark, type AdfNode } from "./adf-node.ts";
import { encodeAttribute, encodeText } from "./xml-entities.ts";

const MARKS: Record<string, string> = {
  strong: "strong",
  em: "em",
  underline: "u",
  strike: "s",
  code: "code",
};
const PANELS: Record<string, string> = {
  info: "info",
  note: "note",
  success: "tip",
  tip: "tip",
  warning: "warning",
  error: "warning",
};

function around(mark: AdfMark, inner: string): string {
  if (mark.type === "link") return `<a href="${encodeAttribute(attrText(mark, "href"))}">${inner}</a>`;
  const tag = mark.type === "subsup" ? attrText(mark, "type") || "sub" : MARKS[mark.type];
  return tag === undefined ? inner : `<${tag}>${inner}</${tag}>`;
}

/** A section of CDATA cannot hold its own end. */
function cdata(text: string): string {
  return `<![CDATA[${text.replaceAll("]]>", "]]]]><![CDATA[>")}]]>`;
}

function parameterOf(name: string, value: string): string {
  return `<ac:parameter ac:name="${encodeAttribute(name)}">${encodeText(value)}</ac:parameter>`;
}

function macro(name: string, inner: string): string {
  return `<ac:structured-macro ac:name="${encodeAttribute(name)}" ac:schema-version="1">${inner}</ac:structured-macro>`;
}

function rich(node: AdfNode): string {
  return `<ac:rich-text-body>${each(node)}</ac:rich-text-body>`;
}

function each(node: AdfNode): string {
  return node.content.map((one) => print(one)).join("");
}

function cell(node: AdfNode, tag: string): string {
  return `<${tag}>${each(node)}</${tag}>`;
}

function task(node: AdfNode): string {
  const status = attrText(node, "state") === "DONE" ? "complete" : "incomplete";
  const id = encodeText(attrText(node, "localId"));
  return `<ac:task><ac:task-id>${id}</ac:task-id><ac:task-status>${status}</ac:task-status><ac:task-body>${each(node)}</ac:task-body></ac:task>`;
}

/** Macro parameters as the editor keeps them: `{ macroParams: { name: { value } } }`. */
function parametersOf(node: AdfNode): string {
  const { parameters } = node.attrs;
  const object = (value: Json | undefined) =>
    typeof value === "object" && value !== null && !Array.isArray(value) ? value : {};
  return Object.entries(object(object(parameters)["macroParams"]))
    .map(([name, parameter]) => {
      const { value } = object(parameter);
      return parameterOf(name, typeof value === "string" ? value : JSON.stringify(value ?? ""));
    })
    .join("");
}

function dayOf(timestamp: string): string {
  const at = new Date(Number(timestamp));
  return Number.isNaN(at.getTime()) ? "1970-01-01" : at.toISOString().slice(0, 10);
}

const INLINE_KEPT = new Set(["mediaInline", "inlineExtension", "placeholder"]);

function print(node: AdfNode): string {
  switch (node.type) {
    case "text":
      return node.marks.reduceRight((inner, mark) => around(mark, inner), encodeText(node.text ?? ""));
    case "hardBreak":
      return "<br />";
    case "paragraph":
      return `<p>${each(node)}</p>`;
    case "heading":
      return `<h${attrText(node, "level")}>${each(node)}</h${attrText(node, "level")}>`;
    case "bulletList":
      return `<ul>${each(node)}</ul>`;
    case "orderedList":
      return `<ol>${each(node)}</ol>`;
    case "listItem":
      return `<li>${each(node)}</li>`;
    case "blockquote":
      return `<blockquote>${each(node)}</blockquote>`;
    case "rule":
      return "<hr />";
    case "table":
      return `<table><tbody>${each(node)}</tbody></table>`;
    case "tableRow":
      return `<tr>${each(node)}</tr>`;
    case "tableHeader":
      return cell(node, "th");
    case "tableCell":
      return cell(node, "td");
    case "taskList":
      return `<ac:task-list>${each(node)}</ac:task-list>`;
    case "taskItem":
      return task(node);
    case "codeBlock": {
      const language = attrText(node, "language");
      const code = node.content.map((one) => one.text ?? "").join("");
      const body = `<ac:plain-text-body>${cdata(code)}</ac:plain-text-body>`;
      return macro("code", `${language === "" ? "" : parameterOf("language", language)}${body}`);
    }
    case "panel":
      return macro(PANELS[attrText(node, "panelType")] ?? "info", rich(node));
    case "expand":
      return macro("expand", `${parameterOf("title", attrText(node, "title"))}${rich(node)}`);
    case "status":
      return macro(
        "status",
        `${parameterOf("title", attrText(node, "text"))}${parameterOf("colour", attrText(node, "color"))}`,
      );
    case "mention":
      return `<ac:link><ri:user ri:account-id="${encodeAttribute(attrText(node, "id"))}" /></ac:link>`;
    case "emoji": {
      const [short, fallback] = [attrText(node, "shortName"), attrText(node, "text")];
      return `<ac:emoticon ac:name="${encodeAttribute(short.replaceAll(":", ""))}" ac:emoji-shortname="${encodeAttribute(short)}" ac:emoji-fallback="${encodeAttribute(fallback)}" />`;
    }
    case "date":
      return `<time datetime="${dayOf(attrText(node, "timestamp"))}" />`;
    case "inlineCard":
      return `<a href="${encodeAttribute(attrText(node, "url"))}" data-card-appearance="inline">${encodeText(attrText(node, "url"))}</a>`;
    case "extension":
      return macro(attrText(node, "extensionKey"), parametersOf(node));
    case "bodiedExtension":
      return macro(attrText(node, "extensionKey"), `${parametersOf(node)}${rich(node)}`);
    default: {
      // Kept whole: what the sandbox has no markup for must still be there when it is read back.
      const where = INLINE_KEPT.has(node.type) ? ' ac:inline="true"' : "";
      return `<ac:adf-extension${where}>${cdata(JSON.stringify(bare(node)))}</ac:adf-extension>`;
    }
  }
}

function bare(node: AdfNode): Json {
  return {
    type: node.type,
    ...(node.text === undefined ? {} : { text: node.text }),
    ...(Object.keys(node.attrs).length === 0 ? {} : { attrs: node.attrs }),
    ...(node.content.length === 0 ? {} : { content: node.content.map(bare) }),
    ...(node.marks.length === 0
      ? {}
      : {
          marks: node.marks.map(({ type, attrs }) => ({
            type,
            ...(Object.keys(attrs).length ? { attrs } : {}),
          })),
        }),
  };
}

/** An ADF document in storage format. */
export function adfToStorage(doc: AdfDoc): string {
  return doc.content.map((one) => print(readNode(one))).join("");
}
