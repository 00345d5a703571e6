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

/** Numbers of things: one in ten passes the check of cards. */
const OF_A_THING =
  /(?:order|bestell|auftrag|rechnung|invoice|tracking|sendung|commande|facture|pedido|encomenda|factura|fatura|ordine|fattura|sku|ean|jan|gtin|isbn|imei|barcode|article|artikel|part|item|serial|seri[ea]|ref|注文|伝票|商品|受付|管理|会員|問い合わせ|問合せ)\p{L}{0,12}\.?[^\p{L}\d\n]{0,4}(?:nr|no|num(?:ber|mer|éro|ero)?|id|code|コード|番号)?[^\p{L}\d\n]{0,4}$/iu;
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

const CUES: Readonly<Record<string, RegExp>> = {
  german: /steuer|idnr|id-nr|\btin\b|tax id/iu,
  pesel: /pesel/iu,
  nordic: /henkilötunnus|\bhetu\b|personnummer|\bcpr\b|fødselsnummer/iu,
  japanese: /マイナンバー|個人番号|my ?number/iu,
};
const near = (cue: RegExp | undefined, text: string, at: number): boolean =>
  cue?.test(text.slice(Math.max(0, at - 80), at)) === true;

const NATIONAL: readonly Pattern[] = [
  {
    kind: "NATIONAL_ID",
    regex: /(?<![\w-])(?!000|666|9\d\d)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\w-])/g,
    accepts: (_found, text, at) => !OF_A_THING.test(text.slice(Math.max(0, at - 40), at)),
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
    regex: /(?<![\w-])\d{4}([ -]?)\d{4}\1\d{4}(?![\w-])/g,
    accepts: (found, text, at) =>
      isMyNumber(found) &&
      (near(CUES["japanese"], text, at) ||
        (/[\u3040-\u30FF]/u.test(text) && !OF_A_THING.test(text.slice(Math.max(0, at - 40), at)))),
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
