import { ok, refuse, type Result } from "../result.ts";
import { readXml, XmlError, type XmlNode } from "./read-xml.ts";

const PREFIXES = new Set(["ac", "ri"]);
/** What Confluence takes in one body. */
const LARGEST = 5 * 1024 * 1024;

function unbound(nodes: XmlNode[]): string | undefined {
  for (const node of nodes) {
    if (node.kind === "text") continue;
    const names = [node.name, ...Object.keys(node.attributes)];
    const prefixes = names.filter((one) => one.includes(":")).map((one) => one.split(":")[0] ?? "");
    const strange = prefixes.find((one) => !PREFIXES.has(one)) ?? unbound(node.children);
    if (strange !== undefined) return strange;
  }
  return undefined;
}

/** Storage format is well-formed XHTML with Confluence's two namespaces; anything else is not taken. */
export function checkStorage(storage: string): Result<string> {
  if (Buffer.byteLength(storage) > LARGEST) return refuse(413, "The body is larger than 5 MB.");
  try {
    const prefix = unbound(readXml(storage));
    return prefix === undefined
      ? ok(storage)
      : refuse(400, `Error parsing xhtml: Undeclared namespace prefix "${prefix}"`);
  } catch (error) {
    if (error instanceof XmlError) return refuse(400, `Error parsing xhtml: ${error.message}`);
    throw error;
  }
}
