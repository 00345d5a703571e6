/**
 * Where a worker can be while it carries out a proposal: the one walk for doing and undoing reports each as it begins.
 * Whoever adds a step to the walk adds its name here, and a test asks for a kill at each.
 */
export const WALK_STEPS = [
  "open-lines",
  "find-line",
  "look-at-issue",
  "settle-earlier-try",
  "ask-permission",
  "look-for-objection",
  "choose-writer",
  "ask-whether-stopped",
  "note-intent",
  "perform",
  "confirm",
  "note-result",
  "conclude",
] as const;

export type WalkStep = (typeof WALK_STEPS)[number];
