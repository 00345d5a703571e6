import * as z from "zod/mini";
import { FieldChange, NamedOption, NewField } from "./field-value.ts";
import { AccountId, IssueRef } from "./ids.ts";
import { AdfNodeJson } from "./rich-text.ts";

const Blocks = z.array(AdfNodeJson).check(z.minLength(1), z.maxLength(1_000));

export const ProjectRef = z.strictObject({ id: z.string(), key: z.string(), name: z.string() });
export type ProjectRef = z.infer<typeof ProjectRef>;

export const CreateIssue = z.strictObject({
  type: z.literal("create-issue"),
  project: ProjectRef,
  issueType: NamedOption,
  fields: z.array(NewField).check(z.minLength(1), z.maxLength(50)),
});

export const EditFields = z.strictObject({
  type: z.literal("edit-fields"),
  issue: IssueRef,
  changes: z.array(FieldChange).check(z.minLength(1), z.maxLength(30)),
});

export const AddComment = z.strictObject({ type: z.literal("add-comment"), issue: IssueRef, body: Blocks });

export const SetAssignee = z.strictObject({
  type: z.literal("set-assignee"),
  issue: IssueRef,
  from: z.nullable(AccountId),
  to: z.nullable(AccountId),
});

/** A move through the workflow: the transition as Jira offers it, and the statuses on either side. */
export const Transition = z.strictObject({
  type: z.literal("transition"),
  issue: IssueRef,
  transition: NamedOption,
  from: NamedOption,
  to: NamedOption,
});

/** `outward`: the issue is the source ("SHOP-2 duplicates SHOP-1"); `inward`: the other one is. */
export const LinkIssues = z.strictObject({
  type: z.literal("link-issues"),
  issue: IssueRef,
  linkType: z.strictObject({ id: z.string(), name: z.string(), inward: z.string(), outward: z.string() }),
  direction: z.enum(["outward", "inward"]),
  other: z.extend(IssueRef, { summary: z.string().check(z.maxLength(255)) }),
});

/** Everything we can do to a tenant. An action that is not in this list cannot be proposed. */
export const Action = z.discriminatedUnion("type", [
  CreateIssue,
  EditFields,
  AddComment,
  SetAssignee,
  Transition,
  LinkIssues,
]);
export type Action = z.infer<typeof Action>;
export type ActionType = Action["type"];
export type ActionOf<T extends ActionType> = Extract<Action, { type: T }>;

export const ACTION_TYPES = [
  "create-issue",
  "edit-fields",
  "add-comment",
  "set-assignee",
  "transition",
  "link-issues",
] as const satisfies readonly ActionType[];
