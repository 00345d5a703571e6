/** What is asked of a project alone stands beside no issue: it can only create. */
export const up = /* sql */ `
ALTER TABLE requests
  ALTER COLUMN issue_id DROP NOT NULL,
  ALTER COLUMN issue_key DROP NOT NULL,
  ADD COLUMN project jsonb,
  ADD CONSTRAINT requests_about CHECK ((issue_id IS NULL) = (issue_key IS NULL) AND (issue_id IS NULL) = (project IS NOT NULL));
ALTER TABLE proposals
  ALTER COLUMN issue_id DROP NOT NULL,
  ALTER COLUMN issue_key DROP NOT NULL,
  ADD CONSTRAINT proposals_about CHECK ((issue_id IS NULL) = (issue_key IS NULL));
CREATE INDEX proposals_in_project ON proposals (tenant_id, project_id, created_at) WHERE issue_id IS NULL;
`;

export const down = /* sql */ `
DROP INDEX proposals_in_project;
DELETE FROM proposals WHERE issue_id IS NULL;
DELETE FROM requests WHERE issue_id IS NULL;
ALTER TABLE proposals
  DROP CONSTRAINT proposals_about,
  ALTER COLUMN issue_key SET NOT NULL,
  ALTER COLUMN issue_id SET NOT NULL;
ALTER TABLE requests
  DROP CONSTRAINT requests_about,
  DROP COLUMN project,
  ALTER COLUMN issue_key SET NOT NULL,
  ALTER COLUMN issue_id SET NOT NULL;
`;
