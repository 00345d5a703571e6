type ChoiceProps<V extends string> = {
  name: string;
  value: V;
  choices: readonly (readonly [value: V, words: string])[];
  onChange: (value: V) => void;
};

/** A choice within a table, whose head says what it is; its name is for those who do not see the table. */
export function Choice<V extends string>({ name, value, choices, onChange }: ChoiceProps<V>) {
  return (
    <select
      className="ts-select ts-cell"
      aria-label={name}
      value={value}
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
  );
}

type WordsProps = {
  name: string;
  value: string;
  onChange: (value: string) => void;
  type?: "text" | "number" | "time";
};

export const Words = ({ name, value, onChange, type = "text" }: WordsProps) => (
  <input
    className="ts-select ts-cell"
    type={type}
    aria-label={name}
    value={value}
    onChange={(event) => onChange(event.currentTarget.value)}
  />
);
