/**
 * Tokens with which programs call the API as one person, by their digest alone; and what a person's call with an
 * idempotency key was answered, for a day. A token comes before anybody knows whose it is: hence the door.
 */
export const up = /* sql */ `
CREATE TABLE api_tokens (
  tenant_id uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
  id uuid NOT NULL,
  digest text NOT NULL UNIQUE CHECK (length(digest) = 64),
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
  account_id text NOT NULL,
  scopes text[] NOT NULL CHECK (scopes <@ ARRAY['plan', 'propose', 'decide'] AND cardinality(scopes) > 0),
  created_at timestamptz NOT NULL,
  expires_at timestamptz,
  last_used_at timestamptz,
  revoked_at timestamptz,
  PRIMARY KEY (tenant_id, id)
);
ALTER TABLE api_tokens ENABLE ROW LEVEL SECURITY;
ALTER TABLE api_tokens FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON api_tokens
  USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid));
CREATE POLICY doors ON api_tokens FOR SELECT TO CURRENT_USER USING (true);
GRANT SELECT, INSERT, UPDATE ON api_tokens TO ticketsmith_app;

CREATE FUNCTION find_api_tokens(wanted text[]) RETURNS SETOF api_tokens
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT t.* FROM public.api_tokens t WHERE t.digest = ANY (wanted)
$$;
REVOKE ALL ON FUNCTION find_api_tokens(text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION find_api_tokens(text[]) TO ticketsmith_app;

CREATE TABLE api_answers (
  tenant_id uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
  account_id text NOT NULL,
  key_digest text NOT NULL CHECK (length(key_digest) = 64),
  body_digest text NOT NULL CHECK (length(body_digest) = 64),
  -- Null while the first call is under way.
  answer jsonb,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, account_id, key_digest)
);
ALTER TABLE api_answers ENABLE ROW LEVEL SECURITY;
ALTER TABLE api_answers FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON api_answers
  USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid));
GRANT SELECT, INSERT, UPDATE, DELETE ON api_answers TO ticketsmith_app;
`;

export const down = /* sql */ `
DROP TABLE api_answers;
DROP FUNCTION find_api_tokens(text[]);
DROP TABLE api_tokens;
`;
