import type { SiteEvent } from "./site-event.ts";
import type {
  ChangeItem,
  Comment,
  Issue,
  IssueLink,
  Page,
  PageComment,
  Project,
  SiteState,
  Space,
} from "./state.ts";

/** Something that happened to an issue, with all that a webhook tells about it. */
export type IssueHappening = {
  live: Extract<SiteEvent, { key: string }>["type"];
  /** Webhook events to fire for it, such as "jira:issue_updated". */
  webhookEvents: string[];
  /** Jira's finer name: issue_generic, issue_commented, issue_assigned, … */
  eventTypeName: string;
  issue: Issue;
  project: Project;
  by: string;
  at: Date;
  changes: ChangeItem[];
  changeGroupId: string | null;
  comment: Comment | null;
  link: IssueLink | null;
  trace: string | null;
};

export type Emit = (happening: IssueHappening) => void;

/** Something that happened in Confluence, with all that a webhook tells about it. */
export type PageHappening = {
  /** Webhook events to fire for it, such as "page_updated". */
  webhookEvents: string[];
  page: Page;
  space: Space;
  comment: PageComment | null;
  label: string | null;
  /** Confluence's word for what was done: edit_page, move_page, … */
  trigger: string;
  by: string;
  at: Date;
  trace: string | null;
};

/** What the operations of one site share. */
export type SiteCore = {
  state: () => SiteState;
  now: () => Date;
  touch: () => void;
  emit: Emit;
  emitPage: (happening: PageHappening) => void;
};

/** Ids count up over the whole site, as Jira's do, so that no two things ever share one. */
export function nextId(state: SiteState): string {
  state.lastId += 1;
  return String(state.lastId);
}

/** The parts of a happening that most operations leave empty. */
export const QUIET = {
  changes: [],
  changeGroupId: null,
  comment: null,
  link: null,
} satisfies Partial<IssueHappening>;
