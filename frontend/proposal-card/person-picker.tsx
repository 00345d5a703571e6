import Textfield from "@atlaskit/textfield";
import { useRef, useState, type KeyboardEvent } from "react";
import type { PersonView } from "../../server/contract/index.ts";
import { Avatar } from "../look/index.ts";
import { useFoundPeople } from "./use-found-people.ts";

type Props = {
  id: string;
  current: PersonView | null;
  clearable: boolean;
  invalid: boolean;
  describedBy: string | undefined;
  autoFocus: boolean;
  onPick: (person: PersonView | null) => void;
};
type Choice = { key: string; person: PersonView | null };

/**
 * A combobox as WAI-ARIA describes it: the focus stays in the field, arrows move through the list.
 * The list opens in the page, not over it, because a panel cannot draw outside its own frame.
 */
export function PersonPicker({ id, current, clearable, invalid, describedBy, autoFocus, onPick }: Props) {
  const [picked, setPicked] = useState(current);
  const [query, setQuery] = useState<string | null>(null);
  const [activeKey, setActiveKey] = useState<string>();
  const list = useRef<HTMLUListElement>(null);
  const { people, state } = useFoundPeople(query);

  const open = query !== null;
  const nobody: Choice[] = clearable && query === "" ? [{ key: "nobody", person: null }] : [];
  const choices = [...nobody, ...people.map((person): Choice => ({ key: person.accountId, person }))];
  // By who it is, not by place: the list may change between seeing and pressing Enter.
  const active = Math.max(
    0,
    choices.findIndex(({ key }) => key === activeKey),
  );
  const optionId = (index: number) => `${id}-option-${index}`;

  const pick = (choice: Choice) => {
    setPicked(choice.person);
    setQuery(null);
    onPick(choice.person);
  };
  const move = (by: number) => {
    if (choices.length === 0) return;
    const next = (active + by + choices.length) % choices.length;
    setActiveKey(choices[next]?.key);
    list.current?.children[next]?.scrollIntoView({ block: "nearest" });
  };
  const keys: Partial<Record<string, () => void>> = open
    ? {
        ArrowDown: () => move(1),
        ArrowUp: () => move(-1),
        Enter: () => {
          const choice = choices[active];
          if (choice !== undefined) pick(choice);
        },
        Escape: () => setQuery(null),
      }
    : { ArrowDown: () => setQuery("") };
  const onKeyDown = (event: KeyboardEvent) => {
    const act = Object.hasOwn(keys, event.key) ? keys[event.key] : undefined;
    if (act === undefined) return;
    event.preventDefault();
    act();
  };
  return (
    <div className="ts-picker">
      <Textfield
        id={id}
        role="combobox"
        aria-expanded={open}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={open && choices.length > 0 ? optionId(active) : undefined}
        aria-describedby={describedBy}
        isInvalid={invalid}
        autoComplete="off"
        autoFocus={autoFocus}
        placeholder={clearable ? "Nobody" : "Type a name"}
        value={query ?? picked?.name ?? ""}
        elemBeforeInput={
          !open && picked !== null ? (
            <span className="ts-picker-face">
              <Avatar name={picked.name} url={picked.avatarUrl} />
            </span>
          ) : null
        }
        onClick={() => setQuery((before) => before ?? "")}
        onBlur={() => setQuery(null)}
        onKeyDown={onKeyDown}
        onChange={(event) => {
          setQuery(event.currentTarget.value);
          setActiveKey(undefined);
        }}
      />
      <ul
        id={`${id}-list`}
        ref={list}
        role="listbox"
        aria-label="People"
        hidden={!open || choices.length === 0}
        className="ts-options"
      >
        {choices.map((choice, index) => (
          <li
            key={choice.key}
            id={optionId(index)}
            role="option"
            aria-selected={index === active}
            // Before the field loses its focus and the list closes.
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => pick(choice)}
          >
            <Avatar name={choice.person?.name ?? "–"} url={choice.person?.avatarUrl ?? null} />
            <span>{choice.person?.name ?? "Nobody"}</span>
          </li>
        ))}
      </ul>
      <p className="ts-small" role="status">
        {open ? sayFound(state, people.length) : ""}
      </p>
    </div>
  );
}

function sayFound(state: "looking" | "found" | "failed", count: number): string {
  if (state === "looking") return "Looking …";
  if (state === "failed") return "People cannot be looked up just now.";
  return count === 0 ? "Nobody found." : count === 1 ? "1 person" : `${count} people`;
}
