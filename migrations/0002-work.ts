/** What comes in, what is proposed, and what was done about it. */
export const up = /* sql */ `
CREATE TABLE inbox (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
  identifier text NOT NULL CHECK (length(identifier) BETWEEN 1 AND 255),
  event text NOT NULL,
  -- Emptied once handled: the row stays a while to recognise the same delivery, its content need not.
  body jsonb,
  trace text,
  received_at timestamptz NOT NULL,
  processed_at timestamptz,
  attempts integer NOT NULL DEFAULT 0,
  UNIQUE (tenant_id, identifier)
);
CREATE INDEX inbox_waiting ON inbox (tenant_id, received_at, id) WHERE processed_at IS NULL;
CREATE INDEX inbox_processed ON inbox (tenant_id, processed_at) WHERE processed_at IS NOT NULL;
ALTER TABLE inbox ENABLE ROW LEVEL SECURITY;
ALTER TABLE inbox FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON inbox
  USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid));
GRANT SELECT, UPDATE, DELETE ON inbox TO ticketsmith_app;

CREATE TABLE requests (
  tenant_id uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
  id uuid NOT NULL UNIQUE,
  issue_id text NOT NULL,
  issue_key text NOT NULL,
  origin text NOT NULL CHECK (origin IN ('webhook', 'opened', 'sentence', 'answer', 'refresh')),
  text text,
  comment_id text,
  requested_by text,
  dedupe_key text NOT NULL,
  replaces uuid,
  state text NOT NULL CHECK (state IN ('queued', 'working', 'nothing', 'failed', 'proposed')),
  said text,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, dedupe_key)
);
CREATE INDEX requests_on_issue ON requests (tenant_id, issue_id, created_at DESC);
CREATE INDEX requests_unfinished ON requests (tenant_id, updated_at) WHERE state IN ('queued', 'working');
ALTER TABLE requests ENABLE ROW LEVEL SECURITY;
ALTER TABLE requests FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON requests
  USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE ON requests TO ticketsmith_app;

CREATE TABLE proposals (
  tenant_id uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
  id uuid NOT NULL UNIQUE,
  request_id uuid NOT NULL,
  issue_id text NOT NULL,
  issue_key text NOT NULL,
  project_id text NOT NULL,
  plan jsonb NOT NULL,
  plan_hash text NOT NULL,
  status text NOT NULL CHECK (status IN
    ('waiting', 'stale', 'expired', 'rejected', 'approved', 'executing', 'done', 'failed', 'undone')),
  state jsonb NOT NULL,
  revision integer NOT NULL CHECK (revision >= 1),
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, request_id),
  FOREIGN KEY (tenant_id, request_id) REFERENCES requests (tenant_id, id) ON DELETE CASCADE,
  CHECK (state ->> 'status' = status)
);
CREATE INDEX proposals_on_issue ON proposals (tenant_id, issue_id, created_at);
CREATE INDEX proposals_by_status ON proposals (tenant_id, status, expires_at);
ALTER TABLE proposals ENABLE ROW LEVEL SECURITY;
ALTER TABLE proposals FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON proposals
  USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE ON proposals TO ticketsmith_app;

CREATE TABLE ledger (
  tenant_id uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
  proposal_id uuid NOT NULL,
  step text NOT NULL,
  direction text NOT NULL CHECK (direction IN ('do', 'undo')),
  action text NOT NULL,
  state text NOT NULL CHECK (state IN ('waiting', 'intended', 'done', 'failed', 'unsure')),
  mark text NOT NULL,
  attempts integer NOT NULL DEFAULT 0,
  next_try_at timestamptz,
  acted_as text CHECK (acted_as IN ('person', 'app')),
  pre_image jsonb,
  result jsonb,
  -- What the person chose for this line when they approved it.
  options jsonb,
  reason text,
  intended_at timestamptz,
  -- When a webhook brought our own trace header back: proof that the change was made.
  evidence_seen_at timestamptz,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, proposal_id, step, direction),
  UNIQUE (tenant_id, mark),
  FOREIGN KEY (tenant_id, proposal_id) REFERENCES proposals (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX ledger_unfinished ON ledger (tenant_id, proposal_id) WHERE state IN ('waiting', 'intended');
ALTER TABLE ledger ENABLE ROW LEVEL SECURITY;
ALTER TABLE ledger FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON ledger
  USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE ON ledger TO ticketsmith_app;
`;

export const down = /* sql */ `
DROP TABLE ledger;
DROP TABLE proposals;
DROP TABLE requests;
DROP TABLE inbox;
`;
