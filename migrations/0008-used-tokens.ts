/**
 * Tokens of installs and uninstalls that have had their effect, for as long as they last: the body is not covered by
 * the signature, so a token that is seen once more must not bring another one.
 */
export const up = /* sql */ `
CREATE TABLE used_tokens (
  tenant_id uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
  digest text NOT NULL CHECK (length(digest) = 64),
  body_digest text NOT NULL CHECK (length(body_digest) = 64),
  until timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, digest)
);
ALTER TABLE used_tokens ENABLE ROW LEVEL SECURITY;
ALTER TABLE used_tokens FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON used_tokens
  USING (tenant_id = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid));
GRANT SELECT, INSERT, DELETE ON used_tokens TO ticketsmith_app;
`;

export const down = /* sql */ `
DROP TABLE used_tokens;
`;
