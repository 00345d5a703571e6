import { decodeEntities } from "./xml-entities.ts";

export type XmlElement = {
  kind: "element";
  name: string;
  attributes: Record<string, string>;
  children: XmlNode[];
};
export type XmlNode = XmlElement | { kind: "text"; text: string; raw: boolean };

/** The text is not well-formed; the message says what and where, as Confluence's own parser does. */
export class XmlError extends Error {}

const NAME = /^[A-Za-z_][\w.-]*(?::[A-Za-z_][\w.-]*)?/;
const ATTRIBUTE = /^\s+([A-Za-z_][\w.-]*(?::[A-Za-z_][\w.-]*)?)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/;
/** Deeper than any page, and far from what would exhaust the stack of who walks the tree. */
const DEEPEST = 200;

function placeOf(source: string, at: number): string {
  const lines = source.slice(0, at).split("\n");
  return `[${lines.length},${(lines.at(-1)?.length ?? 0) + 1}]`;
}

/** Reads a fragment of XML: elements, text, CDATA and comments. No doctype, no processing instructions. */
export function readXml(source: string): XmlNode[] {
  const root: XmlElement = { kind: "element", name: "", attributes: {}, children: [] };
  const open: XmlElement[] = [root];
  let at = 0;
  const fail = (what: string): never => {
    throw new XmlError(`${what} at [row,col]: ${placeOf(source, at)}`);
  };
  const top = (): XmlElement => open.at(-1) ?? root;

  const readText = () => {
    const next = source.indexOf("<", at);
    const end = next < 0 ? source.length : next;
    const piece = source.slice(at, end);
    if (/&(?!(?:#\d+|#x[\da-f]+|\w+);)/i.test(piece)) fail("Unexpected character after '&' in an entity");
    const text = decodeEntities(piece, (name) => fail(`Undeclared general entity "${name}"`));
    top().children.push({ kind: "text", text, raw: false });
    at = end;
  };
  const readUntil = (end: string, from: number, what: string): string => {
    const found = source.indexOf(end, from);
    if (found < 0) fail(`Unexpected end of input in ${what}`);
    const piece = source.slice(from, found);
    at = found + end.length;
    return piece;
  };
  const readClose = () => {
    const name = NAME.exec(source.slice(at + 2, at + 200))?.[0] ?? "";
    const expected = top().name;
    if (name !== expected || open.length === 1) {
      fail(`Unexpected close tag </${name}>; expected ${expected === "" ? "none" : `</${expected}>`}`);
    }
    const rest = /^\s*>/.exec(source.slice(at + 2 + name.length))?.[0] ?? fail("Expected '>'");
    at += 2 + name.length + rest.length;
    open.pop();
  };
  const readOpen = () => {
    const name = NAME.exec(source.slice(at + 1, at + 200))?.[0] ?? fail("Unexpected character after '<'");
    at += 1 + name.length;
    const element: XmlElement = { kind: "element", name, attributes: {}, children: [] };
    for (;;) {
      const found = ATTRIBUTE.exec(source.slice(at));
      if (found === null) break;
      const [whole, key = "", double, single = ""] = found;
      if (Object.hasOwn(element.attributes, key)) fail(`Duplicate attribute '${key}'`);
      element.attributes[key] = decodeEntities(double ?? single);
      at += whole.length;
    }
    const end = /^\s*(\/?)>/.exec(source.slice(at, at + 100)) ?? fail(`Unexpected character in <${name}>`);
    at += end[0].length;
    top().children.push(element);
    if (end[1] === "/") return;
    open.push(element);
    if (open.length > DEEPEST) fail("Elements are nested too deep");
  };

  while (at < source.length) {
    if (source[at] !== "<") readText();
    else if (source.startsWith("<![CDATA[", at)) {
      const text = readUntil("]]>", at + 9, "a CDATA section");
      top().children.push({ kind: "text", text, raw: true });
    } else if (source.startsWith("<!--", at)) readUntil("-->", at + 4, "a comment");
    else if (source[at + 1] === "/") readClose();
    else readOpen();
  }
  if (open.length > 1) fail(`Unexpected end of input; expected </${top().name}>`);
  return root.children;
}

export function childrenNamed(node: XmlElement, name: string): XmlElement[] {
  return node.children.filter((one): one is XmlElement => one.kind === "element" && one.name === name);
}

/** All words inside, without markup. */
export function textOfXml(nodes: XmlNode[]): string {
  return nodes.map((one) => (one.kind === "text" ? one.text : textOfXml(one.children))).join("");
}
