import type { SiteState } from "../../state.ts";

const WORDS: Record<string, string> = {
  Highest: "Kritisch",
  High: "Hoch",
  Medium: "Mittel",
  Low: "Niedrig",
  Lowest: "Sehr niedrig",
  Defect: "Fehler",
  Work: "Arbeit",
  Backlog: "Offen",
  Doing: "In Arbeit",
  Testing: "In Prüfung",
  Shipped: "Ausgeliefert",
  Done: "Erledigt",
  "Won't Do": "Wird nicht gemacht",
  Duplicate: "Doppelt",
  "Cannot Reproduce": "Nicht nachvollziehbar",
  Begin: "Beginnen",
  Test: "Prüfen",
  Ship: "Ausliefern",
  "Put back": "Zurückstellen",
  Drop: "Verwerfen",
};

const inGerman = (word: string) => WORDS[word] ?? word;

/** Gives what an administrator names its German name, in lists and in the history written so far. */
export function translate(state: SiteState): void {
  const named = [
    ...state.priorities,
    ...state.issueTypes,
    ...state.statuses,
    ...state.resolutions,
    ...state.workflows.flatMap((one) => one.transitions),
  ];
  for (const one of named) one.name = inGerman(one.name);
  for (const item of state.issues.flatMap((one) => one.changelog.flatMap((group) => group.items))) {
    if (!["priority", "issuetype", "status", "resolution"].includes(item.fieldId)) continue;
    if (item.fromString !== null) item.fromString = inGerman(item.fromString);
    if (item.toString !== null) item.toString = inGerman(item.toString);
  }
}
