/** Whether a tenant's model is asked a second time, for text of others that tries to give orders; null: as the operator's settings say. */
export const up = /* sql */ `
ALTER TABLE tenant_engines ADD COLUMN second_look boolean;
`;

export const down = /* sql */ `
ALTER TABLE tenant_engines DROP COLUMN second_look;
`;
