const GERMAN = new Set(
  "der die das und ist nicht ein eine mit auf für wird kann beim wenn nach ich wir bei im zum zur keine".split(
    " ",
  ),
);
const ENGLISH = new Set(
  "the and is not a an with on for can when after i we at in to no it this of".split(" "),
);

/** By the small words of both languages; English when in doubt. */
export function isGerman(text: string): boolean {
  const words = text.toLowerCase().match(/\p{L}+/gu) ?? [];
  const count = (some: ReadonlySet<string>) => words.filter((word) => some.has(word)).length;
  return count(GERMAN) + (/[äöüß]/iu.test(text) ? 1 : 0) > count(ENGLISH);
}
