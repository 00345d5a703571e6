import { DataTypes, type Model, type ModelAttributes, type ModelStatic, type Sequelize } from "sequelize";
import type {
  AuditRow,
  AuditHeadRow,
  AuditSecretRow,
  InboxRow,
  InstallationRow,
  LedgerRow,
  ProposalRow,
  RequestRow,
  TenantRow,
} from "./rows.ts";

type Of<Row extends object> = ModelStatic<Model<Row, Row>>;

export type Models = {
  tenants: Of<TenantRow>;
  installations: Of<InstallationRow>;
  inbox: Of<InboxRow>;
  requests: Of<RequestRow>;
  proposals: Of<ProposalRow>;
  ledger: Of<LedgerRow>;
  auditLog: Of<AuditRow>;
  auditHeads: Of<AuditHeadRow>;
  auditSecrets: Of<AuditSecretRow>;
};

const { UUID, TEXT, JSONB, INTEGER, BIGINT, BOOLEAN, DATE, DOUBLE, ARRAY } = DataTypes;
const key = (type: typeof UUID | typeof TEXT) => ({ type, primaryKey: true });

const PROPOSAL_COLUMNS: ModelAttributes<Model<ProposalRow, ProposalRow>, ProposalRow> = {
  tenantId: key(UUID),
  id: key(UUID),
  requestId: UUID,
  issueId: TEXT,
  issueKey: TEXT,
  issueSummary: TEXT,
  projectId: TEXT,
  projectKey: TEXT,
  headline: TEXT,
  confidence: DOUBLE,
  actions: ARRAY(TEXT),
  asks: BOOLEAN,
  plan: JSONB,
  planHash: TEXT,
  status: TEXT,
  state: JSONB,
  revision: INTEGER,
  createdAt: DATE,
  expiresAt: DATE,
  updatedAt: DATE,
};

/** The tables as the migrations make them. */
export function defineModels(sequelize: Sequelize): Models {
  const define = <Row extends object>(
    table: string,
    columns: ModelAttributes<Model<Row, Row>, Row>,
  ): Of<Row> => sequelize.define<Model<Row, Row>, Row>(table, columns);
  return {
    tenants: define<TenantRow>("tenants", {
      id: key(UUID),
      origin: TEXT,
      auditKeySealed: TEXT,
      actAs: TEXT,
      createdAt: DATE,
      uninstalledAt: DATE,
      eraseAfter: DATE,
    }),
    installations: define<InstallationRow>("installations", {
      tenantId: key(UUID),
      id: key(UUID),
      product: TEXT,
      clientKey: TEXT,
      baseUrl: TEXT,
      displayUrl: TEXT,
      secretSealed: TEXT,
      oauthClientId: TEXT,
      state: TEXT,
      licence: TEXT,
      installedAt: DATE,
      uninstalledAt: DATE,
      updatedAt: DATE,
    }),
    inbox: define<InboxRow>("inbox", {
      id: { type: BIGINT, primaryKey: true },
      tenantId: UUID,
      identifier: TEXT,
      event: TEXT,
      body: JSONB,
      trace: TEXT,
      receivedAt: DATE,
      processedAt: DATE,
      attempts: INTEGER,
    }),
    requests: define<RequestRow>("requests", {
      tenantId: key(UUID),
      id: key(UUID),
      issueId: TEXT,
      issueKey: TEXT,
      project: JSONB,
      origin: TEXT,
      text: TEXT,
      commentId: TEXT,
      requestedBy: TEXT,
      dedupeKey: TEXT,
      replaces: UUID,
      state: TEXT,
      released: BOOLEAN,
      said: TEXT,
      waitsFor: TEXT,
      tries: INTEGER,
      nextTryAt: DATE,
      createdAt: DATE,
      updatedAt: DATE,
    }),
    proposals: define<ProposalRow>("proposals", PROPOSAL_COLUMNS),
    ledger: define<LedgerRow>("ledger", {
      tenantId: key(UUID),
      proposalId: key(UUID),
      step: key(TEXT),
      direction: key(TEXT),
      action: TEXT,
      state: TEXT,
      mark: TEXT,
      attempts: INTEGER,
      waits: INTEGER,
      nextTryAt: DATE,
      actedAs: TEXT,
      preImage: JSONB,
      result: JSONB,
      options: JSONB,
      reason: TEXT,
      intendedAt: DATE,
      evidenceSeenAt: DATE,
      updatedAt: DATE,
    }),
    auditLog: define<AuditRow>("audit_log", {
      tenantId: key(UUID),
      seq: { type: BIGINT, primaryKey: true },
      at: DATE,
      entry: JSONB,
      prevHash: TEXT,
      hash: TEXT,
    }),
    auditHeads: define<AuditHeadRow>("audit_heads", { tenantId: key(UUID), seq: BIGINT, hash: TEXT }),
    auditSecrets: define<AuditSecretRow>("audit_secrets", {
      tenantId: key(UUID),
      digest: key(TEXT),
      about: TEXT,
      valueSealed: TEXT,
    }),
  };
}
