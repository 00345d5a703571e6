import * as z from "zod/mini";
import { AccountId } from "./ids.ts";
import { AdfNodeJson, AdfPatch } from "./rich-text.ts";

const Named = z.strictObject({
  id: z.string().check(z.minLength(1), z.maxLength(255)),
  name: z.string().check(z.maxLength(255)),
});
export const NamedOption = Named;
export type NamedOption = z.infer<typeof NamedOption>;

export const Label = z.string().check(z.minLength(1), z.maxLength(255), z.regex(/^\S+$/));

/** The value of a Jira field, by how it is written, not by which field it is. `none` is an empty field. */
export const FieldValue = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("none") }),
  z.strictObject({ kind: z.literal("text"), text: z.string().check(z.maxLength(32_767)) }),
  z.strictObject({ kind: z.literal("number"), number: z.number() }),
  z.strictObject({ kind: z.literal("date"), date: z.iso.date() }),
  z.strictObject({ kind: z.literal("option"), option: Named }),
  z.strictObject({ kind: z.literal("options"), options: z.array(Named).check(z.maxLength(100)) }),
  z.strictObject({ kind: z.literal("labels"), labels: z.array(Label).check(z.maxLength(100)) }),
  z.strictObject({ kind: z.literal("person"), accountId: AccountId }),
  z.strictObject({ kind: z.literal("people"), accountIds: z.array(AccountId).check(z.maxLength(100)) }),
  /** A whole document, as when an issue is created. */
  z.strictObject({ kind: z.literal("document"), blocks: z.array(AdfNodeJson).check(z.maxLength(1_000)) }),
  /** A change to a document that already exists. */
  z.strictObject({ kind: z.literal("document-patch"), patch: AdfPatch }),
]);
export type FieldValue = z.infer<typeof FieldValue>;

/** A field by Jira's id (`priority`, `customfield_10010`) with the name people know it by. */
const fieldBase = {
  field: z.string().check(z.regex(/^[A-Za-z][A-Za-z0-9_.]{0,254}$/)),
  name: z.string().check(z.minLength(1), z.maxLength(255)),
};

export const NewField = z.strictObject({ ...fieldBase, to: FieldValue });
export type NewField = z.infer<typeof NewField>;

/** `from` is what the field held when this was proposed: the left side of what people see, and the stale check. */
export const FieldChange = z.strictObject({ ...fieldBase, from: FieldValue, to: FieldValue });
export type FieldChange = z.infer<typeof FieldChange>;
