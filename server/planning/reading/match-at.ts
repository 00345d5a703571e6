import type { NamedOption } from "../../contract/index.ts";
import { fold } from "./fold-view.ts";

export type OptionAt = { option: NamedOption; end: number; confidence: number };

const isWordSign = (sign: string): boolean => /[\p{Script=Latin}\p{N}_]/u.test(sign);

/** The longest option whose name begins here, with a word's end behind it; a plural "s" more or less is no difference. */
export function optionAt(text: string, at: number, options: readonly NamedOption[]): OptionAt | undefined {
  if (at > 0 && isWordSign(text.charAt(at)) && isWordSign(text.charAt(at - 1))) return undefined;
  let best: OptionAt | undefined;
  for (const option of options) {
    const name = fold(option.name).trim();
    for (const [form, confidence] of [
      [name, 0.97],
      [name.replaceAll("'", ""), 0.95],
      [name.replace(/s$/u, ""), 0.9],
      [`${name}s`, 0.9],
      [`${name}e`, 0.85],
    ] as const) {
      const end = at + form.length;
      if (form.length < 2 && form !== name) continue;
      if (form === "" || !text.startsWith(form, at)) continue;
      if (isWordSign(text.charAt(end - 1)) && isWordSign(text.charAt(end))) continue;
      if (best === undefined || end > best.end) best = { option, end, confidence };
    }
  }
  return best;
}

/** Every place where one of the options is named. */
export function spotOptions(text: string, options: readonly NamedOption[]): (OptionAt & { start: number })[] {
  const found: (OptionAt & { start: number })[] = [];
  for (let at = 0; at < text.length; ) {
    const here = optionAt(text, at, options);
    if (here === undefined) at += 1;
    else {
      found.push({ ...here, start: at });
      at = here.end;
    }
  }
  return found;
}

/** The word or words that begin here, up to where a value would end. */
export function wordsAt(text: string, at: number): { words: string; end: number } {
  const found = /^[^,;:.!?()\n、。」"“”]{1,60}/u.exec(text.slice(at))?.[0] ?? "";
  return { words: found.trim(), end: at + found.trimEnd().length };
}
