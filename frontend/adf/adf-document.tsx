import type { ReactNode } from "react";
import { SafeLink, drawText } from "./adf-marks.tsx";
import { childrenOf, isNode, numberAttr, textAttr, type AdfNode } from "./adf-node.ts";

/** Deeper than any real document; stops one made to exhaust the stack. */
const DEEPEST = 40;

/** Atlassian Document Format drawn as React elements: an allow-list, and a label for whatever is not on it. */
export function AdfDocument({ blocks }: { blocks: readonly unknown[] }) {
  return <div className="ts-adf">{drawAll(blocks.filter(isNode), 0)}</div>;
}

function drawAll(nodes: readonly AdfNode[], depth: number): ReactNode[] {
  return nodes.map((node, index) => <Node key={index} node={node} depth={depth} />);
}

function Node({ node, depth }: { node: AdfNode; depth: number }): ReactNode {
  if (depth > DEEPEST) return <Unknown type="too deep" />;
  const inner = () => drawAll(childrenOf(node), depth + 1);
  switch (node.type) {
    case "doc":
      return inner();
    case "paragraph":
      return <p>{inner()}</p>;
    case "heading":
      return <p className="ts-adf-heading">{inner()}</p>;
    case "bulletList":
      return <ul>{inner()}</ul>;
    case "orderedList":
      return <ol start={numberAttr(node, "order") ?? 1}>{inner()}</ol>;
    case "listItem":
      return <li>{inner()}</li>;
    case "taskList":
    case "decisionList":
      return <ul className="ts-adf-tasks">{inner()}</ul>;
    case "taskItem":
      return <TaskItem done={textAttr(node, "state") === "DONE"}>{inner()}</TaskItem>;
    case "decisionItem":
      return <li>{inner()}</li>;
    case "blockquote":
      return <blockquote>{inner()}</blockquote>;
    case "panel":
      return <div className="ts-adf-panel">{inner()}</div>;
    case "codeBlock":
      return (
        <pre tabIndex={0}>
          <code>{inner()}</code>
        </pre>
      );
    case "rule":
      return <hr />;
    case "table":
      return <Table>{inner()}</Table>;
    case "tableRow":
      return <tr>{inner()}</tr>;
    case "tableHeader":
      return <th>{inner()}</th>;
    case "tableCell":
      return <td>{inner()}</td>;
    default:
      return <Inline node={node} inner={inner} />;
  }
}

function Inline({ node, inner }: { node: AdfNode; inner: () => ReactNode[] }): ReactNode {
  switch (node.type) {
    case "text":
      return drawText(node);
    case "hardBreak":
      return <br />;
    case "mention":
      return <span className="ts-adf-mention">{textAttr(node, "text") ?? "@someone"}</span>;
    case "emoji":
      return textAttr(node, "text") ?? textAttr(node, "shortName") ?? "";
    case "date":
      return <DateNode timestamp={textAttr(node, "timestamp")} />;
    case "status":
      return <span className="ts-lozenge ts-lozenge-neutral">{textAttr(node, "text") ?? ""}</span>;
    case "inlineCard":
    case "blockCard":
    case "embedCard":
      return <SafeLink href={node.attrs?.["url"]}>{textAttr(node, "url") ?? "link"}</SafeLink>;
    case "expand":
    case "nestedExpand":
      return (
        <div className="ts-adf-panel">
          <strong>{textAttr(node, "title") ?? ""}</strong>
          {inner()}
        </div>
      );
    case "mediaSingle":
    case "mediaGroup":
    case "media":
    case "mediaInline":
      return <Unknown type="attachment" />;
    default:
      return <Unknown type={node.type} />;
  }
}

function TaskItem({ done, children }: { done: boolean; children: ReactNode }) {
  return (
    <li>
      <span aria-hidden="true">{done ? "☑ " : "☐ "}</span>
      <span className="ts-unseen">{done ? "Done: " : "To do: "}</span>
      {children}
    </li>
  );
}

function Table({ children }: { children: ReactNode }) {
  return (
    <div className="ts-adf-table" tabIndex={0} role="group" aria-label="Table">
      <table>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}

function DateNode({ timestamp }: { timestamp: string | undefined }) {
  const date = new Date(Number(timestamp));
  if (Number.isNaN(date.getTime())) return <Unknown type="date" />;
  return <time dateTime={date.toISOString()}>{date.toLocaleDateString(undefined, { timeZone: "UTC" })}</time>;
}

const Unknown = ({ type }: { type: string }) => <span className="ts-adf-unknown">[{type}]</span>;
