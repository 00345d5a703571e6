import { escapeHtml, Html } from "../html.ts";
import { safeLink } from "./safe-link.ts";

const PLAIN = new Set(
  "p h1 h2 h3 h4 h5 h6 ul ol li strong b em i u s del sub sup code pre blockquote table thead tbody tr th td br hr span div".split(
    " ",
  ),
);
const EMPTY = new Set(["br", "hr"]);
/** Heard of, but only their content is shown. */
const TRANSPARENT = new Set([
  "ac:rich-text-body",
  "ac:link",
  "ac:link-body",
  "ac:task-list",
  "ac:task",
  "ac:task-body",
  "ac:layout",
]);
/** Not shown, nor anything inside. */
const SILENT = new Set(["ac:parameter", "script", "style", "ac:task-id", "ac:task-status"]);
const TOKEN =
  /<!\[CDATA\[([\s\S]*?)\]\]>|<!--[\s\S]*?-->|<(\/?)([a-zA-Z][\w:-]*)((?:\s+[\w:-]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(\/?)>|[^<]+|</g;
const NAMED: Record<string, string> = {
  nbsp: " ",
  lt: "<",
  gt: ">",
  amp: "&",
  quot: '"',
  apos: "'",
  ndash: "–",
  mdash: "—",
  hellip: "…",
  rarr: "→",
};

function decode(text: string): string {
  return text.replace(/&(#x?[\da-fA-F]+|\w+);/g, (whole, name: string) => {
    if (!name.startsWith("#")) return NAMED[name] ?? whole;
    const code = name[1] === "x" ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
    return code > 0 && code < 0x110000 ? String.fromCodePoint(code) : whole;
  });
}

function attribute(attributes: string, name: string): string {
  return decode(new RegExp(`\\s${name}\\s*=\\s*["']([^"']*)["']`).exec(attributes)?.[1] ?? "");
}

type Opened = { open: string; close: string };

function openMacro(attributes: string): Opened {
  const name = attribute(attributes, "ac:name");
  if (["info", "note", "tip", "warning"].includes(name))
    return { open: `<div class="panel panel-${name}">`, close: "</div>" };
  if (name === "code") return { open: "", close: "" };
  return { open: `<div class="macro"><span class="quiet">${escapeHtml(name)}</span>`, close: "</div>" };
}

function openTag(tag: string, attributes: string): Opened {
  if (tag === "ac:structured-macro") return openMacro(attributes);
  if (tag === "ac:plain-text-body") return { open: '<pre tabindex="0"><code>', close: "</code></pre>" };
  if (tag === "a") {
    const href = safeLink(attribute(attributes, "href"));
    return href === undefined
      ? { open: "", close: "" }
      : { open: `<a href="${escapeHtml(href)}" rel="noopener noreferrer">`, close: "</a>" };
  }
  if (tag === "ri:page") return { open: escapeHtml(attribute(attributes, "ri:content-title")), close: "" };
  // The page's own title is the first heading; a text's first one ranks below it.
  const drawn = tag === "h1" ? "h2" : tag;
  if (PLAIN.has(tag)) return { open: `<${drawn}>`, close: EMPTY.has(tag) ? "" : `</${drawn}>` };
  return TRANSPARENT.has(tag)
    ? { open: "", close: "" }
    : { open: `<span class="unknown">[${escapeHtml(tag)}]</span>`, close: "" };
}

/**
 * Storage format as markup that is built anew from known elements: no attribute of the page is copied but a
 * checked link, and what was not closed is closed at the end.
 */
export function storageToHtml(storage: string): Html {
  const stack: { tag: string; close: string }[] = [];
  let out = "";
  let silent = 0;
  const pop = () => {
    const last = stack.pop();
    if (last === undefined) return;
    out += last.close;
    if (SILENT.has(last.tag)) silent -= 1;
  };
  for (const [token, cdata, slash, name = "", attributes = "", selfClosing] of storage.matchAll(TOKEN)) {
    const tag = name.toLowerCase();
    if (tag === "") {
      const text = cdata ?? (token.startsWith("<!--") ? "" : decode(token));
      if (silent === 0) out += escapeHtml(text);
    } else if (slash === "/") {
      if (stack.some((one) => one.tag === tag)) {
        while (stack.at(-1)?.tag !== tag) pop();
        pop();
      }
    } else {
      const opened = silent > 0 || SILENT.has(tag) ? { open: "", close: "" } : openTag(tag, attributes);
      out += opened.open;
      if (selfClosing === "/" || EMPTY.has(tag)) out += opened.close;
      else {
        stack.push({ tag, close: opened.close });
        if (SILENT.has(tag)) silent += 1;
      }
    }
  }
  while (stack.length > 0) pop();
  return new Html(out);
}
