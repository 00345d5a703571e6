/** What waits says why and until when; a tenant may say as whom TicketSmith acts. */
export const up = /* sql */ `
ALTER TABLE requests
  ADD COLUMN waits_for text,
  ADD COLUMN tries integer NOT NULL DEFAULT 0,
  ADD COLUMN next_try_at timestamptz;
ALTER TABLE ledger ADD COLUMN waits integer NOT NULL DEFAULT 0;
-- NULL: whatever the operator's setting says.
ALTER TABLE tenants ADD COLUMN act_as text
  CHECK (act_as IN ('person-only', 'app-when-not-offered', 'app-when-unreachable'));
`;

export const down = /* sql */ `
ALTER TABLE tenants DROP COLUMN act_as;
ALTER TABLE ledger DROP COLUMN waits;
ALTER TABLE requests DROP COLUMN waits_for, DROP COLUMN tries, DROP COLUMN next_try_at;
`;
