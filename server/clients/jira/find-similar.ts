import * as z from "zod";
import type { Transport } from "../../kit/index.ts";
import { plainText, type IssueSnapshot, type SimilarIssue } from "../../planning/index.ts";
import { Adf, Option, User } from "./read-field-value.ts";
import { IssueRefJson, StatusJson } from "./read-issue.ts";
import { readJson } from "./read-json.ts";

export const SIMILAR_FIELDS =
  "summary,description,issuetype,status,priority,components,labels,assignee,created";

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

/** POST /rest/api/3/search/jql. The words only ever reach JQL as bare letters and digits inside quotes. */
export async function findSimilar(
  transport: Transport,
  issue: IssueSnapshot,
  text: string,
): Promise<SimilarIssue[]> {
  const words = pickKeywords(text);
  if (words.length === 0) return [];
  const anyWord = words.map((word) => `text ~ "${word}"`).join(" OR ");
  const found = await readJson(
    transport,
    {
      method: "POST",
      path: "/rest/api/3/search/jql",
      template: "/rest/api/3/search/jql",
      body: {
        jql: `project = "${issue.project.key}" AND key != ${issue.ref.key} AND (${anyWord}) ORDER BY created DESC`,
        fields: SIMILAR_FIELDS.split(","),
        maxResults: MOST,
      },
    },
    z.object({ issues: z.array(SimilarJson) }),
  );
  return (found?.issues ?? []).map(toSimilar);
}

const MOST_WORDS = 8;
const COMMON = new Set(
  (
    "about after again also been before being could does doing from have into just more only other over same should some such than that " +
    "their them then there these they this those through under until very was were what when where which while with would your please " +
    "issue problem error since nicht eine einer einem einen aber auch noch oder wird werden kann beim nach über"
  ).split(" "),
);

/** The longest uncommon words first: they say most about what a text is about. */
export function pickKeywords(text: string): string[] {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]{4,30}/gu) ?? [];
  const counted = new Map<string, number>();
  for (const word of words) if (!COMMON.has(word)) counted.set(word, (counted.get(word) ?? 0) + 1);
  return [...counted]
    .toSorted(([a, times], [b, others]) => others - times || b.length - a.length || (a < b ? -1 : 1))
    .slice(0, MOST_WORDS)
    .map(([word]) => word);
}
