import { JqlError } from "./clause.ts";

export type Token = { kind: "word" | "quoted" | "sign"; text: string; at: number };

const SIGNS = ["!=", "!~", ">=", "<=", "=", "~", ">", "<", "(", ")", ",", "!", "&&", "||", "&", "|"];
const WORD = /[^\s"'=!~<>(),&|]/;

function quoted(text: string, start: number): { token: Token; end: number } {
  const quote = text[start];
  let value = "";
  for (let at = start + 1; at < text.length; at += 1) {
    const char = text[at] ?? "";
    if (char === quote) return { token: { kind: "quoted", text: value, at: start }, end: at + 1 };
    if (char !== "\\") value += char;
    else {
      at += 1;
      const escaped = text[at] ?? "";
      value +=
        escaped === "n"
          ? "\n"
          : escaped === "t"
            ? "\t"
            : escaped === quote || escaped === "\\"
              ? escaped
              : `\\${escaped}`;
    }
  }
  throw new JqlError(
    `Error in the JQL Query: The quoted string '${text.slice(start + 1)}' has not been completed. (line 1, character ${start + 1})`,
  );
}

export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const char = text[at] ?? "";
    if (/\s/.test(char)) {
      at += 1;
      continue;
    }
    if (char === '"' || char === "'") {
      const { token, end } = quoted(text, at);
      tokens.push(token);
      at = end;
      continue;
    }
    const sign = SIGNS.find((one) => text.startsWith(one, at));
    if (sign !== undefined) {
      tokens.push({ kind: "sign", text: sign, at });
      at += sign.length;
      continue;
    }
    const start = at;
    while (at < text.length && WORD.test(text[at] ?? "")) at += 1;
    tokens.push({ kind: "word", text: text.slice(start, at), at: start });
  }
  return tokens;
}
