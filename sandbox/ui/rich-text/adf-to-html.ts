import { attrText, readNode, type AdfMark, type AdfNode } from "../../rich-text/adf-node.ts";
import type { AdfDoc } from "../../state.ts";
import { html, NOTHING, type Html } from "../html.ts";
import { safeLink } from "./safe-link.ts";

function withMark(inner: Html, mark: AdfMark): Html {
  switch (mark.type) {
    case "strong":
      return html`<strong>${inner}</strong>`;
    case "em":
      return html`<em>${inner}</em>`;
    case "code":
      return html`<code>${inner}</code>`;
    case "strike":
      return html`<s>${inner}</s>`;
    case "underline":
      return html`<u>${inner}</u>`;
    case "link": {
      const href = safeLink(attrText(mark, "href"));
      return href === undefined ? inner : html`<a href="${href}" rel="noopener noreferrer">${inner}</a>`;
    }
    default:
      return inner;
  }
}

function drawHeading(node: AdfNode): Html {
  const inner = node.content.map(drawNode);
  // An issue's own title is the page's first heading, so those of its texts begin below.
  switch (attrText(node, "level")) {
    case "1":
      return html`<h3>${inner}</h3>`;
    case "2":
      return html`<h4>${inner}</h4>`;
    default:
      return html`<h5>${inner}</h5>`;
  }
}

function drawTask(node: AdfNode): Html {
  const done = attrText(node, "state") === "DONE";
  return html`<li class="task">${done ? "☑" : "☐"} ${node.content.map(drawNode)}</li>`;
}

function drawPanel(node: AdfNode): Html {
  const type = attrText(node, "panelType");
  const known = ["info", "note", "success", "warning", "error"].includes(type) ? type : "info";
  return html`<div class="panel panel-${known}">${node.content.map(drawNode)}</div>`;
}

function drawInline(node: AdfNode): Html | undefined {
  switch (node.type) {
    case "text":
      return node.marks.reduce<Html>(withMark, html`${node.text}`);
    case "hardBreak":
      return html`<br />`;
    case "mention":
      return html`<span class="mention">${attrText(node, "text")}</span>`;
    case "emoji":
      return html`${attrText(node, "text") || attrText(node, "shortName")}`;
    case "status":
      return html`<span class="lozenge">${attrText(node, "text")}</span>`;
    case "date":
      return html`${sayDay(attrText(node, "timestamp"))}`;
    case "inlineCard":
    case "blockCard": {
      const href = safeLink(attrText(node, "url"));
      return href === undefined
        ? html`${attrText(node, "url")}`
        : html`<a href="${href}" rel="noopener noreferrer">${href}</a>`;
    }
    default:
      return undefined;
  }
}

function drawBlock(node: AdfNode): Html {
  const inner = node.content.map(drawNode);
  switch (node.type) {
    case "paragraph":
      return html`<p>${inner}</p>`;
    case "heading":
      return drawHeading(node);
    case "bulletList":
      return html`<ul>
        ${inner}
      </ul>`;
    case "orderedList":
      return html`<ol>
        ${inner}
      </ol>`;
    case "listItem":
      return html`<li>${inner}</li>`;
    case "taskList":
      return html`<ul class="tasks">
        ${inner}
      </ul>`;
    case "taskItem":
      return drawTask(node);
    case "codeBlock":
      return html`<pre tabindex="0"><code>${inner}</code></pre>`;
    case "blockquote":
      return html`<blockquote>${inner}</blockquote>`;
    case "panel":
      return drawPanel(node);
    case "rule":
      return html`<hr />`;
    case "table":
      return html`<div class="table-scroll" tabindex="0">
        <table>
          ${inner}
        </table>
      </div>`;
    case "tableRow":
      return html`<tr>
        ${inner}
      </tr>`;
    case "tableHeader":
      return html`<th>${inner}</th>`;
    case "tableCell":
      return html`<td>${inner}</td>`;
    case "expand":
      return html`<details>
        <summary>${attrText(node, "title") || "More"}</summary>
        ${inner}
      </details>`;
    default:
      return inner.length > 0 ? html`${inner}` : html`<span class="unknown">[${node.type}]</span>`;
  }
}

function drawNode(node: AdfNode): Html {
  return drawInline(node) ?? drawBlock(node);
}

/** Rich text as markup of known elements only. A node of a kind that is not known shows its name or its content. */
export function adfToHtml(doc: AdfDoc | null): Html {
  return doc === null ? NOTHING : html`${doc.content.map((node) => drawNode(readNode(node)))}`;
}

/** A time that no calendar knows is shown as it was written. */
function sayDay(timestamp: string): string {
  const day = new Date(Number(timestamp));
  return Number.isNaN(day.getTime()) ? timestamp : day.toISOString().slice(0, 10);
}
