/** Rows as the tables hold them, by the names that Sequelize gives the columns. Meaning is added when they are read. */
export type TenantRow = {
  id: string;
  origin: string;
  auditKeySealed: string;
  actAs: string | null;
  createdAt: Date;
  uninstalledAt: Date | null;
  eraseAfter: Date | null;
};

export type InstallationRow = {
  tenantId: string;
  id: string;
  product: string;
  clientKey: string;
  baseUrl: string;
  displayUrl: string | null;
  secretSealed: string;
  oauthClientId: string | null;
  state: string;
  licence: string | null;
  installedAt: Date;
  uninstalledAt: Date | null;
  updatedAt: Date;
};

export type InboxRow = {
  id: string;
  tenantId: string;
  identifier: string;
  event: string;
  body: unknown;
  trace: string | null;
  receivedAt: Date;
  processedAt: Date | null;
  attempts: number;
};

export type RequestRow = {
  tenantId: string;
  id: string;
  issueId: string | null;
  issueKey: string | null;
  project: unknown;
  origin: string;
  text: string | null;
  commentId: string | null;
  requestedBy: string | null;
  dedupeKey: string;
  replaces: string | null;
  state: string;
  released: boolean;
  said: string | null;
  waitsFor: string | null;
  tries: number;
  nextTryAt: Date | null;
  createdAt: Date;
  updatedAt: Date;
};

export type ProposalRow = {
  tenantId: string;
  id: string;
  requestId: string;
  issueId: string | null;
  issueKey: string | null;
  issueSummary: string;
  projectId: string;
  projectKey: string;
  headline: string;
  confidence: number;
  actions: string[];
  asks: boolean;
  plan: unknown;
  planHash: string;
  status: string;
  state: unknown;
  revision: number;
  createdAt: Date;
  expiresAt: Date;
  updatedAt: Date;
};

export type LedgerRow = {
  tenantId: string;
  proposalId: string;
  step: string;
  direction: string;
  action: string;
  state: string;
  mark: string;
  attempts: number;
  waits: number;
  nextTryAt: Date | null;
  actedAs: string | null;
  preImage: unknown;
  result: unknown;
  options: unknown;
  reason: string | null;
  intendedAt: Date | null;
  evidenceSeenAt: Date | null;
  updatedAt: Date;
};

export type AuditRow = {
  tenantId: string;
  /** A bigint, which the driver gives as text. */
  seq: string;
  at: Date;
  entry: unknown;
  prevHash: string;
  hash: string;
};

export type AuditHeadRow = { tenantId: string; seq: string; hash: string };
export type AuditSecretRow = { tenantId: string; digest: string; about: string | null; valueSealed: string };
