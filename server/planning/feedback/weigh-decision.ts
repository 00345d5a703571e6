import type {
  ActionType,
  FeedbackKind,
  FieldValue,
  FieldVerdict,
  Plan,
  RejectCode,
  Step,
  StepId,
} from "../../contract/index.ts";
import { sameValue } from "../same-value.ts";
import { rowsOf, type Row } from "../show/rows-of.ts";

/** What a decision says of one field. */
export type FieldFeedback = {
  step: StepId;
  field: string;
  name: string;
  action: ActionType;
  /** Of an issue that the step makes. */
  issueType: string | null;
  verdict: FieldVerdict;
  /** A person had written it: it says nothing of us. */
  byHand: boolean;
  /** As it was shown, and as it was claimed before past decisions were heard. */
  confidence: number;
  raw: number;
  /** Null where a person had written over it before. */
  proposed: FieldValue | null;
  decided: FieldValue | null;
};

/** One decision, as it is kept. */
export type Feedback = { kind: FeedbackKind; because: RejectCode | null; fields: FieldFeedback[] };

/** A yes to these steps, by a person or (`auto`) by the site's policy. */
export function weighApproval(
  plan: Plan,
  approved: readonly StepId[],
  kind: "approve" | "auto" = "approve",
): Feedback {
  const fields = plan.steps.flatMap((step) =>
    approved.includes(step.id)
      ? fieldsOf(step, "stood").map((one) => ({ ...one.said, decided: one.row.to }))
      : fieldsOf(step, "left-out").map((one) => one.said),
  );
  return { kind, because: null, fields };
}

export const weighRejection = (plan: Plan, because: RejectCode | null): Feedback => ({
  ...{ kind: "reject", because },
  fields: plan.steps.flatMap((step) => fieldsOf(step, "rejected").map((one) => one.said)),
});

/** Nobody answered: no word on whether it was right. */
export const weighExpiry = (plan: Plan): Feedback => ({
  ...{ kind: "expire", because: null },
  fields: plan.steps.flatMap((step) => fieldsOf(step, "expired").map((one) => one.said)),
});

/** What was done and taken back. */
export const weighUndo = (plan: Plan, undone: readonly StepId[]): Feedback => ({
  ...{ kind: "undo", because: null },
  fields: plan.steps
    .filter(({ id }) => undone.includes(id))
    .flatMap((step) => fieldsOf(step, "undone").map((one) => one.said)),
});

/** Rows that an edit changed, from what to what. A row that fell away was decided to be nothing. */
export function weighEdit(before: Plan, after: Plan): Feedback {
  const fields = before.steps.flatMap((step) => {
    const now = after.steps.find(({ id }) => id === step.id);
    const rows = new Map((now === undefined ? [] : rowsOf(now.action)).map((row) => [row.field, row.to]));
    return fieldsOf(step, "edited").flatMap(({ said, row }) => {
      const to = rows.get(row.field) ?? row.from ?? ({ kind: "none" } as const);
      return sameValue(row.to, to) ? [] : [{ ...said, proposed: row.to, decided: to }];
    });
  });
  return { kind: "edit", because: null, fields };
}

function fieldsOf(step: Step, verdict: FieldVerdict): { said: FieldFeedback; row: Row }[] {
  const { id, action, evidence, confidence } = step;
  return rowsOf(action).map((row) => {
    const about = evidence.find(({ field }) => field === row.field);
    const byHand = about !== undefined && about.items.every(({ kind }) => kind === "person");
    const shown = about?.confidence ?? confidence;
    const said: FieldFeedback = {
      ...{ step: id, field: row.field, name: row.name, action: action.type, verdict, byHand },
      issueType: action.type === "create-issue" ? action.issueType.name : null,
      ...{ confidence: shown, raw: about?.raw ?? shown },
      ...{ proposed: byHand ? null : row.to, decided: null },
    };
    return { said, row };
  });
}
