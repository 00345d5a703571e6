import * as z from "zod";
import type { AccountId, FieldInput, FieldValue, NamedOption } from "../../contract/index.ts";
import { Label } from "../../contract/index.ts";
import { assertNever, ok, refuse, type Result } from "../../kit/index.ts";
import { writeDocument } from "../conclude/write-document.ts";
import type { Facts, FieldMeta } from "../facts.ts";

const LONGEST_SUMMARY = 255;
const IsoDate = z.iso.date();

/** What a person put into a control, as a value that the field allows. `before` is the value that was planned. */
export function readInput(
  input: FieldInput,
  meta: FieldMeta,
  before: FieldValue,
  facts: Facts,
): Result<FieldValue, string> {
  const value =
    input.kind === "none" ? ok({ kind: "none" } as const) : readFilled(input, meta, before, facts);
  if (!value.ok) return value;
  return value.value.kind === "none" && meta.required ? refuse(`${meta.name} cannot be empty.`) : value;
}

type Filled = Exclude<FieldInput, { kind: "none" }>;

function readFilled(
  input: Filled,
  meta: FieldMeta,
  before: FieldValue,
  facts: Facts,
): Result<FieldValue, string> {
  if (!FITS[meta.kind].includes(input.kind)) return refuse(`${meta.name} cannot take that value.`);
  switch (input.kind) {
    case "text":
      return readText(input.text, meta);
    case "number":
      return Number.isFinite(input.number) ? ok(input) : refuse(`${meta.name} needs a number.`);
    case "date":
      return IsoDate.safeParse(input.date).success ? ok(input) : refuse(`${meta.name} needs a date.`);
    case "option": {
      const option = optionOf(input.id, meta.options);
      return option === undefined
        ? refuse(`${meta.name} does not offer that value any more.`)
        : ok({ kind: "option", option });
    }
    case "options":
      return readOptions(input.ids, meta);
    case "labels":
      return input.labels.every((label) => Label.safeParse(label).success)
        ? ok(
            input.labels.length === 0
              ? { kind: "none" }
              : { kind: "labels", labels: [...new Set(input.labels)] },
          )
        : refuse("A label cannot hold spaces.");
    case "person":
      return knows(input.accountId, facts)
        ? ok(input)
        : refuse(`${meta.name}: this person cannot be chosen here.`);
    case "people":
      if (!input.accountIds.every((account) => knows(account, facts)))
        return refuse(`${meta.name}: one of them cannot be chosen here.`);
      return ok(
        input.accountIds.length === 0
          ? { kind: "none" }
          : { kind: "people", accountIds: [...new Set(input.accountIds)] },
      );
    case "markdown":
      return readMarkdown(input.text, before);
    default:
      return assertNever(input);
  }
}

const FITS: Record<FieldMeta["kind"], readonly FieldInput["kind"][]> = {
  text: ["text"],
  "rich-text": ["markdown"],
  number: ["number"],
  date: ["date"],
  select: ["option"],
  "multi-select": ["options"],
  labels: ["labels"],
  person: ["person"],
  people: ["people"],
  unsupported: [],
};

function readText(text: string, meta: FieldMeta): Result<FieldValue, string> {
  if (text.trim() === "") return ok({ kind: "none" });
  if (meta.field !== "summary") return ok({ kind: "text", text: text.trim() });
  if (text.length > LONGEST_SUMMARY)
    return refuse(`${meta.name} can be at most ${LONGEST_SUMMARY} characters long.`);
  return ok({ kind: "text", text: text.trim().replaceAll(/\s+/g, " ") });
}

const optionOf = (id: string, options: readonly NamedOption[]): NamedOption | undefined => {
  const option = options.find((one) => one.id === id);
  return option === undefined ? undefined : { id: option.id, name: option.name };
};

function readOptions(ids: readonly string[], meta: FieldMeta): Result<FieldValue, string> {
  const options = [...new Set(ids)].map((id) => optionOf(id, meta.options));
  const known = options.filter((option) => option !== undefined);
  if (known.length !== options.length)
    return refuse(`${meta.name} does not offer one of these values any more.`);
  return ok(known.length === 0 ? { kind: "none" } : { kind: "options", options: known });
}

export const knows = (account: AccountId, { people }: Pick<Facts, "people">): boolean =>
  people.some((person) => person.accountId === account);

/** The new words take the place of the planned ones: at the end of the text, or instead of it, as planned. */
function readMarkdown(markdown: string, before: FieldValue): Result<FieldValue, string> {
  if (markdown.trim() === "") return ok({ kind: "none" });
  const nodes = writeDocument(markdown);
  if (!nodes.ok) return nodes;
  if (before.kind !== "document-patch") return ok({ kind: "document", blocks: nodes.value });
  const [first] = before.patch.ops;
  const op =
    first?.op === "set" ? { ...first, nodes: nodes.value } : { op: "append" as const, nodes: nodes.value };
  return ok({ kind: "document-patch", patch: { ops: [op] } });
}
