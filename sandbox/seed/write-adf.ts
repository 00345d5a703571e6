import type { AdfDoc, Json } from "../state.ts";

function text(words: string): Json[] {
  // **bold** and `code` are enough markup for seeded prose.
  return words
    .split(/(\*\*[^*]+\*\*|`[^`]+`)/)
    .filter((part) => part !== "")
    .map((part) => {
      if (part.startsWith("**"))
        return { type: "text", text: part.slice(2, -2), marks: [{ type: "strong" }] };
      if (part.startsWith("`")) return { type: "text", text: part.slice(1, -1), marks: [{ type: "code" }] };
      return { type: "text", text: part };
    });
}

function list(type: "bulletList" | "orderedList", lines: string[]): Json {
  const items = lines.map((line) => ({
    type: "listItem",
    content: [{ type: "paragraph", content: text(line.replace(/^(- |\d+\. )/, "")) }],
  }));
  return { type, content: items };
}

function block(part: string): Json {
  const lines = part.split("\n");
  const [first = ""] = lines;
  if (first.startsWith("```")) {
    return {
      type: "codeBlock",
      attrs: { language: "text" },
      content: [{ type: "text", text: lines.slice(1, -1).join("\n") }],
    };
  }
  if (first.startsWith("## ")) return { type: "heading", attrs: { level: 3 }, content: text(first.slice(3)) };
  if (lines.every((line) => line.startsWith("- "))) return list("bulletList", lines);
  if (lines.every((line) => /^\d+\. /.test(line))) return list("orderedList", lines);
  return { type: "paragraph", content: text(lines.join(" ")) };
}

/** Seeded prose as rich text: blank lines part blocks; lists, code fences and `## ` headings are known. */
export function writeAdf(prose: string): AdfDoc {
  const parts = prose.trim().split(/\n\n+/);
  return { type: "doc", version: 1, content: parts.map(block) };
}
