import * as z from "zod/mini";

/** One customer: an Atlassian site, whichever of its products installed us. */
export const TenantId = z.uuid().brand<"TenantId">();
export type TenantId = z.infer<typeof TenantId>;

/** One product's install of the app for a tenant. */
export const InstallationId = z.uuid().brand<"InstallationId">();
export type InstallationId = z.infer<typeof InstallationId>;

export const ProposalId = z.uuid().brand<"ProposalId">();
export type ProposalId = z.infer<typeof ProposalId>;

/** What came in and asked for a proposal. */
export const RequestId = z.uuid().brand<"RequestId">();
export type RequestId = z.infer<typeof RequestId>;

/** Many proposals that one person said yes to at once. */
export const BatchId = z.uuid().brand<"BatchId">();
export type BatchId = z.infer<typeof BatchId>;

/** A part of a tenant's budget that a call to a model has put aside. */
export const ReservationId = z.uuid().brand<"ReservationId">();
export type ReservationId = z.infer<typeof ReservationId>;

/** Opaque and global over Atlassian's products; names and e-mails are looked up when shown, never stored. */
export const AccountId = z.string().check(z.minLength(1), z.maxLength(128)).brand<"AccountId">();
export type AccountId = z.infer<typeof AccountId>;

/** Jira's numeric id: unlike the key it survives a move to another project. */
export const IssueId = z
  .string()
  .check(z.regex(/^\d{1,19}$/))
  .brand<"IssueId">();
export type IssueId = z.infer<typeof IssueId>;

export const IssueKey = z
  .string()
  .check(z.regex(/^[A-Z][A-Z0-9_]{1,254}-\d{1,19}$/))
  .brand<"IssueKey">();
export type IssueKey = z.infer<typeof IssueKey>;

/** Names a step within one plan: s1, s2, … */
export const StepId = z
  .string()
  .check(z.regex(/^s\d{1,3}$/))
  .brand<"StepId">();
export type StepId = z.infer<typeof StepId>;

export const IssueRef = z.strictObject({ id: IssueId, key: IssueKey });
export type IssueRef = z.infer<typeof IssueRef>;
