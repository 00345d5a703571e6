import type { DraftStep, DraftStepOf, DraftValue } from "../draft.ts";

type SetField = DraftStepOf<"set-field">;

/** One draft step per field, per assignee and per status: changes of a list add up, otherwise the last word counts. */
export function mergeDrafts(steps: readonly DraftStep[], note: (words: string) => void): DraftStep[] {
  const merged = new Map<string, DraftStep>();
  for (const [index, step] of steps.entries()) {
    const target = targetOf(step, index);
    const before = merged.get(target);
    merged.set(target, before === undefined ? step : mergeTwo(before, step, note));
  }
  return [...merged.values()];
}

function targetOf(step: DraftStep, index: number): string {
  switch (step.type) {
    case "set-field":
      return `field ${step.field}`;
    case "assign":
    case "move":
      return step.type;
    case "link":
      return `link ${step.issueKey}`;
    case "comment":
      return `comment ${step.markdown.trim()}`;
    default:
      return `${step.type} ${index}`;
  }
}

function mergeTwo(before: DraftStep, after: DraftStep, note: (words: string) => void): DraftStep {
  if (before.type === "set-field" && after.type === "set-field") {
    const value = mergeLists(before.value, after.value);
    if (value !== undefined) return { ...after, value, ...mergeReasons(before, after) };
  }
  if (before.type !== "comment") note("Two orders for the same thing: the last one counts.");
  return after;
}

function mergeLists(before: DraftValue, after: DraftValue): DraftValue | undefined {
  if (!isList(before) || !isList(after)) return undefined;
  return {
    add: [...new Set([...before.add, ...after.add])],
    remove: [...new Set([...before.remove, ...after.remove])],
  };
}

const isList = (value: DraftValue): value is Extract<DraftValue, { add: string[] }> =>
  typeof value === "object" && value !== null && "add" in value;

const mergeReasons = (before: SetField, after: SetField) => ({
  confidence: Math.min(before.confidence, after.confidence),
  because: [...before.because, ...after.because],
});
