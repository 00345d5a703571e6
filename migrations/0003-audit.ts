/**
 * The chained log. It has no foreign key to tenants, for it outlives them: what is left after an erasure names
 * nobody, since people and words stand in it by keyed digest and the key and the words are gone.
 */
export const up = /* sql */ `
CREATE TABLE audit_log (
  tenant_id uuid NOT NULL,
  seq bigint NOT NULL CHECK (seq >= 1),
  at timestamptz NOT NULL,
  entry jsonb NOT NULL,
  prev_hash text NOT NULL,
  hash text NOT NULL,
  PRIMARY KEY (tenant_id, seq)
);
ALTER TABLE audit_log ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit_log FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON audit_log
  USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid));
GRANT SELECT, INSERT ON audit_log TO ticketsmith_app;

-- Holds for the owner and for superusers too.
CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RAISE EXCEPTION 'audit_log is append-only' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER audit_log_rows_stay BEFORE UPDATE OR DELETE ON audit_log
  FOR EACH ROW EXECUTE FUNCTION refuse_audit_change();
CREATE TRIGGER audit_log_stays BEFORE TRUNCATE ON audit_log
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();

-- The newest link of each chain: what appends queue up on, and how a cut-off end is noticed.
CREATE TABLE audit_heads (
  tenant_id uuid PRIMARY KEY,
  seq bigint NOT NULL,
  hash text NOT NULL
);
ALTER TABLE audit_heads ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit_heads FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON audit_heads
  USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE ON audit_heads TO ticketsmith_app;

-- What the digests of the log stand for. Rows about a person are deleted when the person is erased.
CREATE TABLE audit_secrets (
  tenant_id uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
  digest text NOT NULL,
  about text,
  value_sealed text NOT NULL,
  PRIMARY KEY (tenant_id, digest)
);
CREATE INDEX audit_secrets_about ON audit_secrets (tenant_id, about);
ALTER TABLE audit_secrets ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit_secrets FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON audit_secrets
  USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE, DELETE ON audit_secrets TO ticketsmith_app;
`;

export const down = /* sql */ `
DROP TABLE audit_secrets;
DROP TABLE audit_heads;
DROP TABLE audit_log;
DROP FUNCTION refuse_audit_change();
`;
