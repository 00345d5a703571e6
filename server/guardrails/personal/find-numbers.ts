import {
  ibanLength,
  isCardNumber,
  isCpf,
  isFrenchNir,
  isGermanTaxId,
  isIban,
  isMyNumber,
  isPesel,
  isSpanishId,
} from "./check-digits.ts";
import { findPatterns, type Pattern, type PersonalDataFinding } from "./finding.ts";

const CARD: readonly Pattern[] = [
  {
    kind: "CARD",
    regex: /(?<![\w.+-])[2-6]\d{3}([ .\-\n/]?)\d{4}\1\d{4}\1\d{4}(?![\w-]|\.\d)/g,
    accepts: isCardNumber,
  },
  {
    kind: "CARD",
    regex: /(?<![\w.+-])[2-6]\d{3}(?:[ .\-\u00A0\n/]{0,2}\d){9,15}(?![\w-]|\.\d)/g,
    accepts: isCardNumber,
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

const CUES: Readonly<Record<string, RegExp>> = {
  german: /steuer|idnr|id-nr|\btin\b|tax id/iu,
  pesel: /pesel/iu,
  japanese: /マイナンバー|個人番号|my ?number/iu,
};
const near = (cue: RegExp | undefined, text: string, at: number): boolean =>
  cue?.test(text.slice(Math.max(0, at - 80), at)) === true;

const NATIONAL: readonly Pattern[] = [
  {
    kind: "NATIONAL_ID",
    regex: /(?<![\w-])(?!000|666|9\d\d)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\w-])/g,
  },
  {
    kind: "NATIONAL_ID",
    regex: /(?<![\w/.-])[1-9]\d(?:[ /.-]?\d{3}){3}(?![\w/-]|\.\d)/g,
    accepts: (found, text, at) =>
      isGermanTaxId(found) &&
      (near(CUES["german"], text, at) || /^\d{2}([ /])\d{3}\1\d{3}\1\d{3}$/.test(found)),
  },
  {
    kind: "NATIONAL_ID",
    regex:
      /(?<![\w-])[1-478][ .]?\d{2}[ .]?\d{2}[ .]?(?:\d{2}|2[AB])[ .]?\d{3}[ .]?\d{3}[ .]?\d{2}(?![\w-])/gi,
    accepts: isFrenchNir,
  },
  {
    kind: "NATIONAL_ID",
    regex: /(?<![\w-])(?:[XYZ][ -]?\d{7}|\d{8}|\d{2}\.\d{3}\.\d{3})[ -]?[A-Z](?![\w-])/gi,
    accepts: isSpanishId,
  },
  {
    kind: "NATIONAL_ID",
    regex: /(?<![\w.-])\d{3}[. ]?\d{3}[. ]?\d{3}[- .]?\d{2}(?![\w-]|\.\d)/g,
    accepts: (found, text, at) => isCpf(found) && (/[.-]/.test(found) || near(/cpf/iu, text, at)),
  },
  {
    kind: "NATIONAL_ID",
    regex: /(?<![\w-])\d{4}[ -]?\d{4}[ -]?\d{4}(?![\w-])/g,
    accepts: (found, text, at) =>
      isMyNumber(found) && (near(CUES["japanese"], text, at) || /[\u3040-\u30FF]/u.test(text)),
  },
  {
    kind: "NATIONAL_ID",
    regex:
      /(?<![\w-])(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z][ -]?\d{2}[ -]?\d{2}[ -]?\d{2}[ -]?[A-D](?![\w-])/g,
  },
  {
    kind: "NATIONAL_ID",
    regex:
      /(?<![\w-])[A-Z]{3}[ -]?[A-Z]{3}[ -]?[0-9LMNP-V]{2}[A-EHLMPRST][0-9LMNP-V]{2}[ -]?[A-Z][0-9LMNP-V]{3}[ -]?[A-Z](?![\w-])/gi,
  },
  {
    kind: "NATIONAL_ID",
    regex: /(?<![\w-])\d{2}[ -]?\d{2}[ -]?\d{2}[ -]?\d{4,5}(?:[ -]?\d)?(?![\w-])/g,
    accepts: (found, text, at) => isPesel(found) && near(CUES["pesel"], text, at),
  },
  {
    kind: "NATIONAL_ID",
    regex:
      /(?:ssn|social security|soc\.? sec)[^\n\d]{0,25}((?!000|666|9)\d{3}[ .-]?\d{2}[ .-]?\d{4})(?!\d)/giu,
    group: 1,
  },
  {
    kind: "NATIONAL_ID",
    regex:
      /(?:ausweis|perso(?![\p{L}])|personalausweis|id card|identity card|carte d'identité|carta d'identità|documento)[^\n]{0,30}?((?=[A-Z0-9]*\d[A-Z0-9]*\d)[A-Z][A-Z0-9]{7,9}\d?)(?![A-Za-z0-9])/giu,
    group: 1,
    accepts: (found) => /^[A-Z0-9]+$/u.test(found),
  },
  { kind: "NATIONAL_ID", regex: /(?<![\w.-])756[. ]?\d{4}[. ]?\d{4}[. ]?\d{2}(?![\w-])/g },
  {
    kind: "NATIONAL_ID",
    regex:
      /(?:ausweis(?:nummer|-?nr\.?)?|perso(?:nalausweis)?(?:-?nr\.?|nummer)?)[^\n:：]{0,25}[:：]?\s{0,3}((?=[A-Z0-9]*\d)[CFGHJKLMNPRTVWXYZ][CFGHJKLMNPRTVWXYZ0-9]{8}\d?)(?![A-Za-z0-9])/giu,
    group: 1,
  },
  {
    kind: "NATIONAL_ID",
    regex:
      /(?<![\p{L}])(?:ssn|social security(?: number| no\.?)?|social insurance(?: number)?|sin|national id(?: number)?|(?:national )?insurance (?:number|no\.?)|nino|ni number|steuer-?id(?:entifikationsnummer)?|sozialversicherungsnummer|rentenversicherungsnummer|dni|nie|nif|cpf|rg|codice fiscale|c\.?f\.|nir|num[ée]ro de s[ée]curit[ée] sociale|n° s[ée]cu|contribuinte|pesel|bsn|burgerservicenummer|ahv(?:-nummer)?|rijksregisternummer|personnummer|aadhaar|pan number|rodn[ée] [čc][íi]slo|マイナンバー|個人番号)\s?(?:is|ist|est|es|é|è|n[.º°o]|nr\.?|:|：|=|#)?\s{0,3}[:：]?\s{0,3}((?=(?:[^\d\n]*\d){6})[A-Z]{0,3}[\d][A-Z\d]*(?:[ ./-][A-Z\d]{1,6}){0,6})(?![\p{L}\d])/giu,
    group: 1,
    accepts: (found) => found.replaceAll(/[^A-Za-z0-9]/g, "").length <= 16,
  },
];

/** Numbers that a check digit or a plain cue proves to be somebody's. */
export const findNumbers = (text: string): PersonalDataFinding[] => [
  ...findIbans(text),
  ...findPatterns(text, "card", CARD),
  ...findPatterns(text, "national-id", NATIONAL),
];
