import type { Facts, FieldMeta } from "../facts.ts";
import { matchName, tidy } from "./match-name.ts";

/** Common words for Jira's own fields, whatever a site calls them. */
const WORDS: readonly (readonly [string, RegExp])[] = [
  ["priority", /^(?:prio|priority|prioritat)$/],
  ["components", /^(?:components?|komponenten?)$/],
  ["labels", /^(?:labels?|tags?|stichworte?r?)$/],
  ["fixVersions", /^(?:fix versions?|fixversions?|target versions?|release|losungsversion(?:en)?)$/],
  ["versions", /^(?:affects? versions?|affected versions?|betroffene version(?:en)?)$/],
  ["duedate", /^(?:due|due date|deadline|falligkeit|falligkeitsdatum|fallig)$/],
  ["summary", /^(?:summary|title|titel|name|zusammenfassung)$/],
  ["description", /^(?:description|beschreibung)$/],
  ["issuetype", /^(?:type|issue type|typ|vorgangstyp)$/],
];

/** The editable field that a person means by a name; undefined when none or several fit. */
export function findField(name: string, { editable }: Pick<Facts, "editable">): FieldMeta | undefined {
  const folded = tidy(name.replace(/^(?:the|its|das|die|den|der)\s+/iu, ""));
  const byName = editable.filter((meta) => tidy(meta.name) === folded || meta.field.toLowerCase() === folded);
  if (byName.length === 1) return byName[0];
  const field = WORDS.find(([, pattern]) => pattern.test(folded))?.[0];
  const byWord = editable.find((meta) => meta.field === field);
  if (byWord !== undefined) return byWord;
  if (folded.length < 4) return undefined;
  const { found, confidence } = matchName(folded, editable);
  const wholeName = confidence > 0.9 ? found.filter((meta) => tidy(meta.name).startsWith(folded)) : found;
  return wholeName.length === 1 ? wholeName[0] : undefined;
}
