import type { FieldValue, KeptValue } from "../../contract/index.ts";
import { MASK_ALL, treatPersonalData } from "../../guardrails/index.ts";
import { assertNever, canonicalJson } from "../../kit/index.ts";
import { plainText } from "../read-plain-text.ts";

/** Nobody can turn these back without the tenant's own key. */
export type Digests = { person: (account: string) => string; text: (text: string) => string };

export const maskName = (name: string): string => treatPersonalData(name, MASK_ALL).masked;

/** Pure: a value in the form in which feedback keeps it. */
export function keepValue(value: FieldValue, digests: Digests): KeptValue {
  const keepText = (text: string, compared = text): KeptValue =>
    text === "" ? { kind: "none" } : { kind: "text", digest: digests.text(compared), length: text.length };
  switch (value.kind) {
    case "none":
      return value;
    case "date":
      return { kind: "date", date: value.date };
    case "number":
      // An account or a card may be written as a number too.
      return maskName(String(value.number)) === String(value.number) ? value : keepText(String(value.number));
    case "option":
      return { kind: "option", option: keepName(value.option) };
    case "options":
      return value.options.length === 0
        ? { kind: "none" }
        : { kind: "options", options: value.options.map(keepName).toSorted(byText(({ id }) => id)) };
    case "labels":
      return value.labels.length === 0
        ? { kind: "none" }
        : { kind: "labels", labels: value.labels.map(maskName).toSorted() };
    case "person":
      return { kind: "people", digests: [digests.person(value.accountId)] };
    case "people":
      return value.accountIds.length === 0
        ? { kind: "none" }
        : { kind: "people", digests: value.accountIds.map(digests.person).toSorted() };
    case "text":
      return keepText(value.text);
    case "document":
      return keepText(plainText(value.blocks));
    case "document-patch":
      return keepText(plainText(value.patch.ops.flatMap((op) => op.nodes)), canonicalJson(value.patch));
    default:
      return assertNever(value);
  }
}

const keepName = ({ id, name }: { id: string; name: string }) => ({ id: maskName(id), name: maskName(name) });

const byText =
  <T>(textOf: (one: T) => string) =>
  (a: T, b: T): number =>
    textOf(a) < textOf(b) ? -1 : Number(textOf(a) > textOf(b));
