import * as z from "zod";
import { FieldValue, type ActionOf, type FieldChange } from "../../contract/index.ts";
import { ok, refuse, type Result } from "../../kit/index.ts";
import { currentValue, sameValue, type IssueSnapshot } from "../../planning/index.ts";
import { applyPatch } from "../../richtext/index.ts";
import {
  lookAgain,
  markedOnIssue,
  subjectOf,
  type ActionRunner,
  type Inverse,
  type Look,
} from "../action-runner.ts";

type EditFields = ActionOf<"edit-fields">;

/** Both the pre-image and the result: field values by field id. */
const Values = z.object({ fields: z.record(z.string(), FieldValue) });
type Values = z.infer<typeof Values>;

export const editFields: ActionRunner<EditFields> = {
  preImage: (action, look) => valuesOf(action, subjectOf(look)),

  async perform(run, action) {
    const { writer, marks } = run;
    const written = valuesToWrite(action, valuesOf(action, subjectOf(run)));
    if (!written.ok) return { kind: "refused", status: 409, words: written.reason };
    const fields = Object.entries(written.value.fields).map(([field, value]) => ({ field, value }));
    const outcome = await writer.editFields(action.issue.id, fields, marks);
    return outcome.kind === "ok" ? { kind: "ok", value: written.value } : outcome;
  },

  async confirm(look, action, made) {
    const written = Values.parse(made);
    const unchanged = await findDifference(look, action, written);
    return unchanged === undefined
      ? ok(written)
      : refuse(
          `Jira said yes, but ${unchanged} did not change. A rule or an app on the site may have put it back.`,
        );
  },

  async prove(look, action, mark, preImage) {
    if (!(await markedOnIssue(look, mark))) return { kind: "not-happened" };
    // What we wrote follows from what stood there then, not from what people made of it since.
    const written = valuesToWrite(action, Values.parse(preImage));
    return written.ok
      ? { kind: "happened", result: written.value }
      : { kind: "unknown", words: written.reason };
  },

  async inverse(look, action, noted) {
    const before = Values.parse(noted.preImage);
    const after = Values.parse(noted.result);
    const back = valuesToRestore(action, subjectOf(look), before, after);
    return back.ok ? ok(inverseOf(action, look, back.value)) : back;
  },

  async proveUndone(look, _action, mark) {
    return (await markedOnIssue(look, mark)) ? { kind: "happened", result: null } : { kind: "not-happened" };
  },
};

function inverseOf(action: EditFields, look: Look, back: Values): Inverse {
  return {
    rows: action.changes.map(({ field, name }) => ({
      field,
      name,
      from: currentValue(subjectOf(look), field),
      to: back.fields[field] ?? { kind: "none" },
    })),
    mayDelete: false,
    async perform({ writer, marks }) {
      const fields = Object.entries(back.fields).map(([field, value]) => ({ field, value }));
      return writer.editFields(action.issue.id, fields, marks);
    },
    async confirm(again) {
      const unchanged = await findDifference(again, action, back);
      return unchanged === undefined ? ok(true) : refuse(`Jira said yes, but ${unchanged} was not put back.`);
    },
  };
}

const valuesOf = (action: EditFields, issue: IssueSnapshot): Values => ({
  fields: Object.fromEntries(action.changes.map(({ field }) => [field, currentValue(issue, field)])),
});

/** The values to send: a document patch applied to the document it meets. */
function valuesToWrite(action: EditFields, standing: Values): Result<Values> {
  const fields: Values["fields"] = {};
  for (const change of action.changes) {
    const written = valueToWrite(change, standing.fields[change.field] ?? { kind: "none" });
    if (!written.ok) return written;
    fields[change.field] = written.value;
  }
  return ok({ fields });
}

function valueToWrite({ name, to }: FieldChange, standing: FieldValue): Result<FieldValue> {
  if (to.kind !== "document-patch") return ok(to);
  const patched = applyPatch(documentIn(standing), to.patch);
  return patched.ok
    ? ok({ kind: "document", blocks: [...patched.value.doc.content] })
    : refuse(`${name} was changed by someone else meanwhile.`);
}

function valuesToRestore(
  action: EditFields,
  issue: IssueSnapshot,
  before: Values,
  after: Values,
): Result<Values> {
  const fields: Values["fields"] = {};
  for (const change of action.changes) {
    const was = before.fields[change.field] ?? { kind: "none" };
    const made = after.fields[change.field] ?? { kind: "none" };
    const now = currentValue(issue, change.field);
    const back = sameValue(now, made) ? ok(was) : partOfDocument(change, was, now);
    if (!back.ok) return back;
    fields[change.field] = back.value;
  }
  return ok({ fields });
}

/** Somebody wrote elsewhere in the document: only the blocks we touched go back, if they are as we left them. */
function partOfDocument({ name, to }: FieldChange, was: FieldValue, now: FieldValue): Result<FieldValue> {
  const conflict = refuse(`${name} was changed by someone else since.`);
  if (to.kind !== "document-patch") return conflict;
  const done = applyPatch(documentIn(was), to.patch);
  if (!done.ok) return conflict;
  const undone = applyPatch(documentIn(now), done.value.undo);
  return undone.ok ? ok({ kind: "document", blocks: [...undone.value.doc.content] }) : conflict;
}

const documentIn = (value: FieldValue) => ({
  type: "doc" as const,
  version: 1 as const,
  content: value.kind === "document" ? value.blocks : [],
});

async function findDifference(look: Look, action: EditFields, wanted: Values): Promise<string | undefined> {
  const issue = await lookAgain(look);
  if (issue === undefined) return "the issue";
  return action.changes.find(
    ({ field }) => !sameValue(currentValue(issue, field), wanted.fields[field] ?? { kind: "none" }),
  )?.name;
}
