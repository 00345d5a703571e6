/**
 * The words of one language by which people say what shall become of an issue: sources of regular expressions over
 * folded text (lower case, without accents; see `foldView`). A language lists only what is not there already.
 */
export type Words = {
  /** What people call a field. */
  nouns: Readonly<Record<NounField, string>>;
  /** What may stand behind the noun of a field: "of this ticket". */
  ofThis: string;
  /** Right before, or right behind a person who shall have the issue. */
  giveBefore: string;
  giveBehind: string;
  /** Sends an issue through its workflow; `into` stands right before the status. */
  move: string;
  into: string;
  start: string;
  close: string;
  reopen: string;
  /** Sets or changes a value. */
  set: string;
  remove: string;
  create: string;
  link: string;
  rename: string;
  duplicate: string;
  blocks: string;
  blockedBy: string;
  relates: string;
  me: string;
  nobody: string;
  /** "him", "her": somebody spoken of before. */
  pronoun: string;
  /** Asks for something in the form of a question. */
  polite: string;
  not: string;
  ifs: string;
  /** Tells what has been or stays so. */
  past: string;
  /** Where one sentence ends within a line, and one order within a sentence. */
  and: string;
  raise: string;
  priorities: readonly (readonly [rank: 1 | 2 | 3 | 4 | 5, words: string])[];
  types: readonly (readonly [kind: TypeKind, words: string])[];
  months: readonly string[];
  /** Sunday first. */
  weekdays: readonly string[];
};

export type NounField =
  | "priority"
  | "components"
  | "labels"
  | "duedate"
  | "assignee"
  | "status"
  | "summary"
  | "comment"
  | "issuetype"
  | "description";

/** Kinds of issues that most sites have, whatever they call them. */
export type TypeKind = "bug" | "task" | "story" | "incident" | "improvement" | "epic" | "request";
