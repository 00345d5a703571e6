import type { ReactNode } from "react";
import { isNode, textAttr, type AdfNode } from "./adf-node.ts";
import { safeLink } from "./safe-link.ts";

/** Text with its marks as elements. A mark that is not listed here changes nothing. */
export function drawText(node: AdfNode): ReactNode {
  const marks = Array.isArray(node.marks) ? node.marks.filter(isNode) : [];
  const text = typeof node.text === "string" ? node.text : "";
  return marks.reduceRight<ReactNode>((inner, mark) => wrap(mark, inner), text);
}

function wrap(mark: AdfNode, inner: ReactNode): ReactNode {
  switch (mark.type) {
    case "strong":
      return <strong>{inner}</strong>;
    case "em":
      return <em>{inner}</em>;
    case "strike":
      return <s>{inner}</s>;
    case "underline":
      return <u>{inner}</u>;
    case "code":
      return <code>{inner}</code>;
    case "subsup":
      return textAttr(mark, "type") === "sub" ? <sub>{inner}</sub> : <sup>{inner}</sup>;
    case "link":
      return <SafeLink href={mark.attrs?.["href"]}>{inner}</SafeLink>;
    default:
      return inner;
  }
}

export function SafeLink({ href, children }: { href: unknown; children: ReactNode }) {
  const safe = safeLink(href);
  if (safe === undefined) return <span>{children}</span>;
  return (
    <a href={safe} target="_blank" rel="noopener noreferrer">
      {children}
    </a>
  );
}
