import * as z from "zod";
import type { Transport } from "../../kit/index.ts";
import { plainText, type SimilarIssue } from "../../planning/index.ts";
import type { SimilarTo } from "../../proposals/index.ts";
import { Adf, Option, User } from "./read-field-value.ts";
import { IssueRefJson, StatusJson } from "./read-issue.ts";
import { readJson } from "./read-json.ts";

export const SIMILAR_FIELDS =
  "summary,description,issuetype,status,priority,components,labels,assignee,created,security";

export const SimilarJson = IssueRefJson.extend({
  fields: z.object({
    summary: z.string(),
    description: Adf.nullish(),
    issuetype: z.object({ name: z.string() }),
    status: StatusJson,
    priority: Option.nullish(),
    components: z.array(Option).default([]),
    labels: z.array(z.string()).default([]),
    assignee: User.nullish(),
    created: z.string(),
    /** The issue security level; there is one only where not everybody in the project may look. */
    security: z.unknown().optional(),
  }),
});

export function toSimilar({ id, key, fields }: z.infer<typeof SimilarJson>): SimilarIssue {
  return {
    ref: { id, key },
    summary: fields.summary,
    description: plainText(fields.description?.content ?? []),
    issueType: fields.issuetype.name,
    status: fields.status,
    priority: fields.priority ?? null,
    components: fields.components,
    labels: fields.labels,
    assignee: fields.assignee?.accountId ?? null,
    created: new Date(fields.created),
  };
}

const MOST = 50;

/**
 * POST /rest/api/3/search/jql, newest first: issues that share two words with this one. One word in common brings in
 * half a project, and would make strangers look like evidence.
 */
export async function findSimilar(
  transport: Transport,
  { project, not, summary, text }: SimilarTo,
): Promise<SimilarIssue[]> {
  const words = pickKeywords(summary, text);
  const [only] = words;
  if (only === undefined) return [];
  const anyOf = words.length === 1 ? [holds(only)] : pairsOf(words);
  const found = await readJson(
    transport,
    {
      method: "POST",
      asksOnly: true,
      path: "/rest/api/3/search/jql",
      template: "/rest/api/3/search/jql",
      body: {
        jql: `project = "${project.key}"${not === null ? "" : ` AND key != ${not}`} AND (${anyOf.join(" OR ")}) ORDER BY created DESC`,
        fields: SIMILAR_FIELDS.split(","),
        maxResults: MOST,
      },
    },
    z.object({ issues: z.array(SimilarJson) }),
  );
  return (found?.issues ?? []).filter(isOpenToAll).map(toSimilar);
}

/** What a plan rests on is shown to everybody who sees its issue, so what only some may see is no evidence. */
const isOpenToAll = ({ fields }: z.infer<typeof SimilarJson>) =>
  fields.security === undefined || fields.security === null;

/** Words reach JQL only as bare letters and digits inside quotes. */
const holds = (word: string) => `text ~ "${word}"`;

const pairsOf = (words: readonly string[]): string[] =>
  words.flatMap((word, at) => words.slice(at + 1).map((other) => `(${holds(word)} AND ${holds(other)})`));

const FROM_SUMMARY = 5;
const FROM_TEXT = 2;
const COMMON = new Set(
  (
    "about after again also been before being could does doing from have into just more only other over same should show shows some such " +
    "than that their them then there these they this those through under until very was were what when where which while with would your " +
    "please issue problem error since still nicht eine einer einem einen aber auch noch oder wird werden kann beim nach über"
  ).split(" "),
);

/** The words that say most about what an issue is about: long ones of its summary, frequent ones of its text. */
export function pickKeywords(summary: string, text: string): string[] {
  const title = count(summary)
    .map(([word]) => word)
    .slice(0, FROM_SUMMARY);
  const others = count(text).filter(([word, times]) => times > 1 && !title.includes(word));
  return [...title, ...others.map(([word]) => word).slice(0, FROM_TEXT)];
}

function count(text: string): [string, number][] {
  const counted = new Map<string, number>();
  for (const word of text.toLowerCase().match(/[\p{L}\p{N}]{4,30}/gu) ?? []) {
    if (!COMMON.has(word)) counted.set(word, (counted.get(word) ?? 0) + 1);
  }
  return [...counted].toSorted(
    ([a, times], [b, others]) => others - times || b.length - a.length || (a < b ? -1 : 1),
  );
}
