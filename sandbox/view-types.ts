import type {
  AdfDoc,
  ChangeGroup,
  Comment,
  Component,
  Field,
  Issue,
  IssueType,
  Json,
  LinkType,
  Page,
  PageComment,
  Person,
  Priority,
  Project,
  Resolution,
  Space,
  Status,
  Transition,
  Version,
} from "./state.ts";

/** An issue with its names looked up, for pages that people read. */
export type IssueView = {
  issue: Issue;
  project: Project;
  issueType: IssueType;
  status: Status;
  summary: string;
  description: AdfDoc | null;
  priority: Priority | null;
  resolution: Resolution | null;
  assignee: Person | null;
  reporter: Person | null;
  labels: string[];
  components: Component[];
  fixVersions: Version[];
  dueDate: string | null;
  parent: { key: string; summary: string } | null;
  /** Custom fields on this issue's screen, with the words to show; "" when empty. */
  custom: { field: Field; value: Json; text: string }[];
  comments: { comment: Comment; author: Person | null }[];
  links: {
    id: string;
    type: LinkType;
    words: string;
    other: { key: string; summary: string; status: Status };
  }[];
  history: { group: ChangeGroup; author: Person | null }[];
  transitions: { transition: Transition; to: Status }[];
  may: {
    edit: boolean;
    assign: boolean;
    comment: boolean;
    transition: boolean;
    link: boolean;
    delete: boolean;
  };
};

export type PageView = { page: Page; space: Space; author: Person | null; children: Page[] };
export type CommentView = PageView & { comment: PageComment };
