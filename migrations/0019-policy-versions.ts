/**
 * Every policy that a site's admins have laid down, one row for each version; how many proposals went through alone on a
 * day, which is where the cap is kept; and the switch that stops a whole site.
 */
export const up = /* sql */ `
CREATE TABLE policy_versions (
  tenant_id uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
  version integer NOT NULL CHECK (version >= 1),
  document jsonb NOT NULL,
  by_account text,
  note text,
  at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, version)
);
-- The owner moves what is there: until row security is forced, it is not kept from it.
ALTER TABLE tenant_settings NO FORCE ROW LEVEL SECURITY;
INSERT INTO policy_versions (tenant_id, version, document, at)
  SELECT tenant_id, 1, jsonb_build_object(
    'lines', value, 'approvers', '[]'::jsonb, 'quietHours', NULL,
    'auto', jsonb_build_object('enabled', false, 'dailyCap', 20, 'minimumDecisions', 100)
  ), updated_at FROM tenant_settings WHERE kind = 'policy';
DELETE FROM tenant_settings WHERE kind = 'policy';
ALTER TABLE tenant_settings FORCE ROW LEVEL SECURITY;
ALTER TABLE tenant_settings DROP CONSTRAINT tenant_settings_kind_check;
ALTER TABLE tenant_settings ADD CONSTRAINT tenant_settings_kind_check CHECK (kind IN ('rules', 'personal-data'));

ALTER TABLE policy_versions ENABLE ROW LEVEL SECURITY;
ALTER TABLE policy_versions FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON policy_versions
  USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid));
GRANT SELECT, INSERT ON policy_versions TO ticketsmith_app;

CREATE TABLE auto_approvals (
  tenant_id uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
  day date NOT NULL,
  count integer NOT NULL CHECK (count >= 1),
  PRIMARY KEY (tenant_id, day)
);
ALTER TABLE auto_approvals ENABLE ROW LEVEL SECURITY;
ALTER TABLE auto_approvals FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON auto_approvals
  USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE ON auto_approvals TO ticketsmith_app;

ALTER TABLE tenants
  ADD COLUMN stopped_at timestamptz,
  ADD COLUMN stopped_reason text;
`;

export const down = /* sql */ `
ALTER TABLE tenants
  DROP COLUMN stopped_reason,
  DROP COLUMN stopped_at;
DROP TABLE auto_approvals;
ALTER TABLE tenant_settings DROP CONSTRAINT tenant_settings_kind_check;
ALTER TABLE tenant_settings ADD CONSTRAINT tenant_settings_kind_check
  CHECK (kind IN ('rules', 'policy', 'personal-data'));
ALTER TABLE tenant_settings NO FORCE ROW LEVEL SECURITY;
ALTER TABLE policy_versions NO FORCE ROW LEVEL SECURITY;
INSERT INTO tenant_settings (tenant_id, kind, value, updated_at)
  SELECT DISTINCT ON (tenant_id) tenant_id, 'policy', document -> 'lines', at
  FROM policy_versions ORDER BY tenant_id, version DESC;
ALTER TABLE tenant_settings FORCE ROW LEVEL SECURITY;
DROP TABLE policy_versions;
`;
