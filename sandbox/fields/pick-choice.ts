import { z } from "zod";
import type { FieldOption, Json } from "../state.ts";

/** A stored value, or the words Jira would answer for this field. */
export type Read = { ok: true; value: Json } | { ok: false; words: string };
export type Choice = { id: string; label: string };

const Named = z.object({
  id: z.coerce.string().optional(),
  name: z.string().optional(),
  value: z.string().optional(),
  key: z.string().optional(),
});
const Cascade = Named.extend({ child: Named.nullish() });

export function value(stored: Json): Read {
  return { ok: true, value: stored };
}
export function wrong(words: string): Read {
  return { ok: false, words };
}

/** An entry of a list by id, or by its name or value. */
function pick(input: unknown, choices: Choice[]): string | undefined {
  const given = Named.safeParse(input);
  if (!given.success) return undefined;
  const { id, name = given.data.value ?? given.data.key } = given.data;
  if (id !== undefined) return choices.find((one) => one.id === id)?.id;
  return choices.find((one) => name !== undefined && one.label.toLowerCase() === name.toLowerCase())?.id;
}

export function pickMany(input: unknown, choices: Choice[], what: string): Read {
  if (!Array.isArray(input)) return wrong("data was not an array");
  const ids: string[] = [];
  for (const one of input) {
    const id = pick(one, choices);
    if (id === undefined) return wrong(`${what} is not valid`);
    if (!ids.includes(id)) ids.push(id);
  }
  return value(ids);
}

export function pickOne(input: unknown, choices: Choice[], words: string): Read {
  const id = pick(input, choices);
  return id === undefined ? wrong(words) : value(id);
}

/** Parent and child of a cascading select; a child belongs to its own parent alone. */
export function pickCascade(input: unknown, options: FieldOption[], words: string): Read {
  const given = Cascade.safeParse(input);
  const parentId = pick(input, labelled(options));
  if (!given.success || parentId === undefined) return wrong(words);
  const { child } = given.data;
  if (child === undefined || child === null) return value([parentId]);
  const children = options.find((one) => one.id === parentId)?.children ?? [];
  const childId = pick(child, labelled(children));
  return childId === undefined ? wrong(words) : value([parentId, childId]);
}

export function labelled(options: FieldOption[]): Choice[] {
  return options.map((one) => ({ id: one.id, label: one.value }));
}
export function named(list: { id: string; name: string }[]): Choice[] {
  return list.map((one) => ({ id: one.id, label: one.name }));
}
