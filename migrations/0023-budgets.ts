/**
 * What a tenant may spend in a month, as a whole, in one project and on one use of its model; of which it was warned; and
 * what its models used by project and use. Months are UTC's. And what its site said of our licence, since when.
 */
export const up = /* sql */ `
CREATE TABLE budgets (
  tenant_id uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
  scope text NOT NULL CHECK (scope IN ('site', 'project', 'use')),
  -- A project's key, or a use; empty for the site.
  name text NOT NULL CHECK ((scope = 'site') = (name = '')),
  monthly_usd double precision CHECK (monthly_usd >= 0),
  monthly_tokens bigint CHECK (monthly_tokens >= 0),
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, scope, name),
  CHECK (monthly_usd IS NOT NULL OR monthly_tokens IS NOT NULL)
);
ALTER TABLE budgets ENABLE ROW LEVEL SECURITY;
ALTER TABLE budgets FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON budgets
  USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE, DELETE ON budgets TO ticketsmith_app;

CREATE TABLE budget_warnings (
  tenant_id uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
  month date NOT NULL,
  scope text NOT NULL,
  name text NOT NULL,
  unit text NOT NULL CHECK (unit IN ('usd', 'tokens')),
  level integer NOT NULL CHECK (level IN (50, 80, 100)),
  at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, month, scope, name, unit, level)
);
ALTER TABLE budget_warnings ENABLE ROW LEVEL SECURITY;
ALTER TABLE budget_warnings FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON budget_warnings
  USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid));
GRANT SELECT, INSERT ON budget_warnings TO ticketsmith_app;

CREATE TABLE licences (
  tenant_id uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
  state text NOT NULL CHECK (state IN ('active', 'trial', 'none', 'free')),
  since timestamptz NOT NULL,
  -- When one that there was had run out; a site that never had one has no such moment.
  lapsed_at timestamptz,
  checked_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id)
);
ALTER TABLE licences ENABLE ROW LEVEL SECURITY;
ALTER TABLE licences FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON licences
  USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE ON licences TO ticketsmith_app;

ALTER TABLE model_reservations
  ADD COLUMN tokens bigint NOT NULL DEFAULT 0 CHECK (tokens >= 0),
  ADD COLUMN project text NOT NULL DEFAULT '',
  ADD COLUMN use text NOT NULL DEFAULT 'plan';

ALTER TABLE model_usage
  ADD COLUMN project text NOT NULL DEFAULT '',
  ADD COLUMN use text NOT NULL DEFAULT 'plan',
  DROP CONSTRAINT model_usage_pkey,
  ADD PRIMARY KEY (tenant_id, day, model, direction, project, use);
`;

export const down = /* sql */ `
CREATE TEMP TABLE merged ON COMMIT DROP AS
  SELECT tenant_id, day, model, direction, sum(tokens)::bigint AS tokens,
    sum(unpriced_tokens)::bigint AS unpriced_tokens, sum(nano_usd)::bigint AS nano_usd
  FROM model_usage GROUP BY 1, 2, 3, 4;
TRUNCATE model_usage;
ALTER TABLE model_usage DROP CONSTRAINT model_usage_pkey, DROP COLUMN use, DROP COLUMN project,
  ADD PRIMARY KEY (tenant_id, day, model, direction);
INSERT INTO model_usage (tenant_id, day, model, direction, tokens, unpriced_tokens, nano_usd)
  SELECT tenant_id, day, model, direction, tokens, unpriced_tokens, nano_usd FROM merged;
ALTER TABLE model_reservations DROP COLUMN use, DROP COLUMN project, DROP COLUMN tokens;
DROP TABLE licences;
DROP TABLE budget_warnings;
DROP TABLE budgets;
`;
