import * as z from "zod";
import type { FieldKind } from "../../planning/index.ts";

/** `schema` of a field, as createmeta, editmeta and the field list give it. */
export const FieldSchema = z.object({
  type: z.string(),
  items: z.string().optional(),
  system: z.string().optional(),
  custom: z.string().optional(),
});
export type FieldSchema = z.infer<typeof FieldSchema>;

const RICH_SYSTEM_FIELDS = new Set(["description", "environment"]);

/** How a field is written, from Jira's schema. What we cannot write faithfully is `unsupported`, never guessed. */
export function fieldKind({ type, items, system, custom }: FieldSchema): FieldKind {
  switch (type) {
    case "string":
      return RICH_SYSTEM_FIELDS.has(system ?? "") || custom?.endsWith(":textarea") ? "rich-text" : "text";
    case "number":
      return "number";
    case "date":
      return "date";
    case "option":
    case "option-with-child":
    case "priority":
      return "select";
    case "user":
      return "person";
    case "array":
      return arrayKind(items, system, custom);
    default:
      return "unsupported";
  }
}

function arrayKind(
  items: string | undefined,
  system: string | undefined,
  custom: string | undefined,
): FieldKind {
  if (items === "option" || items === "component" || items === "version") return "multi-select";
  if (items === "user") return "people";
  return items === "string" && (system === "labels" || custom?.endsWith(":labels"))
    ? "labels"
    : "unsupported";
}
