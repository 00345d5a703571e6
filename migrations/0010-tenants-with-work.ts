/**
 * What comes round by the clock asks which tenants have something to do: to look into each of ten thousand, every
 * minute, would be all that a worker does. Both answer ids and nothing else.
 */
export const up = /* sql */ `
CREATE POLICY doors ON requests FOR SELECT TO CURRENT_USER USING (true);
CREATE POLICY doors ON proposals FOR SELECT TO CURRENT_USER USING (true);
CREATE POLICY doors ON ledger FOR SELECT TO CURRENT_USER USING (true);

CREATE INDEX proposals_to_expire ON proposals (expires_at) WHERE status IN ('waiting', 'stale');
CREATE INDEX proposals_unfinished ON proposals (updated_at) WHERE status IN ('approved', 'executing');

CREATE FUNCTION list_tenants_to_expire(due timestamptz) RETURNS SETOF uuid
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT DISTINCT p.tenant_id FROM public.proposals p
  WHERE p.status IN ('waiting', 'stale') AND p.expires_at <= due
$$;

-- Deliveries nobody drained, requests nobody answered, and steps nobody has touched since this moment.
CREATE FUNCTION list_tenants_with_lost_work(untouched timestamptz) RETURNS SETOF uuid
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

REVOKE ALL ON FUNCTION list_tenants_to_expire(timestamptz), list_tenants_with_lost_work(timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION list_tenants_to_expire(timestamptz), list_tenants_with_lost_work(timestamptz)
  TO ticketsmith_app;
`;

export const down = /* sql */ `
DROP FUNCTION list_tenants_with_lost_work(timestamptz);
DROP FUNCTION list_tenants_to_expire(timestamptz);
DROP INDEX proposals_unfinished;
DROP INDEX proposals_to_expire;
DROP POLICY doors ON ledger;
DROP POLICY doors ON proposals;
DROP POLICY doors ON requests;
`;
