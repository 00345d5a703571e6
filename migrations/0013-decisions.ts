/**
 * What a tenant's admins lay down (rules, policy), one document of each kind; and what became of each field that was
 * proposed, from which we learn what our own confidence is worth. No text of anybody's is in the second.
 */
export const up = /* sql */ `
CREATE TABLE tenant_settings (
  tenant_id uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
  kind text NOT NULL CHECK (kind IN ('rules', 'policy')),
  value jsonb NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, kind)
);
ALTER TABLE tenant_settings ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant_settings FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON tenant_settings
  USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE ON tenant_settings TO ticketsmith_app;

CREATE TABLE outcomes (
  tenant_id uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
  proposal_id uuid NOT NULL,
  step text NOT NULL,
  field text NOT NULL,
  action text NOT NULL,
  raw real NOT NULL CHECK (raw BETWEEN 0 AND 1),
  stood boolean NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, proposal_id, step, field),
  FOREIGN KEY (tenant_id, proposal_id) REFERENCES proposals (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX outcomes_newest ON outcomes (tenant_id, at DESC);
ALTER TABLE outcomes ENABLE ROW LEVEL SECURITY;
ALTER TABLE outcomes FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON outcomes
  USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid));
GRANT SELECT, INSERT ON outcomes TO ticketsmith_app;
`;

export const down = /* sql */ `
DROP TABLE outcomes;
DROP TABLE tenant_settings;
`;
