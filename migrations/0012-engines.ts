/**
 * Which engine answers for a tenant, what its models used, and what calls under way have put aside of its budget.
 * Amounts are billionths of a US dollar. A request keeps what a model wrote where nobody could read it.
 */
export const up = /* sql */ `
-- NULL: whatever the operator's settings say.
CREATE TABLE tenant_engines (
  tenant_id uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
  kind text CHECK (kind IN ('offline', 'openai')),
  base_url text,
  model text,
  api_version text,
  key_sealed text,
  prompt_usd double precision CHECK (prompt_usd >= 0),
  completion_usd double precision CHECK (completion_usd >= 0),
  monthly_usd double precision CHECK (monthly_usd >= 0),
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id),
  CHECK (kind IS DISTINCT FROM 'openai' OR (base_url IS NOT NULL AND model IS NOT NULL)),
  CHECK ((prompt_usd IS NULL) = (completion_usd IS NULL))
);
ALTER TABLE tenant_engines ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant_engines FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON tenant_engines
  USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE ON tenant_engines TO ticketsmith_app;

CREATE TABLE model_usage (
  tenant_id uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
  day date NOT NULL,
  model text NOT NULL,
  direction text NOT NULL CHECK (direction IN ('prompt', 'completion')),
  tokens bigint NOT NULL,
  -- Of them, those whose price nobody knew.
  unpriced_tokens bigint NOT NULL,
  nano_usd bigint NOT NULL,
  PRIMARY KEY (tenant_id, day, model, direction)
);
ALTER TABLE model_usage ENABLE ROW LEVEL SECURITY;
ALTER TABLE model_usage FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON model_usage
  USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE ON model_usage TO ticketsmith_app;

CREATE TABLE model_reservations (
  tenant_id uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
  id uuid NOT NULL,
  nano_usd bigint NOT NULL CHECK (nano_usd >= 0),
  -- A process that was killed over a call gives nothing back: time does.
  until timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id)
);
ALTER TABLE model_reservations ENABLE ROW LEVEL SECURITY;
ALTER TABLE model_reservations FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON model_reservations
  USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE, DELETE ON model_reservations TO ticketsmith_app;

ALTER TABLE requests ADD COLUMN reply_sealed text;
`;

export const down = /* sql */ `
ALTER TABLE requests DROP COLUMN reply_sealed;
DROP TABLE model_reservations;
DROP TABLE model_usage;
DROP TABLE tenant_engines;
`;
