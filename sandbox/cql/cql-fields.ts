import { ancestorsOf } from "../pages/may-use.ts";
import { storageToText } from "../rich-text/storage-to-text.ts";
import type { Json, Page, PageComment, SiteState, Space } from "../state.ts";

/** What CQL finds: a page, or a comment on one. */
export type Found = { page: Page; comment: PageComment | null };

export type CqlField =
  | { kind: "choice"; of: (one: Found) => string[] }
  /** `=` compares the whole, `~` looks for words. */
  | { kind: "words"; of: (one: Found) => string; exact: boolean }
  | { kind: "moment"; of: (one: Found) => string }
  | { kind: "value"; of: (one: Found) => Plain[] };

/** A value that can be compared. */
export type Plain = string | number | boolean;

function spaceOf(state: SiteState, { page }: Found): Space | undefined {
  return state.spaces.find((one) => one.id === page.spaceId);
}

export function titleOf({ page, comment }: Found): string {
  return comment === null ? page.title : `Re: ${page.title}`;
}

export function textOf(one: Found): string {
  return storageToText(one.comment?.storage ?? one.page.storage);
}

function valuesAt(value: Json | undefined, path: string[]): Plain[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((one) => valuesAt(one, path));
  const [first, ...rest] = path;
  if (first === undefined) return typeof value === "object" ? [] : [value];
  return typeof value === "object" && Object.hasOwn(value, first) ? valuesAt(value[first], rest) : [];
}

/** `content.property[key].path`: what an app keeps beside its content. */
function propertyField(key: string, path: string): CqlField {
  const parts = path.split(".").filter((one) => one !== "");
  return {
    kind: "value",
    of: ({ page, comment }) =>
      valuesAt((comment ?? page).properties.find((one) => one.key === key)?.value, parts),
  };
}

function contributors({ page, comment }: Found): string[] {
  const { history, version, authorId } = comment ?? page;
  return [authorId, version.authorId, ...history.map((one) => one.authorId)];
}

/** What a field name of CQL means; undefined when it means nothing. */
export function findCqlField(state: SiteState, name: string): CqlField | undefined {
  const property = /^content\.property\[([^\]]+)\]\.?(.*)$/.exec(name);
  if (property !== null) return propertyField(property[1] ?? "", property[2] ?? "");
  switch (name.toLowerCase()) {
    case "type":
    case "content.type":
      return { kind: "choice", of: ({ comment }) => [comment === null ? "page" : "comment"] };
    case "space":
    case "space.key":
      return { kind: "choice", of: (one) => [spaceOf(state, one)?.key ?? ""] };
    case "space.title":
      return { kind: "words", exact: true, of: (one) => spaceOf(state, one)?.name ?? "" };
    case "space.type":
      return { kind: "choice", of: () => ["global"] };
    case "id":
    case "content":
      return { kind: "choice", of: ({ page, comment }) => [(comment ?? page).id] };
    case "container":
      return { kind: "choice", of: ({ page, comment }) => (comment === null ? [] : [page.id]) };
    case "ancestor":
      return {
        kind: "choice",
        of: ({ page, comment }) => [
          ...ancestorsOf(state, page).map((one) => one.id),
          ...(comment === null ? [] : [page.id]),
        ],
      };
    case "parent":
      return {
        kind: "choice",
        of: ({ page, comment }) => (comment === null && page.parentId !== null ? [page.parentId] : []),
      };
    case "label":
      return { kind: "choice", of: ({ page, comment }) => (comment === null ? page.labels : []) };
    case "creator":
      return { kind: "choice", of: ({ page, comment }) => [(comment ?? page).authorId] };
    case "contributor":
      return { kind: "choice", of: contributors };
    case "title":
      return { kind: "words", exact: true, of: titleOf };
    case "text":
    case "sitesearch":
      return { kind: "words", exact: false, of: (one) => `${titleOf(one)} ${textOf(one)}` };
    case "created":
      return { kind: "moment", of: ({ page, comment }) => (comment ?? page).createdAt };
    case "lastmodified":
      return { kind: "moment", of: ({ page, comment }) => (comment ?? page).version.createdAt };
    default:
      return undefined;
  }
}
