/**
 * Many proposals that one person said yes to at once, each to the plan they saw. A line is worked through on its own, so
 * that a batch survives whoever started it leaving the page, and whoever works on it being killed.
 */
export const up = /* sql */ `
CREATE TABLE batches (
  tenant_id uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
  id uuid NOT NULL,
  decided_by text NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  stopped_at timestamptz,
  finished_at timestamptz,
  dismissed_at timestamptz,
  PRIMARY KEY (tenant_id, id)
);
CREATE INDEX batches_of_person ON batches (tenant_id, decided_by, created_at DESC) WHERE dismissed_at IS NULL;

CREATE TABLE batch_items (
  tenant_id uuid NOT NULL,
  batch_id uuid NOT NULL,
  position integer NOT NULL,
  proposal_id uuid NOT NULL,
  plan_hash text NOT NULL,
  steps text[] NOT NULL,
  state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'agreed', 'seconded', 'refused', 'stopped')),
  code text,
  words text,
  PRIMARY KEY (tenant_id, batch_id, position),
  UNIQUE (tenant_id, batch_id, proposal_id),
  FOREIGN KEY (tenant_id, batch_id) REFERENCES batches (tenant_id, id) ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, proposal_id) REFERENCES proposals (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX batch_items_to_do ON batch_items (tenant_id, batch_id, position) WHERE state = 'waiting';

ALTER TABLE batches ENABLE ROW LEVEL SECURITY;
ALTER TABLE batches FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON batches
  USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE ON batches TO ticketsmith_app;
ALTER TABLE batch_items ENABLE ROW LEVEL SECURITY;
ALTER TABLE batch_items FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON batch_items
  USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE ON batch_items TO ticketsmith_app;

CREATE INDEX batches_unfinished ON batches (updated_at) WHERE finished_at IS NULL;
CREATE POLICY doors ON batches FOR SELECT TO CURRENT_USER USING (true);

-- As before, and batches nobody has gone on with since this moment.
CREATE OR REPLACE FUNCTION list_tenants_with_lost_work(untouched timestamptz) RETURNS SETOF uuid
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT i.tenant_id FROM public.inbox i WHERE i.processed_at IS NULL
  UNION
  SELECT r.tenant_id FROM public.requests r WHERE r.state IN ('queued', 'working') AND r.updated_at < untouched
  UNION
  SELECT p.tenant_id FROM public.proposals p
  WHERE p.status IN ('approved', 'executing') AND p.updated_at < untouched
  UNION
  SELECT l.tenant_id FROM public.ledger l
  WHERE l.state IN ('waiting', 'intended') AND l.direction = 'undo' AND l.updated_at < untouched
  UNION
  SELECT b.tenant_id FROM public.batches b WHERE b.finished_at IS NULL AND b.updated_at < untouched
$$;
`;

export const down = /* sql */ `
CREATE OR REPLACE FUNCTION list_tenants_with_lost_work(untouched timestamptz) RETURNS SETOF uuid
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT i.tenant_id FROM public.inbox i WHERE i.processed_at IS NULL
  UNION
  SELECT r.tenant_id FROM public.requests r WHERE r.state IN ('queued', 'working') AND r.updated_at < untouched
  UNION
  SELECT p.tenant_id FROM public.proposals p
  WHERE p.status IN ('approved', 'executing') AND p.updated_at < untouched
  UNION
  SELECT l.tenant_id FROM public.ledger l
  WHERE l.state IN ('waiting', 'intended') AND l.direction = 'undo' AND l.updated_at < untouched
$$;
DROP TABLE batch_items;
DROP TABLE batches;
`;
