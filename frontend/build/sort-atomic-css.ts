import { sort } from "@compiled/css";
import type { Plugin } from "vite";

/**
 * Atlaskit ships atomic CSS in which a shorthand must come before its longhands. Bundling joins the
 * files in import order and so breaks this silently (bold text is drawn regular), hence one sort at the
 * end. Hand-written rules keep the order they were written in: sorting would break them in the same way.
 */
export function sortAtomicCss(): Plugin {
  return {
    name: "sort-atomic-css",
    enforce: "post",
    generateBundle(_options, bundle) {
      for (const file of Object.values(bundle)) {
        if (file.type !== "asset" || !file.fileName.endsWith(".css")) continue;
        const css = typeof file.source === "string" ? file.source : new TextDecoder().decode(file.source);
        file.source = sortAtomicRules(css);
      }
    },
  };
}

export function sortAtomicRules(css: string): string {
  const rules = splitTopLevel(css);
  const atomic = rules.filter(isAtomic).join("");
  const written = rules.filter((rule) => !isAtomic(rule)).join("");
  return sort(atomic, { sortAtRulesEnabled: true, sortShorthandEnabled: true }) + written;
}

/** Atomic class names begin with an underscore, also inside an at-rule. */
const isAtomic = (rule: string) => /^\s*(@[^{]+\{\s*)?\._/.test(rule);

/** The rules of a sheet as texts. Knows comments and strings, whose braces do not count. */
function splitTopLevel(css: string): string[] {
  const rules: string[] = [];
  const token = /\/\*[\s\S]*?\*\/|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|[{};]/g;
  let depth = 0;
  let start = 0;
  for (const match of css.matchAll(token)) {
    if (match[0] === "{") depth += 1;
    if (match[0] === "}") depth -= 1;
    const ends = (match[0] === "}" || match[0] === ";") && depth === 0;
    if (!ends) continue;
    rules.push(css.slice(start, match.index + 1));
    start = match.index + 1;
  }
  return [...rules, css.slice(start)].filter((rule) => rule.trim() !== "");
}
