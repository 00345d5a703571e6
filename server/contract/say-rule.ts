import type { Rule, RuleCondition } from "./rule.ts";

/** Pure: a rule as a sentence: "When issuetype is Bug and priority is empty, then priority is Medium." */
export function sayRule({ when, set }: Rule): string {
  return `When ${when.map(sayCondition).join(" and ")}, then ${set.field} is ${sayNames(set.value)}.`;
}

function sayCondition(condition: RuleCondition): string {
  switch (condition.if) {
    case "is":
      return `${condition.field} is ${condition.values.join(" or ")}`;
    case "empty":
      return `${condition.field} is empty`;
    case "text":
      return `the text has ${condition.words.map((word) => `“${word}”`).join(" or ")}`;
    default:
      return `the project is ${condition.keys.join(" or ")}`;
  }
}

const sayNames = (value: string | readonly string[]): string =>
  typeof value === "string" ? value : value.join(", ");
