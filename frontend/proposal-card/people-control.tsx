import { useState } from "react";
import type { PersonView } from "../../server/contract/index.ts";
import type { ControlProps } from "./control-props.ts";
import { PersonPicker } from "./person-picker.tsx";
import { RemovableTags } from "./removable-tags.tsx";

/** Several people: those chosen, and a picker that adds one more. */
export function PeopleControl(props: ControlProps) {
  const { draft, onChange } = props;
  const [known, setKnown] = useState<readonly PersonView[]>(props.known);
  const ids = draft?.kind === "people" ? draft.accountIds : [];

  const set = (next: typeof ids) =>
    onChange(next.length === 0 ? { kind: "none" } : { kind: "people", accountIds: next });
  const nameOf = (id: string) => known.find((person) => person.accountId === id)?.name ?? "Someone";
  return (
    <>
      <RemovableTags
        tags={ids.map((id) => ({ id, name: nameOf(id) }))}
        onRemove={(gone) => set(ids.filter((id) => id !== gone))}
      />
      <PersonPicker
        {...props}
        // A fresh, empty picker after each choice.
        key={ids.length}
        autoFocus={props.autoFocus || known.length > props.known.length}
        current={null}
        clearable={false}
        onPick={(person) => {
          if (person === null || ids.includes(person.accountId)) return;
          setKnown([...known, person]);
          set([...ids, person.accountId]);
        }}
      />
    </>
  );
}
