/** What the review queue sorts, groups and finds proposals by; all of it follows from the plan. */
export const up = /* sql */ `
ALTER TABLE proposals
  ADD COLUMN project_key text,
  ADD COLUMN issue_summary text,
  ADD COLUMN headline text,
  ADD COLUMN confidence double precision,
  ADD COLUMN actions text[],
  ADD COLUMN asks boolean;
UPDATE proposals SET
  project_key = coalesce(regexp_replace(issue_key, '-\\d+$', ''), plan -> 'subject' -> 'project' ->> 'key'),
  issue_summary = '',
  headline = left(plan ->> 'summary', 200),
  confidence = coalesce((SELECT min((step ->> 'confidence')::double precision) FROM jsonb_array_elements(plan -> 'steps') AS step), 0),
  actions = ARRAY(SELECT DISTINCT step -> 'action' ->> 'type' FROM jsonb_array_elements(plan -> 'steps') AS step),
  asks = jsonb_array_length(plan -> 'questions') > 0;
ALTER TABLE proposals
  ALTER COLUMN project_key SET NOT NULL,
  ALTER COLUMN issue_summary SET NOT NULL,
  ALTER COLUMN headline SET NOT NULL,
  ALTER COLUMN confidence SET NOT NULL,
  ALTER COLUMN actions SET NOT NULL,
  ALTER COLUMN asks SET NOT NULL;
CREATE INDEX proposals_in_queue ON proposals (tenant_id, status, created_at DESC, id DESC);
`;

export const down = /* sql */ `
DROP INDEX proposals_in_queue;
ALTER TABLE proposals
  DROP COLUMN asks,
  DROP COLUMN actions,
  DROP COLUMN confidence,
  DROP COLUMN headline,
  DROP COLUMN issue_summary,
  DROP COLUMN project_key;
`;
