import TextArea from "@atlaskit/textarea";
import Textfield from "@atlaskit/textfield";
import type { ControlProps } from "./control-props.ts";
import { LabelsControl } from "./labels-control.tsx";
import { NumberControl } from "./number-control.tsx";
import { PeopleControl } from "./people-control.tsx";
import { MultiSelect, Select } from "./select-controls.tsx";
import { PersonPicker } from "./person-picker.tsx";

/** The control that Jira would use for such a field. */
export function Control(props: ControlProps) {
  const { field, draft, onChange } = props;
  const { control } = field;
  switch (control.kind) {
    case "text":
      return control.multiline ? <LongText {...props} kind="text" /> : <ShortText {...props} type="text" />;
    case "markdown":
      return <LongText {...props} kind="markdown" />;
    case "date":
      return <ShortText {...props} type="date" />;
    case "number":
      return <NumberControl {...props} />;
    case "select":
      return <Select {...props} options={control.options} />;
    case "multi-select":
      return <MultiSelect {...props} options={control.options} />;
    case "labels":
      return <LabelsControl {...props} suggestions={control.suggestions} />;
    case "people":
      return <PeopleControl {...props} />;
    case "person": {
      const chosen = draft?.kind === "person" ? draft.accountId : null;
      return (
        <PersonPicker
          {...props}
          current={props.known.find((person) => person.accountId === chosen) ?? null}
          clearable={control.clearable}
          onPick={(person) =>
            onChange(person === null ? { kind: "none" } : { kind: "person", accountId: person.accountId })
          }
        />
      );
    }
  }
}

function ShortText({
  id,
  field,
  draft,
  invalid,
  describedBy,
  autoFocus,
  onChange,
  type,
}: ControlProps & { type: "text" | "date" }) {
  const value = draft?.kind === "text" ? draft.text : draft?.kind === "date" ? draft.date : "";
  return (
    <Textfield
      id={id}
      type={type}
      value={value}
      isInvalid={invalid}
      isRequired={field.required}
      aria-describedby={describedBy}
      autoFocus={autoFocus}
      onChange={(event) => {
        const text = event.currentTarget.value;
        if (text === "") onChange({ kind: "none" });
        else onChange(type === "date" ? { kind: "date", date: text } : { kind: "text", text });
      }}
    />
  );
}

function LongText({
  id,
  field,
  draft,
  invalid,
  describedBy,
  autoFocus,
  onChange,
  kind,
}: ControlProps & { kind: "text" | "markdown" }) {
  const value = draft?.kind === "text" || draft?.kind === "markdown" ? draft.text : "";
  return (
    <>
      <TextArea
        id={id}
        value={value}
        isInvalid={invalid}
        isRequired={field.required}
        aria-describedby={describedBy}
        autoFocus={autoFocus}
        resize="smart"
        minimumRows={4}
        maxHeight="320px"
        onChange={(event) => onChange({ kind, text: event.currentTarget.value })}
      />
      {kind === "markdown" ? (
        <p className="ts-small">**bold**, _italic_, `code`, - lists and [links](https://…)</p>
      ) : null}
    </>
  );
}
