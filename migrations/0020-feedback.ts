/**
 * What people decided, kept for good: a row for each decision and one for each field that it was about. People and texts
 * stand in it as digests, names and labels masked. The nightly fit of what our confidence is worth; and suggested rules
 * that somebody has waved off.
 */
export const up = /* sql */ `
ALTER TABLE proposals
  ADD COLUMN issue_type text,
  ADD COLUMN labels text[] NOT NULL DEFAULT '{}',
  ADD COLUMN nano_usd bigint,
  -- As the engine had it, once a person has changed it.
  ADD COLUMN proposed_plan jsonb;

CREATE TABLE feedback (
  tenant_id uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
  id uuid NOT NULL,
  proposal_id uuid NOT NULL,
  at timestamptz NOT NULL,
  kind text NOT NULL CHECK (kind IN ('approve', 'auto', 'reject', 'edit', 'undo', 'expire')),
  because text,
  -- A person had changed the plan before.
  edited boolean NOT NULL,
  project_key text NOT NULL,
  issue_type text,
  labels text[] NOT NULL,
  engine text NOT NULL,
  model text,
  prompt text NOT NULL,
  confidence real NOT NULL,
  waited_ms bigint NOT NULL CHECK (waited_ms >= 0),
  nano_usd bigint,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, proposal_id) REFERENCES proposals (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX feedback_newest ON feedback (tenant_id, at);
CREATE INDEX feedback_of_proposal ON feedback (tenant_id, proposal_id);
ALTER TABLE feedback ENABLE ROW LEVEL SECURITY;
ALTER TABLE feedback FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON feedback
  USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid));
GRANT SELECT, INSERT ON feedback TO ticketsmith_app;

CREATE TABLE feedback_fields (
  tenant_id uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
  feedback_id uuid NOT NULL,
  proposal_id uuid NOT NULL,
  step text NOT NULL,
  field text NOT NULL,
  name text NOT NULL,
  action text NOT NULL,
  -- Of an issue that the step makes.
  issue_type text,
  verdict text NOT NULL CHECK (verdict IN ('stood', 'left-out', 'rejected', 'edited', 'undone', 'expired')),
  -- A person had written it: it says nothing of us.
  by_hand boolean NOT NULL,
  confidence real NOT NULL,
  raw real NOT NULL,
  proposed jsonb,
  decided jsonb,
  PRIMARY KEY (tenant_id, feedback_id, step, field),
  FOREIGN KEY (tenant_id, feedback_id) REFERENCES feedback (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX feedback_fields_of_proposal ON feedback_fields (tenant_id, proposal_id);
ALTER TABLE feedback_fields ENABLE ROW LEVEL SECURITY;
ALTER TABLE feedback_fields FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON feedback_fields
  USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid));
GRANT SELECT, INSERT ON feedback_fields TO ticketsmith_app;

-- What was taken back did not stand after all.
GRANT UPDATE ON outcomes TO ticketsmith_app;

CREATE TABLE calibrations (
  tenant_id uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
  action text NOT NULL,
  curve jsonb NOT NULL,
  -- How many decided fields it rests on.
  decisions integer NOT NULL CHECK (decisions >= 0),
  fitted_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, action)
);
ALTER TABLE calibrations ENABLE ROW LEVEL SECURITY;
ALTER TABLE calibrations FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON calibrations
  USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE ON calibrations TO ticketsmith_app;

CREATE TABLE dismissed_rules (
  tenant_id uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
  rule text NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, rule)
);
ALTER TABLE dismissed_rules ENABLE ROW LEVEL SECURITY;
ALTER TABLE dismissed_rules FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON dismissed_rules
  USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid));
GRANT SELECT, INSERT ON dismissed_rules TO ticketsmith_app;
`;

export const down = /* sql */ `
DROP TABLE dismissed_rules;
DROP TABLE calibrations;
REVOKE UPDATE ON outcomes FROM ticketsmith_app;
DROP TABLE feedback_fields;
DROP TABLE feedback;
ALTER TABLE proposals
  DROP COLUMN proposed_plan,
  DROP COLUMN nano_usd,
  DROP COLUMN labels,
  DROP COLUMN issue_type;
`;
