/** Folded text for matching, and where each of its characters stands in the original. */
export type FoldView = { text: string; at: readonly number[] };

const OTHERS: Readonly<Record<string, string>> = {
  ß: "ss",
  ø: "o",
  ł: "l",
  đ: "d",
  ı: "i",
  æ: "ae",
  œ: "oe",
  "’": "'",
  "‘": "'",
  "´": "'",
  "`": "'",
  "–": "-",
  "—": "-",
  "\u00A0": " ",
  "\u3000": " ",
};

/** Lower case, without the accents of Latin letters, full-width forms made plain. Kana keep their marks, which are letters. */
export function foldView(original: string): FoldView {
  let text = "";
  const at: number[] = [];
  for (let index = 0; index < original.length; index += 1) {
    const folded = foldSign(original.charAt(index));
    text += folded;
    for (let unit = 0; unit < folded.length; unit += 1) at.push(index);
  }
  at.push(original.length);
  return { text, at };
}

export const fold = (original: string): string => foldView(original).text;

function foldSign(sign: string): string {
  const code = sign.charCodeAt(0);
  if (code < 128) return sign.toLowerCase();
  const lower = sign.normalize("NFKC").toLowerCase();
  const known = OTHERS[lower];
  if (known !== undefined) return known;
  if (/\p{M}/u.test(lower) && !/[\u3099\u309A]/.test(lower)) return "";
  return /\p{Script=Latin}/u.test(lower) ? lower.normalize("NFD").replaceAll(/\p{M}/gu, "") : lower;
}

/** A stretch of the folded text in offsets of the original. */
export const spanOf = (view: FoldView, start: number, end: number): { start: number; end: number } => ({
  start: view.at[start] ?? 0,
  end: end === start ? (view.at[end] ?? 0) : (view.at[end - 1] ?? 0) + 1,
});
