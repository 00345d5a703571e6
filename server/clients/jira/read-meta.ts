import * as z from "zod";
import type { Transport } from "../../kit/index.ts";
import type { CreatableType, FieldMeta, LinkType, TransitionOption } from "../../planning/index.ts";
import { fieldKind, FieldSchema } from "./field-kind.ts";
import { OfferedJson } from "./option.ts";
import { StatusJson, type FieldKinds } from "./read-issue.ts";
import { mustReadJson, readJson } from "./read-json.ts";

const FieldJson = z.object({
  name: z.string(),
  required: z.boolean().default(false),
  hasDefaultValue: z.boolean().optional(),
  schema: FieldSchema,
  allowedValues: z.array(z.unknown()).optional(),
});

/** Written by actions of their own, or not by us at all. */
const NOT_EDITED = new Set([
  "assignee",
  "reporter",
  "comment",
  "issuelinks",
  "attachment",
  "worklog",
  "issuetype",
  "project",
  "parent",
  "timetracking",
]);

function toMeta(field: string, json: z.infer<typeof FieldJson>): FieldMeta {
  return {
    field,
    name: json.name.slice(0, 255),
    kind: fieldKind(json.schema),
    required: json.required,
    hasDefault: json.hasDefaultValue ?? false,
    options: (json.allowedValues ?? []).flatMap((value) => {
      const offered = OfferedJson.safeParse(value);
      return offered.success ? offered.data : [];
    }),
  };
}

/** GET /rest/api/3/issue/{issueIdOrKey}/editmeta: what the edit screen offers to who asks. */
export async function readEditMeta(transport: Transport, issue: string): Promise<FieldMeta[]> {
  const meta = await readJson(
    transport,
    {
      method: "GET",
      path: `/rest/api/3/issue/${encodeURIComponent(issue)}/editmeta`,
      template: "/rest/api/3/issue/{issueIdOrKey}/editmeta",
    },
    z.object({ fields: z.record(z.string(), FieldJson) }),
  );
  return Object.entries(meta?.fields ?? {})
    .filter(([field]) => !NOT_EDITED.has(field))
    .map(([field, json]) => toMeta(field, json))
    .filter((field) => field.kind !== "unsupported");
}

const PAGE = 200;
/** More than Jira allows a screen to hold; a server that never comes to an end is left there. */
const MOST_PAGES = 20;
const TypeJson = z.object({ id: z.string(), name: z.string(), subtask: z.boolean().default(false) });
const CreateFieldJson = FieldJson.extend({ fieldId: z.string() });

/** The two paged create-meta calls (the one-call form is deprecated). Sub-tasks need a parent and are left out. */
export async function readCreateMeta(transport: Transport, projectId: string): Promise<CreatableType[]> {
  const path = `/rest/api/3/issue/createmeta/${encodeURIComponent(projectId)}/issuetypes`;
  const template = "/rest/api/3/issue/createmeta/{projectIdOrKey}/issuetypes";
  const types = await readPages((query) =>
    readJson(
      transport,
      { method: "GET", path, template, query },
      z.object({ total: z.number().optional(), issueTypes: z.array(TypeJson) }),
    ).then((page) => page && { total: page.total, values: page.issueTypes }),
  );
  return Promise.all(
    types
      .filter((type) => !type.subtask)
      .map(async ({ id, name }) => {
        const all = await readPages(async (query) => {
          const page = await mustReadJson(
            transport,
            {
              method: "GET",
              path: `${path}/${encodeURIComponent(id)}`,
              template: `${template}/{issueTypeId}`,
              query,
            },
            z.object({ total: z.number().optional(), fields: z.array(CreateFieldJson) }),
          );
          return { total: page.total, values: page.fields };
        });
        const fields = all.filter(({ fieldId }) => fieldId !== "project" && fieldId !== "issuetype");
        return { issueType: { id, name }, fields: fields.map((field) => toMeta(field.fieldId, field)) };
      }),
  );
}

type Page<T> = { total: number | undefined; values: T[] };

async function readPages<T>(
  read: (query: { startAt: number; maxResults: number }) => Promise<Page<T> | undefined>,
): Promise<T[]> {
  const all: T[] = [];
  for (let pages = 0; pages < MOST_PAGES; pages += 1) {
    const page = await read({ startAt: all.length, maxResults: PAGE });
    all.push(...(page?.values ?? []));
    if (page === undefined || page.values.length === 0 || all.length >= (page.total ?? 0)) break;
  }
  return all;
}

const TransitionsJson = z.object({
  transitions: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      to: StatusJson,
      isAvailable: z.boolean().optional(),
      fields: z.record(z.string(), FieldJson).optional(),
    }),
  ),
});

/** GET /rest/api/3/issue/{issueIdOrKey}/transitions with the screens' fields. */
export async function readTransitions(transport: Transport, issue: string): Promise<TransitionOption[]> {
  const offered = await readJson(
    transport,
    {
      method: "GET",
      path: `/rest/api/3/issue/${encodeURIComponent(issue)}/transitions`,
      template: "/rest/api/3/issue/{issueIdOrKey}/transitions",
      query: { expand: "transitions.fields" },
    },
    TransitionsJson,
  );
  return (offered?.transitions ?? [])
    .filter((transition) => transition.isAvailable !== false)
    .map(({ id, name, to, fields }) => ({
      id,
      name,
      to,
      demands: Object.values(fields ?? {})
        .filter((field) => field.required && field.hasDefaultValue !== true)
        .map((field) => field.name),
    }));
}

/** GET /rest/api/3/issueLinkType */
export async function readLinkTypes(transport: Transport): Promise<LinkType[]> {
  const types = await readJson(
    transport,
    { method: "GET", path: "/rest/api/3/issueLinkType", template: "/rest/api/3/issueLinkType" },
    z.object({
      issueLinkTypes: z.array(
        z.object({ id: z.string(), name: z.string(), inward: z.string(), outward: z.string() }),
      ),
    }),
  );
  return (types?.issueLinkTypes ?? []).map(({ id, name, inward, outward }) => ({
    id,
    name,
    inward,
    outward,
  }));
}

/** GET /rest/api/3/field: how to read each field of the site. */
export async function readFieldKinds(transport: Transport): Promise<FieldKinds> {
  const fields = await mustReadJson(
    transport,
    { method: "GET", path: "/rest/api/3/field", template: "/rest/api/3/field" },
    z.array(z.object({ id: z.string(), schema: FieldSchema.optional() })),
  );
  return new Map(
    fields.flatMap(({ id, schema }) => (schema === undefined ? [] : [[id, fieldKind(schema)] as const])),
  );
}
