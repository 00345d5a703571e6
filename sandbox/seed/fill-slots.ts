import type { Random } from "./random.ts";

/** Fills {slots} in a text; the same slot keeps its word within one call, so that title and body agree. */
export function createFiller(random: Random, slots: Record<string, string[]>): (text: string) => string {
  const chosen = new Map<string, string>();
  return (text) =>
    text.replace(/\{(\w+)\}/g, (whole, name: string) => {
      const known = chosen.get(name);
      if (known !== undefined) return known;
      const list = slots[name];
      const word = list === undefined ? whole : random.pick(list);
      chosen.set(name, word);
      return word;
    });
}
