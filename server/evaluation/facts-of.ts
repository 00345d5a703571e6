import { AccountId, IssueId, IssueKey, type NamedOption } from "../contract/index.ts";
import type {
  CreatableType,
  Facts,
  FieldKind,
  FieldMeta,
  IssueSnapshot,
  LinkType,
  SimilarIssue,
  Status,
  StatusCategory,
  TransitionOption,
} from "../planning/index.ts";
import type { Case, FileFacts, IssueOfFile, ProjectOfFile } from "./read-cases.ts";

/** Jira's own link types, as every new site has them. */
const LINK_TYPES: readonly LinkType[] = [
  { id: "10000", name: "Blocks", inward: "is blocked by", outward: "blocks" },
  { id: "10001", name: "Cloners", inward: "is cloned by", outward: "clones" },
  { id: "10002", name: "Duplicate", inward: "is duplicated by", outward: "duplicates" },
  { id: "10003", name: "Relates", inward: "relates to", outward: "relates to" },
];

const LONG_AGO = new Date("2020-01-01T00:00:00Z");

/** The facts that planning would have looked up for a case, from a file's own. Names stand for the ids that a file does not have. */
export function factsOf({ project: key, subject: given, text }: Case, file: FileFacts): Facts {
  const subject = given ?? namedIn(text, file);
  const projectKey = subject?.replace(/-\d+$/, "") ?? key ?? file.projects[0]?.key ?? "NONE";
  const project = file.projects.find((one) => one.key === projectKey) ?? emptyProject(projectKey);
  const type = file.issues.find((one) => one.key === subject)?.issueType ?? project.issueTypes?.[0]?.name;
  const ref = { id: project.key, key: project.key, name: project.name ?? project.key };
  const issue = subject === undefined ? null : snapshotOf(subject, project, ref, file);
  return {
    now: new Date(file.now ?? Date.now()),
    timeZone: file.timeZone ?? "Etc/UTC",
    project: ref,
    issue,
    editable: issue === null ? [] : fieldsOf(project, type),
    creatable: (project.issueTypes ?? []).map(
      (one): CreatableType => ({
        issueType: named(one.name),
        fields: [...fieldsOf(project, one.name), field("assignee", "Assignee", "person")],
      }),
    ),
    transitions: issue === null ? [] : transitionsOf(subject ?? "", project, file, issue.status),
    people: file.people.flatMap(({ accountId, displayName }) => {
      const id = AccountId.safeParse(accountId);
      return id.success ? [{ accountId: id.data, name: displayName, avatarUrl: null }] : [];
    }),
    linkTypes: LINK_TYPES,
    labels: project.labels ?? [],
    similar: file.issues.flatMap((one, index) => (one.key === subject ? [] : similarOf(one, index, file))),
  };
}

const ISSUE_KEY = /(?<![\w-])[A-Z][A-Z0-9_]+-\d+(?![\w-])/gu;
/** Who asks for a new issue names others as examples, or to link to them. */
const CREATES =
  /(?<!\p{L})(?:create|open a|file a|raise a|log a|new|anlegen|leg\p{L}* |erstell\p{L}*|neue[rsn]?|cre(?:e|er|ez)|cré\p{L}+|nouve\p{L}+|crea\p{L}*|nuev[oa]|cri[ae]r?|nov[oa])(?!\p{L})|作成|起票|登録/iu;

/** "Close SHOP-12" says where it is meant, as it does for the API. */
function namedIn(text: string, { issues }: FileFacts): string | undefined {
  const [only, ...others] = new Set(text.match(ISSUE_KEY) ?? []);
  const isKnown = issues.some(({ key }) => key === only);
  return only !== undefined && isKnown && others.length === 0 && !CREATES.test(text) ? only : undefined;
}

const emptyProject = (key: string): ProjectOfFile => ({
  key,
  name: undefined,
  issueTypes: [],
  components: [],
  priorities: [],
  labels: [],
  statuses: [],
});

const named = (name: string): NamedOption => ({ id: name.slice(0, 255), name: name.slice(0, 255) });

const field = (
  id: string,
  name: string,
  kind: FieldKind,
  options: readonly string[] = [],
  required = false,
): FieldMeta => ({
  field: id,
  name,
  kind,
  required,
  hasDefault: false,
  options: options.map(named),
});

function fieldsOf(project: ProjectOfFile, typeName: string | undefined): FieldMeta[] {
  const { priorities = [], components = [] } = project;
  const own = project.issueTypes?.find(({ name }) => name === typeName)?.fields ?? [];
  const usual = [
    field("summary", "Summary", "text", [], true),
    field("description", "Description", "rich-text"),
    ...(priorities.length > 0 ? [field("priority", "Priority", "select", priorities)] : []),
    ...(components.length > 0 ? [field("components", "Components", "multi-select", components)] : []),
    field("labels", "Labels", "labels"),
    field("duedate", "Due date", "date"),
  ];
  const isUsual = (name: string) =>
    usual.some((one) => one.name.toLowerCase() === name.toLowerCase() || one.field === name) ||
    /^(?:assignee|duedate|issue ?type|project|status)$/i.test(name);
  const custom = own
    .filter(({ name }) => !isUsual(name))
    .map(({ name, type, options, required }, index) =>
      field(`customfield_${10_100 + index}`, name, kindOf(type, options), options, required),
    );
  return [...usual, ...custom];
}

const KINDS: Readonly<Record<string, FieldKind>> = {
  number: "number",
  date: "date",
  user: "person",
  person: "person",
  array: "multi-select",
  "multi-select": "multi-select",
  multiselect: "multi-select",
  labels: "labels",
};

function kindOf(type: string | undefined, options: readonly string[]): FieldKind {
  const kind = KINDS[type ?? ""];
  return kind ?? (options.length > 0 ? "select" : "text");
}

function snapshotOf(
  key: string,
  project: ProjectOfFile,
  ref: Facts["project"],
  file: FileFacts,
): IssueSnapshot {
  const index = file.issues.findIndex((one) => one.key === key);
  const known = file.issues[index];
  return {
    ref: refOf(key, index),
    project: ref,
    issueType: named(known?.issueType ?? project.issueTypes?.[0]?.name ?? "Issue"),
    status: statusOf(known?.status ?? project.statuses?.[0] ?? "Open", project),
    summary: known?.summary ?? "",
    description: [],
    assignee: AccountId.safeParse(known?.assignee).data ?? null,
    reporter: null,
    fields: {},
    comments: [],
    links: [],
    created: LONG_AGO,
    updated: LONG_AGO,
  };
}

const refOf = (key: string, index: number) => ({
  id: IssueId.parse(String(10_000 + index + 1)),
  key: IssueKey.parse(key),
});

/** A file names statuses without their category, which Jira would give: the first is new, and words tell what is done. */
function statusOf(name: string, { statuses = [] }: ProjectOfFile): Status {
  return { ...named(name), category: categoryOf(name, statuses.indexOf(name)) };
}

const OVER =
  /done|clos|resolv|released|delivered|shipped|finish|complet|cancel|reject|won.?t|dropped|declin|erledigt|fertig|abgeschlossen|geschlossen|gelöst|termin|ferm|livr|résolu|clôtur|hecho|cerrad|resuelt|finaliz|conclu|fechad|resolvid|entreg|完了|終了|クローズ|解決|却下/iu;
const NEW =
  /^(?:to ?do|new|open|opened|backlog|idea|reported|received|submitted|neu|offen|à faire|nouveau|ouvert|por hacer|nuevo|abierto|a fazer|novo|aberto|未着手|新規|受付)/iu;

function categoryOf(name: string, at: number): StatusCategory {
  if (OVER.test(name)) return "done";
  return NEW.test(name) || at === 0 ? "new" : "indeterminate";
}

function transitionsOf(
  key: string,
  project: ProjectOfFile,
  file: FileFacts,
  now: Status,
): TransitionOption[] {
  const offered =
    file.issues.find((one) => one.key === key)?.transitions ??
    (project.statuses ?? []).filter((name) => name !== now.name);
  return offered.map((name) => ({ id: name, name, to: statusOf(name, project), demands: [] }));
}

function similarOf(one: IssueOfFile, index: number, file: FileFacts): SimilarIssue[] {
  if (!IssueKey.safeParse(one.key).success) return [];
  const project = file.projects.find(({ key }) => one.key.startsWith(`${key}-`)) ?? emptyProject(one.key);
  return [
    {
      ref: refOf(one.key, index),
      summary: one.summary ?? "",
      description: "",
      issueType: one.issueType ?? "",
      status: statusOf(one.status ?? "", project),
      priority: null,
      components: [],
      labels: [],
      assignee: AccountId.safeParse(one.assignee).data ?? null,
      created: LONG_AGO,
    },
  ];
}
