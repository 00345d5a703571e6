/** A text as a reader takes it, and for each of its characters where it stands in the original. */
export type PlainView = { text: string; at: readonly number[] };

/** Takes no room on a screen: zero-width signs, direction changes, fillers, soft hyphens, tag characters (Unicode 5.21). */
export const INVISIBLE = /\p{Default_Ignorable_Code_Point}/gu;

/** Letters of other scripts that pass for Latin ones. */
const LOOKALIKES: Readonly<Record<string, string>> = {
  а: "a",
  е: "e",
  о: "o",
  р: "p",
  с: "c",
  у: "y",
  х: "x",
  і: "i",
  ѕ: "s",
  ј: "j",
  ԁ: "d",
  ո: "n",
  ɡ: "g",
  ι: "i",
  ο: "o",
  α: "a",
  ν: "v",
  ρ: "p",
  ε: "e",
  τ: "t",
  к: "k",
  м: "m",
  т: "t",
  ѵ: "v",
  ѡ: "w",
  ԛ: "q",
  ԝ: "w",
  һ: "h",
  ӏ: "l",
  ı: "i",
  ց: "g",
  օ: "o",
  ղ: "n",
  ս: "u",
  ɾ: "r",
  ҽ: "e",
  հ: "h",
  ꓲ: "l",
  κ: "k",
  υ: "u",
  χ: "x",
  ѐ: "e",
};

/**
 * Lower case, compatibility forms folded, look-alike letters made Latin, accents and invisible characters gone, any
 * white space one space: so that a pattern meets the words a person or a model would read.
 */
export function plainView(text: string): PlainView {
  let plain = "";
  const at: number[] = [];
  let offset = 0;
  for (const sign of text) {
    for (const letter of fold(sign)) {
      if (letter === " " && plain.endsWith(" ")) continue;
      plain += letter;
      for (let unit = 0; unit < letter.length; unit += 1) at.push(offset);
    }
    offset += sign.length;
  }
  return { text: plain, at };
}

const FIRST_FOREIGN = "\u0080";

function fold(sign: string): string {
  if (sign < FIRST_FOREIGN) return /\s/.test(sign) ? (sign === "\n" ? "\n" : " ") : sign.toLowerCase();
  if (sign.replaceAll(INVISIBLE, "") === "") return "";
  if (/\s/.test(sign)) return sign === "\n" ? "\n" : " ";
  if (sign === "ß") return "ss";
  const folded = sign.normalize("NFKD").replaceAll(/\p{M}/gu, "").toLowerCase();
  return Array.from(folded, (letter) =>
    Object.hasOwn(LOOKALIKES, letter) ? LOOKALIKES[letter] : letter,
  ).join("");
}
