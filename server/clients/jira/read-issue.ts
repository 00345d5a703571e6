import * as z from "zod";
import { IssueId, IssueKey, type FieldValue } from "../../contract/index.ts";
import type { Transport } from "../../kit/index.ts";
import type { FieldKind, IssueSnapshot, LinkFact, StatusCategory } from "../../planning/index.ts";
import { Adf, readFieldValue, User } from "./read-field-value.ts";
import { readJson } from "./read-json.ts";

const Named = z.object({ id: z.string(), name: z.string() });

export const StatusJson = z
  .object({ id: z.string(), name: z.string(), statusCategory: z.object({ key: z.string() }) })
  .transform(({ id, name, statusCategory }) => ({ id, name, category: category(statusCategory.key) }));

export const IssueRefJson = z.object({ id: IssueId, key: IssueKey });

const CommentJson = z.object({
  id: z.string(),
  author: User.nullish(),
  created: z.string(),
  body: Adf.nullish(),
  /** Present when only a role or a group may read it. */
  visibility: z.unknown().optional(),
});

const LinkJson = z.object({
  id: z.string(),
  type: z.object({ id: z.string() }),
  outwardIssue: IssueRefJson.optional(),
  inwardIssue: IssueRefJson.optional(),
});

const IssueJson = z.object({
  id: IssueId,
  key: IssueKey,
  fields: z.looseObject({
    project: z.object({ id: z.string(), key: z.string(), name: z.string() }),
    issuetype: Named,
    status: StatusJson,
    summary: z.string(),
    description: Adf.nullish(),
    assignee: User.nullish(),
    reporter: User.nullish(),
    comment: z.object({ comments: z.array(CommentJson) }).nullish(),
    issuelinks: z.array(LinkJson).nullish(),
    attachment: z.array(z.object({ filename: z.string() })).nullish(),
    created: z.string(),
    updated: z.string(),
  }),
});

/** How each field of a tenant's site is to be read, by field id. */
export type FieldKinds = ReadonlyMap<string, FieldKind>;

const RECENT_COMMENTS = 20;
const MOST_ATTACHMENTS = 100;

/** GET /rest/api/3/issue/{issueIdOrKey}. Undefined: gone, or hidden from who asks. */
export async function readIssue(
  transport: Transport,
  idOrKey: string,
  kinds: FieldKinds,
): Promise<IssueSnapshot | undefined> {
  const found = await readJson(
    transport,
    {
      method: "GET",
      path: `/rest/api/3/issue/${encodeURIComponent(idOrKey)}`,
      template: "/rest/api/3/issue/{issueIdOrKey}",
      query: { fields: "*all" },
    },
    IssueJson,
  );
  return found === undefined ? undefined : toSnapshot(found, kinds);
}

function toSnapshot({ id, key, fields }: z.infer<typeof IssueJson>, kinds: FieldKinds): IssueSnapshot {
  return {
    ref: { id, key },
    project: fields.project,
    issueType: fields.issuetype,
    status: fields.status,
    summary: fields.summary,
    description: fields.description?.content ?? [],
    assignee: fields.assignee?.accountId ?? null,
    reporter: fields.reporter?.accountId ?? null,
    fields: readFields(fields, kinds),
    comments: (fields.comment?.comments ?? []).filter(isOpenToAll).slice(-RECENT_COMMENTS).map(toComment),
    links: (fields.issuelinks ?? []).flatMap(toLinkFact),
    attachments: (fields.attachment ?? []).slice(0, MOST_ATTACHMENTS).map(({ filename }) => filename),
    created: new Date(fields.created),
    updated: new Date(fields.updated),
  };
}

/** What we quote is shown to everybody who sees the issue, so we do not read what only some of them may. */
const isOpenToAll = ({ visibility }: z.infer<typeof CommentJson>) =>
  visibility === undefined || visibility === null;

const toComment = ({
  id,
  author,
  created,
  body,
}: z.infer<typeof CommentJson>): IssueSnapshot["comments"][number] => ({
  id,
  author: author?.accountId ?? null,
  created: new Date(created),
  body: body?.content ?? [],
});

function readFields(
  fields: Readonly<Record<string, unknown>>,
  kinds: FieldKinds,
): Record<string, FieldValue> {
  const read: Record<string, FieldValue> = {};
  for (const [field, kind] of kinds) {
    if (kind !== "unsupported") read[field] = readFieldValue(kind, fields[field]);
  }
  return read;
}

function toLinkFact({ id, type, outwardIssue, inwardIssue }: z.infer<typeof LinkJson>): LinkFact[] {
  if (outwardIssue !== undefined)
    return [{ id, linkTypeId: type.id, direction: "outward", other: pick(outwardIssue) }];
  return inwardIssue === undefined
    ? []
    : [{ id, linkTypeId: type.id, direction: "inward", other: pick(inwardIssue) }];
}

const pick = ({ id, key }: z.infer<typeof IssueRefJson>) => ({ id, key });

export function category(key: string): StatusCategory {
  return key === "new" || key === "done" ? key : "indeterminate";
}
