import { currentValue } from "../current-value.ts";
import { alikeIssues, countBy } from "../history/count-history.ts";
import { foldText } from "../text/read-words.ts";
import { escapeForRegExp } from "../text/escape-for-reg-exp.ts";
import { findPhrase } from "./find-phrase.ts";
import { likeIssue, quoted, type Look, type Signal } from "./signal.ts";

const FEWEST = 2;
const MOST = 2;

/** Labels that similar issues carry and that the text names as well. No label is ever made up. */
export const guessLabels: Signal = (look) => {
  const { facts } = look;
  if (!facts.editable.some((one) => one.field === "labels")) return [];
  const now = currentValue(facts.issue, "labels");
  if (now.kind === "labels" && now.labels.length > 0) return [];
  const taken = namesInUse(look);
  return countBy(alikeIssues(facts), (one) => one.labels)
    .filter(({ value, count }) => count.issues.length >= FEWEST && !taken.has(foldText(value)))
    .flatMap(({ value, count }) => {
      const found = findPhrase(
        new RegExp(`(?<![\\p{L}\\p{N}])${wordsOf(value)}(?![\\p{L}\\p{N}])`, "iu"),
        look,
      );
      const example = count.issues[0];
      if (found === undefined || example === undefined) return [];
      const because = [
        quoted("labels", found.source, found.quote),
        likeIssue("labels", example.ref.key, `Has the label ${value}`),
      ];
      return [
        {
          type: "set-field" as const,
          field: "labels",
          value: { add: [value], remove: [] },
          confidence: 0.72,
          because,
        },
      ];
    })
    .slice(0, MOST);
};

/** A component of the same name says it already. */
function namesInUse({ facts }: Look): Set<string> {
  const options = facts.editable.find((one) => one.field === "components")?.options ?? [];
  return new Set(options.map((option) => foldText(option.name)));
}

const wordsOf = (label: string): string => label.split(/[-_]/).map(escapeForRegExp).join("[\\s_-]");
