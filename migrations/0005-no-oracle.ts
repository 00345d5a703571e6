/**
 * An id is unique within its tenant. That it was unique over all of them told a tenant, by the refusal of its own row,
 * that another one's was there. What stays unique over all tenants is what the doors are asked for.
 */
export const up = /* sql */ `
ALTER TABLE installations DROP CONSTRAINT installations_id_key;
ALTER TABLE requests DROP CONSTRAINT requests_id_key;
ALTER TABLE proposals DROP CONSTRAINT proposals_id_key;
`;

export const down = /* sql */ `
ALTER TABLE proposals ADD CONSTRAINT proposals_id_key UNIQUE (id);
ALTER TABLE requests ADD CONSTRAINT requests_id_key UNIQUE (id);
ALTER TABLE installations ADD CONSTRAINT installations_id_key UNIQUE (id);
`;
