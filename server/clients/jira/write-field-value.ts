import type { AdfNodeJson, FieldValue } from "../../contract/index.ts";
import { assertNever } from "../../kit/index.ts";
import { writeOption } from "./option.ts";

export const adfDoc = (blocks: readonly AdfNodeJson[]) => ({ type: "doc", version: 1, content: blocks });

/** A value as Jira's REST v3 takes it in `fields`. */
export function writeFieldValue(value: FieldValue): unknown {
  switch (value.kind) {
    case "none":
      return null;
    case "text":
      return value.text;
    case "number":
      return value.number;
    case "date":
      return value.date;
    case "option":
      return writeOption(value.option);
    case "options":
      return value.options.map(({ id }) => ({ id }));
    case "labels":
      return value.labels;
    case "person":
      return { accountId: value.accountId };
    case "people":
      return value.accountIds.map((accountId) => ({ accountId }));
    case "document":
      return value.blocks.length === 0 ? null : adfDoc(value.blocks);
    case "document-patch":
      // A patch means nothing without the document it meets: whoever writes has applied it by now.
      throw new Error("A document patch reached Jira without having been applied");
    default:
      return assertNever(value);
  }
}
