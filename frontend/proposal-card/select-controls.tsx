import type { ControlProps } from "./control-props.ts";

type Options = { options: readonly { id: string; name: string }[] };

/** The browser's own list, which every keyboard and screen reader knows. */
export function Select({
  id,
  field,
  draft,
  invalid,
  describedBy,
  autoFocus,
  onChange,
  options,
}: ControlProps & Options) {
  const value = draft?.kind === "option" ? draft.id : "";
  return (
    <select
      id={id}
      className="ts-select"
      value={value}
      aria-invalid={invalid}
      aria-describedby={describedBy}
      required={field.required}
      autoFocus={autoFocus}
      onChange={(event) => {
        const chosen = event.currentTarget.value;
        onChange(chosen === "" ? { kind: "none" } : { kind: "option", id: chosen });
      }}
    >
      {field.required && value !== "" ? null : <option value="">None</option>}
      {options.map((option) => (
        <option key={option.id} value={option.id}>
          {option.name}
        </option>
      ))}
    </select>
  );
}

export function MultiSelect({ draft, autoFocus, onChange, options }: ControlProps & Options) {
  const ids = draft?.kind === "options" ? draft.ids : [];
  return (
    <div className="ts-ticks">
      {options.map((option, index) => (
        <label key={option.id} className="ts-tick">
          <input
            type="checkbox"
            checked={ids.includes(option.id)}
            autoFocus={autoFocus && index === 0}
            onChange={(event) => {
              const kept = ids.filter((id) => id !== option.id);
              const next = event.currentTarget.checked ? [...kept, option.id] : kept;
              onChange(next.length === 0 ? { kind: "none" } : { kind: "options", ids: next });
            }}
          />
          <span>{option.name}</span>
        </label>
      ))}
      {options.length === 0 ? <p className="ts-small">Jira offers nothing to choose here.</p> : null}
    </div>
  );
}
