import Textfield from "@atlaskit/textfield";
import { useState } from "react";
import type { ControlProps } from "./control-props.ts";

/** A text field that reads numbers: the browser's own number field hands over "" for what it cannot read. */
export function NumberControl({ id, field, draft, invalid, describedBy, autoFocus, onChange }: ControlProps) {
  const [text, setText] = useState(draft?.kind === "number" ? String(draft.number) : "");
  return (
    <Textfield
      id={id}
      inputMode="decimal"
      value={text}
      isInvalid={invalid}
      isRequired={field.required}
      aria-describedby={describedBy}
      autoFocus={autoFocus}
      onChange={(event) => {
        const typed = event.currentTarget.value;
        setText(typed);
        const number = Number(typed.trim().replace(",", "."));
        if (typed.trim() === "") onChange({ kind: "none" });
        else onChange(Number.isFinite(number) ? { kind: "number", number } : undefined);
      }}
    />
  );
}
