import { ok, refuse, type Result } from "../kit/index.ts";
import { attrOf, childrenOf, marksOf, type AdfDoc, type AdfMark, type AdfNode } from "./adf-node.ts";
import { isCardAddress, isLinkAddress } from "./link-address.ts";
import { validateAdf, type AdfRefusal } from "./validate-adf.ts";

/** All that we write. Media, extensions and macros, and mentions (which notify people) are not in it. */
const NODES: ReadonlySet<string> = new Set([
  "paragraph",
  "heading",
  "bulletList",
  "orderedList",
  "listItem",
  "blockquote",
  "codeBlock",
  "rule",
  "text",
  "hardBreak",
  "inlineCard",
]);
const MARKS: ReadonlySet<string> = new Set(["strong", "em", "code", "link"]);
const LINK_ATTRS: ReadonlySet<string> = new Set(["href", "title"]);

/**
 * For content that we author, before it is sent: Atlassian's schema, then our own policy, which the schema does
 * not know: a short list of nodes and marks, and addresses that `isLinkAddress` allows.
 * What Jira gave us is not held to this; `parseAdf` reads it.
 */
export function checkWrittenAdf(value: unknown): Result<AdfDoc, AdfRefusal> {
  const doc = validateAdf(value);
  if (!doc.ok) return doc;
  const refusal = findBreach(doc.value.content, "/content");
  return refusal === undefined ? ok(doc.value) : refuse(refusal);
}

function findBreach(nodes: readonly AdfNode[], at: string): AdfRefusal | undefined {
  for (const [index, node] of nodes.entries()) {
    const here = `${at}/${index}`;
    const breach = breachOf(node, here) ?? findBreach(childrenOf(node), `${here}/content`);
    if (breach !== undefined) return breach;
  }
  return undefined;
}

function breachOf(node: AdfNode, at: string): AdfRefusal | undefined {
  if (!NODES.has(node.type)) return { reason: "node", at, words: `${node.type} is not written` };
  if (node.type === "inlineCard") {
    const url = attrOf(node, "url");
    // The other form of a card carries its content as data and no address that could be checked.
    if (typeof url !== "string" || !isCardAddress(url))
      return { reason: "link", at, words: "not an https address" };
  }
  for (const mark of marksOf(node)) {
    if (!MARKS.has(mark.type)) return { reason: "mark", at, words: `${mark.type} is not written` };
    if (mark.type === "link" && !isPlainLink(mark))
      return { reason: "link", at, words: "not an allowed address" };
  }
  return undefined;
}

function isPlainLink(mark: AdfMark): boolean {
  const href = attrOf(mark, "href");
  return (
    typeof href === "string" &&
    isLinkAddress(href) &&
    Object.keys(mark["attrs"] ?? {}).every((name) => LINK_ATTRS.has(name))
  );
}
