/**
 * The only ways to see across tenants, each one function that answers one question. They run as the owner of
 * the tables, for whom forced row security holds too: hence a policy for the owner, and only where a door needs it.
 */
export const up = /* sql */ `
CREATE POLICY doors ON tenants FOR SELECT TO CURRENT_USER USING (true);
CREATE POLICY doors ON installations FOR SELECT TO CURRENT_USER USING (true);
CREATE POLICY doors_read ON inbox FOR SELECT TO CURRENT_USER USING (true);
CREATE POLICY doors_append ON inbox FOR INSERT TO CURRENT_USER WITH CHECK (true);

CREATE FUNCTION find_installation(wanted text) RETURNS SETOF installations
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT i.* FROM public.installations i WHERE i.client_key = wanted
$$;

CREATE FUNCTION find_tenant_by_origin(wanted text) RETURNS uuid
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT t.id FROM public.tenants t WHERE t.origin = wanted
$$;

-- Takes [{tenant_id, identifier, event, body, trace, received_at}] and answers the deliveries that were new.
-- One that names an unknown tenant is left out. Sorted, so that two batches with the same deliveries cannot deadlock.
CREATE FUNCTION append_inbox(batch jsonb) RETURNS TABLE (tenant_id uuid, identifier text)
  LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  INSERT INTO public.inbox AS stored (tenant_id, identifier, event, body, trace, received_at)
  SELECT d.tenant_id, d.identifier, d.event, d.body, d.trace, d.received_at
  FROM jsonb_to_recordset(batch) AS d
    (tenant_id uuid, identifier text, event text, body jsonb, trace text, received_at timestamptz)
  JOIN public.tenants t ON t.id = d.tenant_id
  ORDER BY d.tenant_id, d.identifier
  ON CONFLICT DO NOTHING
  RETURNING stored.tenant_id, stored.identifier
$$;

CREATE FUNCTION list_tenants() RETURNS TABLE (id uuid, erase_after timestamptz)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT t.id, t.erase_after FROM public.tenants t ORDER BY t.id
$$;

REVOKE ALL ON FUNCTION find_installation(text), find_tenant_by_origin(text), append_inbox(jsonb), list_tenants()
  FROM PUBLIC;
GRANT EXECUTE ON FUNCTION find_installation(text), find_tenant_by_origin(text), append_inbox(jsonb), list_tenants()
  TO ticketsmith_app;
`;

export const down = /* sql */ `
DROP FUNCTION list_tenants();
DROP FUNCTION append_inbox(jsonb);
DROP FUNCTION find_tenant_by_origin(text);
DROP FUNCTION find_installation(text);
DROP POLICY doors_append ON inbox;
DROP POLICY doors_read ON inbox;
DROP POLICY doors ON installations;
DROP POLICY doors ON tenants;
`;
