/** Tenants and their installations. Every table from here on is walled off by the tenant of the transaction. */
export const up = /* sql */ `
CREATE TABLE tenants (
  id uuid PRIMARY KEY,
  origin text NOT NULL UNIQUE CHECK (length(origin) BETWEEN 8 AND 300),
  audit_key_sealed text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  uninstalled_at timestamptz,
  erase_after timestamptz
);
ALTER TABLE tenants ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenants FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON tenants
  USING (id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE, DELETE ON tenants TO ticketsmith_app;

CREATE TABLE installations (
  tenant_id uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
  id uuid NOT NULL UNIQUE,
  product text NOT NULL CHECK (product IN ('jira', 'confluence')),
  client_key text NOT NULL UNIQUE CHECK (length(client_key) BETWEEN 1 AND 255),
  base_url text NOT NULL,
  display_url text,
  secret_sealed text NOT NULL,
  oauth_client_id text,
  state text NOT NULL CHECK (state IN ('unverified', 'enabled', 'disabled', 'uninstalled')),
  licence text,
  installed_at timestamptz NOT NULL,
  uninstalled_at timestamptz,
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, id)
);
ALTER TABLE installations ENABLE ROW LEVEL SECURITY;
ALTER TABLE installations FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON installations
  USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE, DELETE ON installations TO ticketsmith_app;
`;

export const down = /* sql */ `
DROP TABLE installations;
DROP TABLE tenants;
`;
