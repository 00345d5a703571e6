import { useState } from "react";
import type { ApiProblem } from "../../server/contract/index.ts";
import type { Answer } from "../api/index.ts";
import { useUnsaved } from "./unsaved.ts";

type Options<T, R> = {
  saved: T;
  save: (draft: T) => Promise<Answer<R>>;
  onSaved: (result: R) => void;
  /** What a field is called, for saying what was changed. */
  names: Readonly<Partial<Record<keyof T, string>>>;
};

/** A section's settings while they are edited: what changed, what is wrong with which field, saving and taking back. */
export function useForm<T extends object, R>({ saved, save, onSaved, names }: Options<T, R>) {
  const [draft, setDraft] = useState(saved);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const [saving, setSaving] = useState(false);
  const keys = Object.keys(draft).filter((key): key is Extract<keyof T, string> => key in saved);
  const changed = keys.filter((key) => JSON.stringify(draft[key]) !== JSON.stringify(saved[key]));
  useUnsaved(changed.length > 0);
  return {
    draft,
    set: (patch: Partial<T>) => {
      setDraft((before) => ({ ...before, ...patch }));
      setProblem(null);
    },
    discard: () => {
      setDraft(saved);
      setProblem(null);
    },
    save: async () => {
      setSaving(true);
      const answer = await save(draft);
      setSaving(false);
      setProblem(answer.ok ? null : answer.problem);
      if (answer.ok) onSaved(answer.value);
    },
    saving,
    /** What is wrong, by field. */
    wrong: problem?.fields ?? {},
    said: problem?.said ?? null,
    changed: changed.map((key): string => names[key] ?? key),
  };
}
/** What a save bar needs of any form. */
export type Form = {
  save: () => Promise<void>;
  discard: () => void;
  saving: boolean;
  said: string | null;
  changed: readonly string[];
};
