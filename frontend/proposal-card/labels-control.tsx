import Textfield from "@atlaskit/textfield";
import { useState } from "react";
import type { ControlProps } from "./control-props.ts";
import { RemovableTags } from "./removable-tags.tsx";

/** Labels as in Jira: a space, a comma or Enter ends one; Backspace in the empty field takes the last away. */
export function LabelsControl(props: ControlProps & { suggestions: readonly string[] }) {
  const { id, field, draft, invalid, describedBy, autoFocus, onChange, suggestions } = props;
  const [typed, setTyped] = useState("");
  const labels = draft?.kind === "labels" ? draft.labels : [];

  const set = (next: readonly string[]) =>
    onChange(next.length === 0 ? { kind: "none" } : { kind: "labels", labels: [...new Set(next)] });
  const add = (text: string) => {
    const words = text.split(/[\s,]+/).filter((word) => word !== "");
    if (words.length > 0) set([...labels, ...words]);
    setTyped("");
  };
  return (
    <>
      <RemovableTags
        tags={labels.map((label) => ({ id: label, name: label }))}
        onRemove={(gone) => set(labels.filter((label) => label !== gone))}
      />
      <Textfield
        id={id}
        value={typed}
        placeholder="Add a label"
        isInvalid={invalid}
        isRequired={field.required && labels.length === 0}
        aria-describedby={describedBy}
        autoFocus={autoFocus}
        autoComplete="off"
        list={`${id}-suggestions`}
        onBlur={() => add(typed)}
        onChange={(event) => {
          const text = event.currentTarget.value;
          if (/[\s,]$/.test(text)) add(text);
          else setTyped(text);
        }}
        onKeyDown={(event) => {
          if (event.key === "Enter" && typed !== "") {
            event.preventDefault();
            add(typed);
          }
          if (event.key === "Backspace" && typed === "") set(labels.slice(0, -1));
        }}
      />
      <datalist id={`${id}-suggestions`}>
        {suggestions
          .filter((label) => !labels.includes(label))
          .map((label) => (
            <option key={label} value={label}>
              {label}
            </option>
          ))}
      </datalist>
    </>
  );
}
