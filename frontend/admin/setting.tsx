import Textfield from "@atlaskit/textfield";
import { useId, type ReactNode } from "react";

type Frame = {
  name: string;
  /** What it does, and what happens to data, in a sentence. */
  says?: ReactNode;
  /** What is wrong with what was typed. */
  wrong?: string | undefined;
};

/** A label, a control and one sentence. The control is told which texts describe it. */
export function Setting({
  name,
  says,
  wrong,
  children,
}: Frame & { children: (at: { id: string; describedBy: string; invalid: boolean }) => ReactNode }) {
  const id = useId();
  const describedBy = `${id}-says ${id}-wrong`;
  return (
    <div className="ts-setting">
      <label htmlFor={id}>{name}</label>
      {children({ id, describedBy, invalid: wrong !== undefined })}
      <p id={`${id}-wrong`} className="ts-setting-wrong" aria-live="polite">
        {wrong}
      </p>
      <p id={`${id}-says`} className="ts-small">
        {says}
      </p>
    </div>
  );
}

type TextProps = Frame & {
  value: string;
  onChange: (value: string) => void;
  type?: "text" | "password" | "number";
  placeholder?: string;
};

export function TextSetting({ value, onChange, type = "text", placeholder = "", ...frame }: TextProps) {
  return (
    <Setting {...frame}>
      {({ id, describedBy, invalid }) => (
        <Textfield
          id={id}
          value={value}
          type={type}
          placeholder={placeholder}
          isInvalid={invalid}
          autoComplete="off"
          aria-describedby={describedBy}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      )}
    </Setting>
  );
}

type SelectProps<V extends string> = Frame & {
  value: V;
  choices: readonly (readonly [value: V, words: string])[];
  onChange: (value: V) => void;
};

export function SelectSetting<V extends string>({ value, choices, onChange, ...frame }: SelectProps<V>) {
  return (
    <Setting {...frame}>
      {({ id, describedBy, invalid }) => (
        <select
          id={id}
          className="ts-select"
          value={value}
          aria-invalid={invalid}
          aria-describedby={describedBy}
          onChange={(event) => {
            const next = choices.find(([one]) => one === event.currentTarget.value);
            if (next !== undefined) onChange(next[0]);
          }}
        >
          {choices.map(([one, words]) => (
            <option key={one} value={one}>
              {words}
            </option>
          ))}
        </select>
      )}
    </Setting>
  );
}
