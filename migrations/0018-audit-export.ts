/**
 * What the audit log is filtered by, as columns of their own: row-level security keeps an index on an expression over
 * `entry` from being used. They follow from the entry, and nobody can write them.
 *
 * And secrets of the deployment itself, which are no tenant's: the key that signs exports of the log.
 */
export const up = /* sql */ `
ALTER TABLE audit_log
  ADD COLUMN by_digest text GENERATED ALWAYS AS (entry ->> 'by') STORED,
  ADD COLUMN for_digest text GENERATED ALWAYS AS (entry ->> 'for') STORED,
  ADD COLUMN type text GENERATED ALWAYS AS (entry ->> 'type') STORED,
  ADD COLUMN proposal text GENERATED ALWAYS AS (entry ->> 'proposal') STORED,
  ADD COLUMN issue text GENERATED ALWAYS AS (entry ->> 'issue') STORED;
CREATE INDEX audit_log_by ON audit_log (tenant_id, by_digest, seq);
CREATE INDEX audit_log_for ON audit_log (tenant_id, for_digest, seq) WHERE for_digest IS NOT NULL;
CREATE INDEX audit_log_type ON audit_log (tenant_id, type, seq);
CREATE INDEX audit_log_proposal ON audit_log (tenant_id, proposal, seq) WHERE proposal IS NOT NULL;
CREATE INDEX audit_log_issue ON audit_log (tenant_id, issue, seq) WHERE issue IS NOT NULL;
CREATE INDEX audit_log_at ON audit_log (tenant_id, at);

CREATE TABLE deployment_secrets (
  name text PRIMARY KEY,
  value_sealed text NOT NULL,
  made_at timestamptz NOT NULL
);
GRANT SELECT, INSERT, UPDATE ON deployment_secrets TO ticketsmith_app;
`;

export const down = /* sql */ `
DROP TABLE deployment_secrets;
DROP INDEX audit_log_at;
DROP INDEX audit_log_issue;
DROP INDEX audit_log_proposal;
DROP INDEX audit_log_type;
DROP INDEX audit_log_for;
DROP INDEX audit_log_by;
ALTER TABLE audit_log
  DROP COLUMN issue,
  DROP COLUMN proposal,
  DROP COLUMN type,
  DROP COLUMN for_digest,
  DROP COLUMN by_digest;
`;
