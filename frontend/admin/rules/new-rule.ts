import type { Rules } from "../../../server/contract/index.ts";

/** Pure: a rule to begin with, under an id that none of the others has. */
export function newRule(taken: readonly string[]): Rules[number] {
  let number = taken.length + 1;
  while (taken.includes(`rule-${number}`)) number += 1;
  return {
    id: `rule-${number}`,
    enabled: true,
    when: [{ if: "is", field: "issuetype", values: ["Bug"] }],
    set: { field: "priority", value: "Medium" },
  };
}
