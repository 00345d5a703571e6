import type { Action, FieldValue } from "../contract/index.ts";
import { findPersonalData } from "../guardrails/index.ts";
import { plainText } from "./read-plain-text.ts";

/** Pure: whether what a step would write gives something of somebody away. */
export function writesPersonalData(action: Action): boolean {
  const text = writtenText(action);
  return text.trim() !== "" && findPersonalData(text).length > 0;
}

/** All free text, one after the other; none where a step only chooses among what there is. */
function writtenText(action: Action): string {
  switch (action.type) {
    case "add-comment":
      return plainText(action.body);
    case "edit-fields":
      return action.changes.map(({ to }) => textIn(to)).join("\n");
    case "create-issue":
      return action.fields.map(({ to }) => textIn(to)).join("\n");
    default:
      return "";
  }
}

function textIn(value: FieldValue): string {
  if (value.kind === "text") return value.text;
  if (value.kind === "labels") return value.labels.join("\n");
  if (value.kind === "document") return plainText(value.blocks);
  if (value.kind !== "document-patch") return "";
  return plainText(value.patch.ops.flatMap((op) => ("nodes" in op ? op.nodes : [])));
}
