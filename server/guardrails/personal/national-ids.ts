import {
  isAadhaar,
  isBelgianNumber,
  isChineseId,
  isCpf,
  isCzechNumber,
  isFinnishCode,
  isFrenchNir,
  isGermanTaxId,
  isMyNumber,
  isNhsNumber,
  isPesel,
  isRut,
  isSpanishId,
  isSwedishNumber,
} from "./check-digits.ts";
import type { Pattern } from "./finding.ts";
import { OF_A_THING } from "./of-a-thing.ts";

const CUES: Readonly<Record<string, RegExp>> = {
  german: /steuer|idnr|id-nr|\btin\b|tax id/iu,
  pesel: /pesel/iu,
  nordic: /henkilötunnus|\bhetu\b|personnummer|\bcpr\b|fødselsnummer/iu,
  japanese: /マイナンバー|個人番号|my ?number/iu,
  nino: /\bnino\b|national insurance|\bni (?:no|number)/iu,
  pan: /\bpan\b/iu,
};
/** Where a number of that country may stand without being named. */
const IN_GERMAN = /(?<!\p{L})(?:der|die|und|ist|nicht|bitte|herr|frau|kunde|mitarbeiter)(?!\p{L})/iu;
const IN_PORTUGUESE =
  /(?<!\p{L})(?:não|cliente|titular|benefici[áa]ri[oa]|paciente|usuári[oa]|nome|está)(?!\p{L})/iu;
const IN_POLISH = /[ąęłśźż]|(?<!\p{L})(?:klient|pacjent|pracownik)/iu;
const near = (cue: RegExp | undefined, text: string, at: number): boolean =>
  cue?.test(text.slice(Math.max(0, at - 80), at)) === true;

const isOfAThing = (text: string, at: number): boolean =>
  OF_A_THING.test(text.slice(Math.max(0, at - 40), at));

/** Told by their form and check digits, or by a word beside them. */
export const NATIONAL_IDS: readonly Pattern[] = [
  {
    kind: "NATIONAL_ID",
    regex: /(?<![\w-])(?!000|666|9\d\d)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\w-])/g,
    accepts: (_found, text, at) => !isOfAThing(text, at),
  },
  {
    kind: "NATIONAL_ID",
    regex: /(?<![\w/.-])[1-9]\d(?:[ /.-]?\d{3}){3}(?![\w/-]|\.\d)/g,
    accepts: (found, text, at) =>
      isGermanTaxId(found) &&
      (near(CUES["german"], text, at) ||
        /^\d{2}([ /])\d{3}\1\d{3}\1\d{3}$/.test(found) ||
        (IN_GERMAN.test(text) && !isOfAThing(text, at))),
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
    accepts: (found, text, at) =>
      isCpf(found) &&
      (/[.-]/.test(found) || near(/cpf/iu, text, at) || (IN_PORTUGUESE.test(text) && !isOfAThing(text, at))),
  },
  {
    kind: "NATIONAL_ID",
    regex: /(?<![\w-])\d{4}([ -]?)\d{4}\1\d{4}(?![\w-])/g,
    accepts: (found, text, at) =>
      isMyNumber(found) &&
      (near(CUES["japanese"], text, at) || (/[\u3040-\u30FF]/u.test(text) && !isOfAThing(text, at))),
  },
  {
    kind: "NATIONAL_ID",
    regex:
      /(?<![\w-])(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z][ -]?\d{2}[ -]?\d{2}[ -]?\d{2}[ -]?[A-D](?![\w-])/gi,
    accepts: (found, text, at) => /^[A-Z]{2}/.test(found) || near(CUES["nino"], text, at),
  },
  {
    kind: "NATIONAL_ID",
    regex:
      /(?<![\w-])[A-Z]{3}[ -]?[A-Z]{3}[ -]?[0-9LMNP-V]{2}[A-EHLMPRST][0-9LMNP-V]{2}[ -]?[A-Z][0-9LMNP-V]{3}[ -]?[A-Z](?![\w-])/gi,
  },
  {
    kind: "NATIONAL_ID",
    regex: /(?<![\w-])\d{2}[ -]?\d{2}[ -]?\d{2}[ -]?\d{4,5}(?:[ -]?\d)?(?![\w-])/g,
    accepts: (found, text, at) =>
      isPesel(found) && (near(CUES["pesel"], text, at) || (IN_POLISH.test(text) && !isOfAThing(text, at))),
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
      /(?:ausweis|perso(?![\p{L}])|personalausweis|id card|identity card|carte d'identité|carta d'identità|documento)[^\n,;]{0,30}?((?=[A-Z0-9]*\d[A-Z0-9]*\d)[A-Z][A-Z0-9]{7,9}\d?)(?![A-Za-z0-9])/giu,
    group: 1,
    accepts: (found) => /^[A-Z0-9]+$/u.test(found),
  },
  // Finland, Sweden, Denmark, Norway: told by their own words.
  {
    kind: "NATIONAL_ID",
    regex: /(?<![\w-])(?:\d{6}[-+A]\d{3}[0-9A-Z]|(?:19|20)?\d{6}[-+]?\d{4})(?![\w-])/g,
    accepts: (_found, text, at) => near(CUES["nordic"], text, at),
  },
  {
    kind: "NATIONAL_ID",
    regex: /(?<![\w-])(?:19(?=\d{6})|20(?=0))?\d{6}[-+]\d{4}(?![\w-])/g,
    accepts: (found, text, at) => isSwedishNumber(found) && !isOfAThing(text, at),
  },
  { kind: "NATIONAL_ID", regex: /(?<![\w-])\d{6}[-+A-FU-Y]\d{3}[0-9A-Y](?![\w-])/g, accepts: isFinnishCode },
  {
    kind: "NATIONAL_ID",
    regex: /(?<![\w.-])\d{2}[. ]?\d{2}[. ]?\d{2}[- ]?\d{3}[. -]?\d{2}(?![\w-]|\.\d)/g,
    accepts: (found, text, at) =>
      isBelgianNumber(found) &&
      (/^\d{2}\.\d{2}\.\d{2}-\d{3}\.\d{2}$/.test(found) ||
        near(/rijksregister|registre national|num[ée]ro national|n° national|\bniss\b|\binsz\b/iu, text, at)),
  },
  { kind: "NATIONAL_ID", regex: /(?<![\w/-])\d{6}\/\d{3,4}(?![\w/-])/g, accepts: isCzechNumber },
  { kind: "NATIONAL_ID", regex: /(?<![\w-])[1-9]\d{16}[\dXx](?![\w-])/g, accepts: isChineseId },
  { kind: "NATIONAL_ID", regex: /(?<![\w-])\d{6}-[1-4]\d{6}(?![\w-])/g },
  { kind: "NATIONAL_ID", regex: /(?<![\w-])\d{1,2}\.\d{3}\.\d{3}-[\dKk](?![\w-])/g, accepts: isRut },
  { kind: "NATIONAL_ID", regex: /(?<![\w-])[A-Z]{4}\d{6}[HM][A-Z]{5}[A-Z\d]\d(?![\w-])/g },
  { kind: "NATIONAL_ID", regex: /(?<![\w-])[A-Z]{1,2}\d{6}\([\dA]\)/g },
  { kind: "NATIONAL_ID", regex: /(?<![\w-])\d{3}-\d{3}-\d{3} \d{2}(?![\w-])/g },
  {
    kind: "NATIONAL_ID",
    regex: /(?<![\w-])\d{3}[ -]?\d{3}[ -]?\d{4}(?![\w-])/g,
    accepts: (found, text, at) => isNhsNumber(found) && near(/\bnhs\b/iu, text, at),
  },
  {
    kind: "NATIONAL_ID",
    regex: /(?<![\w-])[2-9]\d{3}([ -]?)\d{4}\1\d{4}(?![\w-])/g,
    accepts: (found, text, at) => isAadhaar(found) && near(/aadha+r|uidai|आधार/iu, text, at),
  },
  {
    kind: "NATIONAL_ID",
    regex: /(?<![\w-])[A-Z]{3}[ABCFGHJLPT][A-Z]\d{4}[A-Z](?![\w-])/g,
    accepts: (_found, text, at) => near(CUES["pan"], text, at),
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
      /(?<![\p{L}])(?:ssn|social security(?: number| no\.?)?|social insurance(?: number)?|sin|national id(?: number)?|(?:national )?insurance (?:number|no\.?)|nino|ni number|steuer-?id(?:entifikationsnummer)?|sozialversicherungsnummer|rentenversicherungsnummer|dni|nie|nif|cpf|rg|codice fiscale|c\.?f\.|nir|num[ée]ro de s[ée]curit[ée] sociale|n° s[ée]cu|contribuinte|pesel|bsn|burgerservicenummer|ahv(?:-nummer)?|rijksregisternummer|personnummer|aadhaar|pan number|rodn[ée] [čc][íi]slo|tfn|tax file number|ppsn?(?: number| no\.?)?|itin|curp|c[ée]dula|rut|nric(?: number)?|hkid|t\.?c\.? kimlik(?: no)?|kimlik no|egn|cnp|oib|jmbg|cpr(?:-nummer|-nr\.?)?|f[øo]dselsnummer|инн|снилс|身份证(?:号|号码)?|주민등록번호|マイナンバー|個人番号)\s?(?:is|ist|est|es|é|è|n[.º°o]|nr\.?|:|：|=|#)?\s{0,3}[:：]?\s{0,3}((?=(?:[^\d\n]*\d){6})[A-Z]{0,3}[\d][A-Z\d]*(?:[ ./-][A-Z\d]{1,6}){0,6})(?![\p{L}\d])/giu,
    group: 1,
    accepts: (found) => found.replaceAll(/[^A-Za-z0-9]/g, "").length <= 16,
  },
];
