import { ibanLength, isCardNumber, isIban } from "./check-digits.ts";
import { findPatterns, type Pattern, type PersonalDataFinding } from "./finding.ts";
import { NATIONAL_IDS } from "./national-ids.ts";
import { OF_A_THING } from "./of-a-thing.ts";

const CARD_CUE = /card|karte|carte|tarjeta|cart[ãa]o|carta|visa|master|amex|kort|kart|カード|卡/iu;
const isCard = (found: string, text: string, at: number): boolean => {
  if (!isCardNumber(found)) return false;
  const before = text.slice(Math.max(0, at - 40), at);
  // Thirteen digits in a row are goods more often than the oldest cards.
  return CARD_CUE.test(before) || !(OF_A_THING.test(before) || /^\d{13}$/u.test(found));
};

const CARD: readonly Pattern[] = [
  {
    kind: "CARD",
    regex: /(?<![\w.+-])[2-6]\d{3}([ .\-\n/]?)\d{4}\1\d{4}\1\d{4}(?![\w-]|\.\d)/g,
    accepts: isCard,
  },
  {
    kind: "CARD",
    regex: /(?<![\w.+-])[2-6]\d{3}(?:[ .\-\u00A0\n/]{0,2}\d){9,15}(?![\w-]|\.\d)/g,
    accepts: isCard,
  },
];

/** An IBAN in any spacing and case, as long as its country's are. */
function findIbans(text: string): PersonalDataFinding[] {
  return [...text.matchAll(/(?<![A-Za-z0-9])[A-Za-z]{2}\d{2}(?=[ \n\u00A0-]{0,2}[A-Za-z0-9])/g)].flatMap(
    (match) => {
      const length = ibanLength(match[0].slice(0, 2));
      if (length === undefined) return [];
      let [end, signs] = [match.index + 4, 4];
      for (let gap = 0; signs < length && end < text.length && gap <= 2; end += 1) {
        const isSign = /[A-Za-z0-9]/.test(text.charAt(end));
        if (!isSign && !/[ \n\u00A0-]/.test(text.charAt(end))) break;
        gap = isSign ? 0 : gap + 1;
        signs += Number(isSign);
      }
      const value = text.slice(match.index, end);
      const goesOn = /[A-Za-z0-9]/.test(text.charAt(end));
      return signs === length && !goesOn && isIban(value.replaceAll("-", ""))
        ? [{ start: match.index, end, type: "iban" as const, kind: "IBAN" }]
        : [];
    },
  );
}

/** Numbers that a check digit or a plain cue proves to be somebody's. */
export const findNumbers = (text: string): PersonalDataFinding[] => [
  ...findIbans(text),
  ...findPatterns(text, "card", CARD),
  ...findPatterns(text, "national-id", NATIONAL_IDS),
  // Broken over a line.
  ...findPatterns(text.replaceAll(/(?<=[\dA-Z][ -]?)\n(?=[\dA-Z])/gu, " "), "national-id", NATIONAL_IDS),
];
