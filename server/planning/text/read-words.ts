/** Zero-width and direction characters hide text from people; they carry no meaning for us. */
const HIDDEN = /[\u200B-\u200F\u202A-\u202E\u2060-\u2064\uFEFF\u00AD]/gu;

/** Folded for comparing: compatibility forms, case, accents and hidden characters do not count. */
export function foldText(text: string): string {
  return text
    .normalize("NFKD")
    .replaceAll(/\p{M}/gu, "")
    .replaceAll(HIDDEN, "")
    .toLowerCase()
    .replaceAll("ß", "ss");
}

const STOP_WORDS = new Set(
  (
    "a an and are as at be but by can cannot could did do does for from get had has have he her his how i if in into is it its " +
    "just me my no not of on or our she should so some that the their them then there they this to too up us was we were what " +
    "when where which who why will with would you your after before again also still very now only than please hi hello " +
    "der die das den dem des ein eine einen einem einer eines und oder aber ist sind war waren wird werden nicht kein keine ich " +
    "wir sie er es ihr mein unser mit von zu zum zur im in am an auf aus bei nach vor fur uber unter wenn dann dass als auch " +
    "noch nur so man sich hat haben kann konnen bitte seit beim"
  ).split(" "),
);

/** Words that carry meaning, folded and cut to a stem: plural, "-ing", "-ed" and German endings fall away. */
export function readWords(text: string): string[] {
  return (foldText(text).match(/[\p{L}\p{N}]+/gu) ?? [])
    .filter((word) => word.length > 1 && !STOP_WORDS.has(word))
    .map(stem);
}

export function stem(word: string): string {
  if (word.length < 5 || /\d/.test(word)) return word;
  const cut = word.replace(/(?:ings?|edly|ed|ies|es|s|en|er|e)$/, "");
  return cut.length >= 3 ? cut : word;
}
