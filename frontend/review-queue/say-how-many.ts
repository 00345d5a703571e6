import type { LastLookItem } from "../../server/contract/index.ts";

/** Pure: "11 issues in 2 projects will change." */
export function sayHowMany(items: readonly Pick<LastLookItem, "project" | "issue">[]): string {
  if (items.length === 0) return "Nothing is chosen.";
  const projects = [...new Set(items.map(({ project }) => project))];
  const made = items.filter(({ issue }) => issue === null).length;
  const changed = items.length - made;
  const parts = [
    changed === 0 ? null : `${count(changed, "issue")} will change`,
    made === 0 ? null : `${count(made, "issue")} will be made`,
  ].filter((part) => part !== null);
  const where = projects.length === 1 ? projects.join("") : `${projects.length} projects`;
  return `${parts.join(" and ")}, in ${where}.`;
}

const count = (number: number, word: string): string => `${number} ${number === 1 ? word : `${word}s`}`;
