import { useId } from "react";
import type { PersonView } from "../../server/contract/index.ts";
import { draftKey, type Draft, type FormField } from "./check-draft.ts";
import { Control } from "./control.tsx";
import type { ControlProps } from "./control-props.ts";

type Props = {
  field: FormField;
  stepTitle: string | null;
  draft: Draft;
  problem: string | null;
  autoFocus: boolean;
  known: readonly PersonView[];
  onChange: (draft: Draft) => void;
};

/** A control with its label, what is wrong with it, and how a screen reader learns of both. */
export function LabelledControl({ field, stepTitle, draft, problem, autoFocus, known, onChange }: Props) {
  const id = useId();
  const props: ControlProps = {
    id,
    field,
    draft,
    autoFocus,
    known,
    onChange,
    invalid: problem !== null,
    describedBy: problem === null ? undefined : `${id}-problem`,
  };
  const grouped = field.control.kind === "multi-select";
  const name = (
    <>
      {field.name}
      {field.required ? <span className="ts-required"> (needed)</span> : null}
    </>
  );
  const wrong =
    problem === null ? null : (
      <p className="ts-problem" id={`${id}-problem`} role="alert">
        {problem}
      </p>
    );
  return (
    <>
      {stepTitle === null ? null : <p className="ts-step-title">{stepTitle}</p>}
      {grouped ? (
        <fieldset className="ts-field" data-field={draftKey(field)} aria-describedby={props.describedBy}>
          <legend className="ts-label">{name}</legend>
          <Control {...props} />
          {wrong}
        </fieldset>
      ) : (
        <div className="ts-field" data-field={draftKey(field)}>
          <label className="ts-label" htmlFor={id}>
            {name}
          </label>
          <Control {...props} />
          {wrong}
        </div>
      )}
    </>
  );
}
