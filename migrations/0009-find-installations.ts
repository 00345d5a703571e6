/** Many keys at once: under load, one question for each request would cost more than the request. */
export const up = /* sql */ `
CREATE FUNCTION find_installations(wanted text[]) RETURNS SETOF installations
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT i.* FROM public.installations i WHERE i.client_key = ANY (wanted)
$$;
REVOKE ALL ON FUNCTION find_installations(text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION find_installations(text[]) TO ticketsmith_app;
DROP FUNCTION find_installation(text);
`;

export const down = /* sql */ `
CREATE FUNCTION find_installation(wanted text) RETURNS SETOF installations
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT i.* FROM public.installations i WHERE i.client_key = wanted
$$;
REVOKE ALL ON FUNCTION find_installation(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION find_installation(text) TO ticketsmith_app;
DROP FUNCTION find_installations(text[]);
`;
