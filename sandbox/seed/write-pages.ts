import { nextId } from "../site-core.ts";
import type {
  ContentProperty,
  Json,
  Page,
  PageComment,
  Restriction,
  SiteState,
  Space,
  SpaceOperation,
  SpacePermission,
} from "../state.ts";

export type CommentPlan = {
  by: string;
  text: string;
  daysAgo: number;
  /** The words of the page it is about; without them it stands below the page. */
  on?: string;
  resolved?: boolean;
};
export type PagePlan = {
  title: string;
  author: string;
  labels: string[];
  daysAgo: number;
  storage: string;
  /** Title of a page of the same space, written before this one. */
  under?: string;
  keptFor?: { read?: Partial<Restriction>; update?: Partial<Restriction> };
  comments?: CommentPlan[];
  properties?: Record<string, Json>;
  /** What the page said before, the oldest first. */
  before?: { by: string; daysAgo: number; storage: string; message: string }[];
};
/** Whom a space lets in, and who writes there. Names of groups. */
export type SpaceAccess = { read: string[]; write: string[]; admin: string[] };
export type SpacePlan = {
  key: string;
  name: string;
  description: string;
  author: string;
  home: string;
  access: SpaceAccess;
  properties?: Record<string, Json>;
  pages: PagePlan[];
};

const READ: SpaceOperation[] = [{ key: "read", targetType: "space" }];
const WRITE: SpaceOperation[] = [
  { key: "create", targetType: "page" },
  { key: "delete", targetType: "page" },
  { key: "create", targetType: "comment" },
  { key: "restrict_content", targetType: "space" },
];
const ADMIN: SpaceOperation[] = [
  { key: "administer", targetType: "space" },
  { key: "delete", targetType: "comment" },
];

type Writing = { state: SiteState; now: Date };

function daysAgo({ now }: Writing, days: number): string {
  return new Date(now.getTime() - days * 86_400_000).toISOString();
}

function permissions(state: SiteState, access: SpaceAccess): SpacePermission[] {
  const grant = (groups: string[], operations: SpaceOperation[]) =>
    groups.flatMap((id) =>
      operations.map(
        (operation): SpacePermission => ({
          id: nextId(state),
          principal: { type: "group", id },
          operation: { ...operation },
        }),
      ),
    );
  return [...grant(access.read, READ), ...grant(access.write, WRITE), ...grant(access.admin, ADMIN)];
}

function propertiesOf(
  { state }: Writing,
  values: Record<string, Json> | undefined,
  by: string,
  at: string,
): ContentProperty[] {
  return Object.entries(values ?? {}).map(([key, value]) => ({
    id: nextId(state),
    key,
    value,
    createdAt: at,
    createdBy: by,
    version: { number: 1, message: "", createdAt: at, authorId: by },
  }));
}

function comment(writing: Writing, pageId: string, plan: CommentPlan): PageComment {
  const { by, text, on, resolved = false } = plan;
  const at = daysAgo(writing, plan.daysAgo);
  const id = nextId(writing.state);
  return {
    id,
    pageId,
    parentId: null,
    storage: writeStorage(text),
    authorId: by,
    createdAt: at,
    version: { number: 1, message: "", createdAt: at, authorId: by },
    history: [],
    properties: [],
    inline:
      on === undefined
        ? null
        : {
            markerRef: `seeded-${id}`,
            selection: on,
            status: resolved ? "resolved" : "open",
            changedBy: resolved ? by : null,
            changedAt: resolved ? at : null,
          },
  };
}

function keptFor(plan: Partial<Restriction> | undefined): Restriction {
  return { accountIds: plan?.accountIds ?? [], groups: plan?.groups ?? [] };
}

function addPage(
  writing: Writing,
  place: { id: string; spaceId: string; parentId: string | null },
  plan: PagePlan,
): void {
  const { state } = writing;
  const { title, author, storage, labels, before = [] } = plan;
  const [first] = before;
  const createdAt = daysAgo(writing, first?.daysAgo ?? plan.daysAgo);
  const page: Page = {
    ...place,
    title,
    status: "current",
    storage,
    authorId: first?.by ?? author,
    createdAt,
    version: {
      number: before.length + 1,
      message: "",
      createdAt: daysAgo(writing, plan.daysAgo),
      authorId: author,
    },
    history: before.map((one, at) => ({
      number: at + 1,
      message: one.message,
      createdAt: daysAgo(writing, one.daysAgo),
      authorId: one.by,
      title,
      storage: one.storage,
    })),
    labels: [...labels],
    properties: propertiesOf(writing, plan.properties, author, createdAt),
    restrictions: { read: keptFor(plan.keptFor?.read), update: keptFor(plan.keptFor?.update) },
  };
  state.pages.push(page);
  state.pageComments.push(...(plan.comments ?? []).map((one) => comment(writing, place.id, one)));
}

/** Adds a space with its home page and the pages below it. */
export function addSpace(state: SiteState, now: Date, plan: SpacePlan): void {
  const writing = { state, now };
  const { key, name, description, author, access, pages } = plan;
  const createdAt = daysAgo(writing, 400);
  const id = nextId(state);
  const homepageId = nextId(state);
  const space: Space = {
    id,
    key,
    name,
    description,
    homepageId,
    createdAt,
    authorId: author,
    permissions: [],
    properties: [],
  };
  state.spaces.push(space);
  const home = { title: name, author, labels: [], daysAgo: 400, storage: plan.home };
  addPage(writing, { id: homepageId, spaceId: id, parentId: null }, home);
  for (const one of pages) {
    const pageId = nextId(state);
    const parent = state.pages.find((two) => two.spaceId === id && two.title === one.under);
    addPage(writing, { id: pageId, spaceId: id, parentId: parent?.id ?? homepageId }, one);
  }
  space.permissions = permissions(state, access);
  space.properties = propertiesOf(writing, plan.properties, author, createdAt);
}

function escape(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
}

/** Storage format from headings and lines: `## ` heads a part, `- ` and `1. ` make lists, a fence makes a code macro. */
export function writeStorage(prose: string): string {
  return prose
    .trim()
    .split(/\n\n+/)
    .map((part) => {
      const lines = part.split("\n");
      const [first = ""] = lines;
      if (first.startsWith("## ")) return `<h2>${escape(first.slice(3))}</h2>`;
      if (first.startsWith("```")) {
        const body = lines.slice(1, -1).join("\n");
        return `<ac:structured-macro ac:name="code"><ac:plain-text-body><![CDATA[${body}]]></ac:plain-text-body></ac:structured-macro>`;
      }
      const items = (sign: RegExp) =>
        lines.map((line) => `<li><p>${escape(line.replace(sign, ""))}</p></li>`).join("");
      if (first.startsWith("- ")) return `<ul>${items(/^- /)}</ul>`;
      if (/^\d+\. /.test(first)) return `<ol>${items(/^\d+\. /)}</ol>`;
      return `<p>${escape(lines.join(" "))}</p>`;
    })
    .join("");
}
