/**
 * A site's own rules for personal data; and requests that they hold back: their text is sealed, and nowhere in the open,
 * until an admin releases or erases it.
 */
export const up = /* sql */ `
ALTER TABLE tenant_settings DROP CONSTRAINT tenant_settings_kind_check;
ALTER TABLE tenant_settings ADD CONSTRAINT tenant_settings_kind_check
  CHECK (kind IN ('rules', 'policy', 'personal-data'));

ALTER TABLE requests DROP CONSTRAINT requests_state_check;
ALTER TABLE requests ADD CONSTRAINT requests_state_check
  CHECK (state IN ('queued', 'working', 'nothing', 'failed', 'proposed', 'held'));
ALTER TABLE requests
  ADD COLUMN text_sealed text,
  ADD COLUMN released boolean NOT NULL DEFAULT false,
  ADD CONSTRAINT requests_held_sealed CHECK (state <> 'held' OR text IS NULL),
  ADD CONSTRAINT requests_sealed_held CHECK (state = 'held' OR text_sealed IS NULL);
CREATE INDEX requests_held ON requests (tenant_id, created_at) WHERE state = 'held';
`;

export const down = /* sql */ `
DROP INDEX requests_held;
UPDATE requests SET state = 'nothing', text_sealed = NULL WHERE state = 'held';
ALTER TABLE requests
  DROP CONSTRAINT requests_sealed_held,
  DROP CONSTRAINT requests_held_sealed,
  DROP COLUMN released,
  DROP COLUMN text_sealed,
  DROP CONSTRAINT requests_state_check;
ALTER TABLE requests ADD CONSTRAINT requests_state_check
  CHECK (state IN ('queued', 'working', 'nothing', 'failed', 'proposed'));
DELETE FROM tenant_settings WHERE kind = 'personal-data';
ALTER TABLE tenant_settings DROP CONSTRAINT tenant_settings_kind_check;
ALTER TABLE tenant_settings ADD CONSTRAINT tenant_settings_kind_check CHECK (kind IN ('rules', 'policy'));
`;
