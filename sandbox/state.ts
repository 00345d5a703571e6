/** Everything one tenant of the sandbox knows. It is plain JSON, so that a restart can read it back as it was. */

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

export type TenantName = "acme" | "globex";
export type Product = "jira" | "confluence";

/** An Atlassian Document Format document, as rich text travels in REST v3. */
export type AdfDoc = { type: "doc"; version: 1; content: Json[] };

export type Person = {
  accountId: string;
  accountType: "atlassian" | "app";
  displayName: string;
  email: string;
  timeZone: string;
  locale: string;
  avatarColour: string;
  active: boolean;
  groups: string[];
  /** Site administrator: may open the admin area and install apps. */
  admin: boolean;
  /** What the person switch says after the name, such as "project lead". */
  jobTitle: string;
};

export const PROJECT_PERMISSIONS = [
  "BROWSE_PROJECTS",
  "CREATE_ISSUES",
  "EDIT_ISSUES",
  "ASSIGN_ISSUES",
  "ASSIGNABLE_USER",
  "TRANSITION_ISSUES",
  "RESOLVE_ISSUES",
  "CLOSE_ISSUES",
  "SCHEDULE_ISSUES",
  "MODIFY_REPORTER",
  "ADD_COMMENTS",
  "EDIT_OWN_COMMENTS",
  "EDIT_ALL_COMMENTS",
  "DELETE_OWN_COMMENTS",
  "DELETE_ALL_COMMENTS",
  "LINK_ISSUES",
  "DELETE_ISSUES",
  "MOVE_ISSUES",
  "SET_ISSUE_SECURITY",
  "ADMINISTER_PROJECTS",
] as const;
export type ProjectPermission = (typeof PROJECT_PERMISSIONS)[number];

/** Who holds a role, and what the role may do. "everyone" means every person who is signed in. */
export type ProjectRole = {
  id: string;
  name: string;
  everyone: boolean;
  accountIds: string[];
  groups: string[];
  permissions: ProjectPermission[];
};

/** The role Jira keeps for apps in every project. A security level without it hides an issue from apps, too. */
export const APP_ROLE = { id: "10003", name: "atlassian-addons-project-access" } as const;

/** Who is let in by a security level. The role ids are those of the issue's own project. */
export type SecurityMember = { id: string } & (
  | { type: "reporter" | "assignee" | "projectLead" }
  | { type: "user"; accountId: string }
  | { type: "group"; name: string }
  | { type: "projectRole"; roleId: string }
);
export type SecurityLevel = { id: string; name: string; description: string; members: SecurityMember[] };
export type SecurityScheme = {
  id: string;
  name: string;
  description: string;
  /** What a new issue gets when nobody chose a level. */
  defaultLevelId: string | null;
  levels: SecurityLevel[];
};

export type FieldKind =
  | "text"
  | "rich-text"
  | "number"
  | "date"
  | "user"
  | "labels"
  | "select"
  | "multi-select"
  | "priority"
  | "resolution"
  | "components"
  | "versions"
  | "parent"
  | "security"
  | "url"
  | "datetime"
  | "cascade"
  | "users"
  | "group"
  | "groups"
  | "version"
  | "project-picker"
  | "sprint"
  | "epic-link"
  | "team"
  | "issue-type"
  | "project";

/** A disabled option stays on issues that hold it and can no longer be chosen. */
export type FieldOption = { id: string; value: string; disabled?: boolean; children?: FieldOption[] };

/** Where a custom field exists, with the options and the default it has there. Empty lists mean everywhere. */
export type FieldContext = {
  id: string;
  name: string;
  projectIds: string[];
  issueTypeIds: string[];
  /** null offers all options of the field. */
  optionIds: string[] | null;
  defaultValue: Json;
};

/** A field of the site. `id` is what REST calls it: "summary" or "customfield_10031". */
export type Field = {
  id: string;
  name: string;
  kind: FieldKind;
  custom: boolean;
  description: string;
  options: FieldOption[];
  maxLength?: number;
  /** Jira's name of the type where several types hold the same values: radio buttons are a select, too. */
  customType?: "radiobuttons" | "multicheckboxes";
  /** Without any, the field exists everywhere. */
  contexts?: FieldContext[];
};

/** A field on a project's create and edit screen. */
export type ScreenField = { fieldId: string; required: boolean; defaultValue?: Json };

export type IssueType = {
  id: string;
  name: string;
  description: string;
  subtask: boolean;
  hierarchyLevel: number;
  /** Last part of the icon's address under /_icons/issue-types/. */
  icon: string;
};

export type StatusCategory = "new" | "indeterminate" | "done";
export type Status = { id: string; name: string; description: string; category: StatusCategory };

export type Transition = {
  id: string;
  name: string;
  from: "any" | string[];
  to: string;
  fields: ScreenField[];
  /** A condition of the workflow: without this permission the transition is not offered. */
  onlyWith?: ProjectPermission;
};
export type Workflow = { id: string; name: string; initialStatusId: string; transitions: Transition[] };

export type Component = { id: string; name: string; description: string; leadAccountId: string | null };
export type Version = {
  id: string;
  name: string;
  description: string;
  released: boolean;
  archived: boolean;
  releaseDate: string | null;
};
export type Priority = { id: string; name: string; description: string; colour: string; icon: string };
export type Resolution = { id: string; name: string; description: string };
export type LinkType = { id: string; name: string; inward: string; outward: string };

export type ProjectIssueType = { issueTypeId: string; workflowId: string; screen: ScreenField[] };

export type Project = {
  id: string;
  key: string;
  name: string;
  description: string;
  kind: "software" | "service_desk" | "business";
  leadAccountId: string;
  avatarColour: string;
  issueTypes: ProjectIssueType[];
  components: Component[];
  versions: Version[];
  roles: ProjectRole[];
  securitySchemeId: string | null;
  lastIssueNumber: number;
};

/** A comment that only a group, or a role of its project, may read. */
export type CommentVisibility = { type: "group" | "role"; value: string };

export type Comment = {
  id: string;
  author: string;
  updateAuthor: string;
  body: AdfDoc;
  created: string;
  updated: string;
  properties: Record<string, Json>;
  visibility: CommentVisibility | null;
};

/** One changed field: ids in `from`/`to` where the value has one, and the words a person reads beside them. */
export type ChangeItem = {
  field: string;
  fieldId: string;
  fieldtype: "jira" | "custom";
  from: string | null;
  fromString: string | null;
  to: string | null;
  toString: string | null;
};
export type ChangeGroup = { id: string; author: string; created: string; items: ChangeItem[] };

export type RemoteLink = {
  id: string;
  globalId: string | null;
  relationship: string | null;
  application: { [key: string]: Json };
  object: { [key: string]: Json };
};

/**
 * An issue. `values` holds every field that a screen can show, under the field's REST id, in stored form:
 * text and dates as strings, rich text as ADF, people as account ids, everything with an id as that id
 * (lists of ids for components, versions and multi-select; parent and child of a cascade as a list of two),
 * groups by their name, moments in ISO form, null or absent when empty.
 */
export type Issue = {
  id: string;
  key: string;
  projectId: string;
  issueTypeId: string;
  statusId: string;
  creator: string;
  created: string;
  updated: string;
  resolutionDate: string | null;
  statusChanged: string;
  values: Record<string, Json>;
  comments: Comment[];
  changelog: ChangeGroup[];
  properties: Record<string, Json>;
  remoteLinks: RemoteLink[];
};

/** "source `outward` target": a link of type Blocks reads "source blocks target". */
export type IssueLink = { id: string; typeId: string; sourceId: string; targetId: string };

/** What a space lets people do, as v2 names it: an operation on a kind of thing. */
export type SpaceOperation = {
  key: "read" | "create" | "delete" | "restrict_content" | "administer";
  targetType: "space" | "page" | "comment";
};
export type SpacePermission = {
  id: string;
  /** A group is known by its name here; Confluence gives it an id beside. */
  principal: { type: "user" | "group"; id: string };
  operation: SpaceOperation;
};

export type ContentVersion = { number: number; message: string; createdAt: string; authorId: string };
/** A version that another one took over from, with the words it had. */
export type OldVersion = ContentVersion & { title: string; storage: string };

/** A value an app keeps beside a space, page or comment. Each write names the next version. */
export type ContentProperty = {
  id: string;
  key: string;
  value: Json;
  createdAt: string;
  createdBy: string;
  version: ContentVersion;
};

export type Space = {
  id: string;
  key: string;
  name: string;
  description: string;
  homepageId: string;
  createdAt: string;
  authorId: string;
  permissions: SpacePermission[];
  properties: ContentProperty[];
};

/** Whom a page is kept for. Both lists empty means everybody whom the space lets in. */
export type Restriction = { accountIds: string[]; groups: string[] };

export type Page = {
  id: string;
  spaceId: string;
  parentId: string | null;
  title: string;
  status: "current" | "draft" | "trashed";
  /** Storage format, an XHTML dialect. */
  storage: string;
  authorId: string;
  createdAt: string;
  version: ContentVersion;
  history: OldVersion[];
  labels: string[];
  properties: ContentProperty[];
  restrictions: { read: Restriction; update: Restriction };
};

/** A comment below a page, or on some of its words. */
export type PageComment = {
  id: string;
  pageId: string;
  parentId: string | null;
  storage: string;
  authorId: string;
  createdAt: string;
  version: ContentVersion;
  history: OldVersion[];
  properties: ContentProperty[];
  /** The words it is about; null below the page. */
  inline: {
    markerRef: string;
    selection: string;
    status: "open" | "reopened" | "resolved";
    changedBy: string | null;
    changedAt: string | null;
  } | null;
};

/** What an app keeps for itself on a site, out of people's sight. */
export type AppProperty = { product: Product; appKey: string; key: string; value: Json };

/** The parts of an app's descriptor the products act on. Everything else an app sends is kept, unread. */
export type AppDescriptor = {
  key: string;
  name: string;
  baseUrl: string;
  scopes: string[];
  enableLicensing: boolean;
  lifecycle: { installed?: string; uninstalled?: string; enabled?: string; disabled?: string };
  webhooks: AppWebhook[];
  issueContexts: AppPanel[];
  pages: AppPanel[];
  entityProperties: AppEntityProperty[];
  /** The whole document, as the app serves it. */
  raw: Json;
};
export type AppWebhook = { event: string; url: string; filter: string | null; excludeBody: boolean };
export type AppPanel = {
  key: string;
  moduleType: string;
  name: string;
  url: string;
  icon: string | null;
  label: string | null;
};
export type AppEntityProperty = {
  entityType: string;
  propertyKey: string;
  objectName: string;
  type: string;
  alias: string | null;
};

/** One product's install of one app. */
export type Installation = {
  product: Product;
  appKey: string;
  clientKey: string;
  sharedSecret: string;
  oauthClientId: string;
  /** The product's base URL: the site's origin, with /wiki for Confluence. */
  baseUrl: string;
  descriptorUrl: string;
  descriptor: AppDescriptor;
  state: "ENABLED" | "DISABLED";
  keyId: string;
  privateKeyPem: string;
  /** The account the app acts as when it acts for itself. */
  accountId: string;
  installedAt: string;
};

export type DeliveryTry = { at: string; status: number | null; error: string | null; ms: number };
export type WebhookDelivery = {
  /** X-Atlassian-Webhook-Identifier: the same on every try. */
  identifier: string;
  product: Product;
  clientKey: string;
  appKey: string;
  event: string;
  url: string;
  body: Json;
  excludeBody: boolean;
  trace: string | null;
  createdAt: string;
  state: "pending" | "delivered" | "dropped" | "exhausted";
  tries: DeliveryTry[];
  nextTryAt: string | null;
};

export type IssuedToken = {
  id: string;
  /** Opaque bearer value, shown only shortened. */
  token: string;
  appKey: string;
  clientKey: string;
  accountId: string;
  scopes: string[];
  issuedAt: string;
  expiresAt: string;
};

/** A token the site handed out or saw, for the drawer: never its value. */
export type TokenNote = {
  at: string;
  kind: "iframe" | "context" | "user" | "install" | "webhook";
  appKey: string;
  forAccountId: string | null;
  subject: string;
  expiresAt: string | null;
};

export type Settings = {
  /** What `lic=` says in iframe URLs and what the add-on resource answers. */
  licence: "active" | "none" | "absent";
  /** Whether the authorisation server lets apps act as people on this site. */
  impersonation: "on" | "off";
};

export type SiteState = {
  format: 2;
  tenant: TenantName;
  siteName: string;
  cloudId: string;
  seededAt: string;
  lastId: number;
  people: Person[];
  groups: string[];
  projects: Project[];
  issueTypes: IssueType[];
  statuses: Status[];
  workflows: Workflow[];
  fields: Field[];
  priorities: Priority[];
  resolutions: Resolution[];
  linkTypes: LinkType[];
  securitySchemes: SecurityScheme[];
  issues: Issue[];
  links: IssueLink[];
  spaces: Space[];
  pages: Page[];
  pageComments: PageComment[];
  appProperties: AppProperty[];
  installations: Installation[];
  /** Public install keys by key id; they outlive an uninstall, whose own call is verified with them. */
  installKeys: Record<string, string>;
  deliveries: WebhookDelivery[];
  tokens: IssuedToken[];
  settings: Settings;
};

/** Who does something. An app acting for a person is that person, with the app's name beside it. */
export type Identity =
  | { kind: "person"; accountId: string; throughApp: string | null }
  | { kind: "app"; appKey: string; clientKey: string; accountId: string }
  | { kind: "anonymous" };

/** First argument of every operation: who acts, and the trace to echo on webhooks it causes. */
export type Acting = { as: Identity; trace?: string };

/** One REST call the site answered. */
export type Exchange = {
  id: string;
  at: string;
  tenant: TenantName;
  product: Product;
  method: string;
  /** The path below the site's origin, without the query. */
  path: string;
  query: Record<string, string | string[]>;
  requestHeaders: Record<string, string>;
  requestBody: unknown;
  status: number;
  responseHeaders: Record<string, string>;
  responseBody: unknown;
  actingAs: Identity;
  ms: number;
  /** The kind of planted fault that struck it ("html", "drop", …), if one did. */
  fault: string | null;
};
