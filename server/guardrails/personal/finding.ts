import type { PersonalDataType } from "../../contract/index.ts";

/** `start` and `end` count UTF-16 units of the text as it was given; `kind` is finer than the type, and names its mask. */
export type PersonalDataFinding = { start: number; end: number; type: PersonalDataType; kind: string };

/** One thing to look for. `group` is the part that is meant, by default all; `accepts` looks at it where a pattern alone is too coarse. */
export type Pattern = {
  kind: string;
  regex: RegExp;
  group?: number;
  accepts?: (found: string, text: string, at: number) => boolean;
};

/** Every place where one of the patterns stands. */
export function findPatterns(
  text: string,
  type: PersonalDataType,
  patterns: readonly Pattern[],
): PersonalDataFinding[] {
  return patterns.flatMap(({ kind, regex, group = 0, accepts }) =>
    [...text.matchAll(regex)].flatMap((match) => {
      const value = match[group] ?? "";
      if (value === "") return [];
      const start = match.index + (group === 0 ? 0 : match[0].lastIndexOf(value));
      if (accepts?.(value, text, start) === false) return [];
      return [{ start, end: start + value.length, type, kind }];
    }),
  );
}
