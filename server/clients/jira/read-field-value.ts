import * as z from "zod";
import { AccountId, AdfNodeJson, type FieldValue } from "../../contract/index.ts";
import { assertNever } from "../../kit/index.ts";
import type { FieldKind } from "../../planning/index.ts";
import { below, OptionJson, toOption } from "./option.ts";

/** An option of a cascading select comes with the one below it that was chosen. */
export const Option = OptionJson.extend({ child: OptionJson.nullish() }).transform(({ child, ...own }) =>
  child ? below(toOption(own), toOption(child)) : toOption(own),
);

export const User = z.object({ accountId: AccountId });
export const Adf = z.object({ type: z.literal("doc"), content: z.array(AdfNodeJson).default([]) });

const NONE: FieldValue = { kind: "none" };

/** A field's JSON from Jira as a value. What does not fit its kind reads as empty rather than as something wrong. */
export function readFieldValue(kind: FieldKind, raw: unknown): FieldValue {
  switch (kind) {
    case "text":
      return read(z.string(), raw, (text) => (text === "" ? NONE : { kind: "text", text }));
    case "rich-text":
      return read(Adf, raw, ({ content }) => ({ kind: "document", blocks: content }));
    case "number":
      return read(z.number(), raw, (number) => ({ kind: "number", number }));
    case "date":
      return read(z.iso.date(), raw, (date) => ({ kind: "date", date }));
    case "select":
      return read(Option, raw, (option) => ({ kind: "option", option }));
    case "multi-select":
      return read(z.array(Option), raw ?? [], (options) => ({ kind: "options", options }));
    case "labels":
      return read(z.array(z.string()), raw ?? [], (labels) => ({ kind: "labels", labels }));
    case "person":
      return read(User, raw, ({ accountId }) => ({ kind: "person", accountId }));
    case "people":
      return read(z.array(User), raw ?? [], (users) => ({
        kind: "people",
        accountIds: users.map((user) => user.accountId),
      }));
    case "unsupported":
      return NONE;
    default:
      return assertNever(kind);
  }
}

function read<T>(shape: z.ZodType<T>, raw: unknown, build: (value: T) => FieldValue): FieldValue {
  const parsed = shape.safeParse(raw);
  return parsed.success ? build(parsed.data) : NONE;
}
