import * as z from "zod/mini";

/** What a stretch of text gives away. */
export const PERSONAL_DATA_TYPES = [
  "email",
  "phone",
  "card",
  "iban",
  "ip",
  "national-id",
  "address",
  "person",
  "date",
  "url",
  "organization",
  "secret",
  "other",
] as const;
export const PersonalDataType = z.enum(PERSONAL_DATA_TYPES);
export type PersonalDataType = z.infer<typeof PersonalDataType>;

/** `block` refuses the request, `quarantine` holds it back until an admin releases or erases it. */
export const Treatment = z.enum(["allow", "mask", "block", "quarantine"]);
export type Treatment = z.infer<typeof Treatment>;

/** What a site's admins have laid down, by type. Where they are silent, our own default holds. */
export const PersonalDataRules = z.partialRecord(PersonalDataType, Treatment);
export type PersonalDataRules = z.infer<typeof PersonalDataRules>;

/** How often a type was found around a request, and what was done about it. Never the data. */
export const FoundPersonalData = z.strictObject({
  type: PersonalDataType,
  count: z.int().check(z.minimum(1)),
  treatment: Treatment,
});
export type FoundPersonalData = z.infer<typeof FoundPersonalData>;
