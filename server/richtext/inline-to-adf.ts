import type { PhrasingContent } from "mdast";
import type { AdfMark, AdfNode } from "./adf-node.ts";
import { isLinkAddress } from "./link-address.ts";
import { textNode, textWithBreaks } from "./write-nodes.ts";

type Target = { url: string; title: string | null };
/** Where the reference links of a document point, by identifier. */
export type Targets = Map<string, Target>;

/** The words of a block as ADF, each under the marks it inherits. */
export function inlineToAdf(
  nodes: readonly PhrasingContent[],
  targets: Targets,
  marks: readonly AdfMark[] = [],
): AdfNode[] {
  return nodes.flatMap((node) => phraseToAdf(node, targets, marks));
}

function phraseToAdf(node: PhrasingContent, targets: Targets, marks: readonly AdfMark[]): AdfNode[] {
  switch (node.type) {
    case "text":
    case "html":
      return textWithBreaks(node.value, marks);
    case "strong":
      return inlineToAdf(node.children, targets, [...marks, { type: "strong" }]);
    case "emphasis":
      return inlineToAdf(node.children, targets, [...marks, { type: "em" }]);
    case "inlineCode":
      return [textNode(node.value, [...marks, { type: "code" }])];
    case "break":
      return [{ type: "hardBreak" }];
    case "link":
      return inlineToAdf(
        node.children,
        targets,
        underLink({ url: node.url, title: node.title ?? null }, marks),
      );
    case "linkReference":
      return inlineToAdf(node.children, targets, underLink(targets.get(node.identifier), marks));
    case "image":
      return imageToAdf(node.alt ?? "", { url: node.url, title: node.title ?? null }, marks);
    case "imageReference":
      return imageToAdf(node.alt ?? "", targets.get(node.identifier), marks);
    default:
      return [];
  }
}

/** An address that is not allowed leaves only the words. */
function underLink(target: Target | undefined, marks: readonly AdfMark[]): readonly AdfMark[] {
  if (target === undefined || !isLinkAddress(target.url) || marks.some((mark) => mark.type === "link"))
    return marks;
  const attrs = target.title === null ? { href: target.url } : { href: target.url, title: target.title };
  return [...marks, { type: "link", attrs }];
}

function imageToAdf(alt: string, target: Target | undefined, marks: readonly AdfMark[]): AdfNode[] {
  const words = alt !== "" || target === undefined || !isLinkAddress(target.url) ? alt : target.url;
  return textWithBreaks(words, underLink(target, marks));
}
