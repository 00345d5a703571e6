import type { ActionType, Origin, Verdict } from "../../../server/contract/index.ts";

export const VERDICT_WORDS: readonly (readonly [Verdict, string])[] = [
  ["auto", "goes alone"],
  ["review", "takes one person"],
  ["four-eyes", "takes two people"],
  ["blocked", "is never done"],
];

export const ACTION_WORDS: readonly (readonly [ActionType | "", string])[] = [
  ["", "Anything"],
  ["edit-fields", "Editing fields"],
  ["set-assignee", "Assigning"],
  ["transition", "Moving"],
  ["add-comment", "Commenting"],
  ["link-issues", "Linking"],
  ["create-issue", "Creating an issue"],
];

export const ORIGIN_WORDS: readonly (readonly [Origin | "", string])[] = [
  ["", "Anything"],
  ["person", "A person's own words"],
  ["rule", "A rule"],
  ["fact", "A fact in Jira"],
  ["issue", "A similar issue"],
  ["inference", "Mere judgement"],
  ["untrusted", "Text of others"],
];
