const digitsOf = (text: string): string => text.replaceAll(/\D/g, "");
const weigh = (digits: string, weights: readonly number[]): number =>
  weights.reduce((sum, weight, index) => sum + weight * Number(digits[index] ?? 0), 0);

/** How long an IBAN is, by country (SWIFT's registry). */
const IBAN_LENGTHS: Readonly<Record<string, number>> = Object.fromEntries(
  (
    "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DK18 DO28 EE20 EG29 ES24 FI18 FO18 FR27 " +
    "GB22 GE22 GI23 GL18 GR27 GT28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 " +
    "MD24 ME22 MK19 MR27 MT31 MU30 NL18 NO15 PK24 PL28 PS29 PT25 QA29 RO24 RS22 SA24 SC31 SE24 SI19 SK24 SM27 ST25 SV28 TL23 " +
    "TN24 TR26 UA29 VA22 VG24 XK20"
  )
    .split(" ")
    .map((one) => [one.slice(0, 2), Number(one.slice(2))]),
);
export const ibanLength = (country: string): number | undefined => IBAN_LENGTHS[country.toUpperCase()];

/** ISO 13616: the remainder of 97 over the rearranged number is 1. */
export function isIban(found: string): boolean {
  const compact = found.replaceAll(/\s/g, "").toUpperCase();
  if (compact.length < 15 || compact.length > 34 || !/^[A-Z0-9]+$/.test(compact)) return false;
  let remainder = 0;
  for (const sign of compact.slice(4) + compact.slice(0, 4)) {
    const value = Number.parseInt(sign, 36);
    remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
  }
  return remainder === 1;
}

/** The lengths and first digits of the networks in use, so that an id or a time stamp that passes Luhn is left alone. */
const NETWORKS =
  /^(?:4\d{12}(?:\d{3}){0,2}|5[0-8]\d{14}|2[2-7]\d{14}|3[47]\d{13}|3[068]\d{12}|35\d{14}|6(?:011|22|4[4-9]|5|3|0|7)\d{10,15})$/;

/** ISO/IEC 7812: a number of a known network with a right Luhn digit. */
export function isCardNumber(found: string): boolean {
  const digits = digitsOf(found);
  return NETWORKS.test(digits) && luhnSum(digits) % 10 === 0;
}

function luhnSum(digits: string): number {
  const fromTheRight = Array.from(digits, Number).toReversed();
  return fromTheRight.reduce((sum, digit, index) => {
    const value = digit * (index % 2 === 0 ? 1 : 2);
    return sum + (value > 9 ? value - 9 : value);
  }, 0);
}

/** German tax id: ISO 7064, modulo 11, 10. */
export function isGermanTaxId(found: string): boolean {
  const digits = digitsOf(found);
  if (digits.length !== 11 || digits.startsWith("0")) return false;
  // Of the first ten digits one comes twice or three times, and no other more than once.
  const counts = Array.from("0123456789", (one) => digits.slice(0, 10).split(one).length - 1);
  if (counts.filter((count) => count > 1).length !== 1 || Math.max(...counts) > 3) return false;
  let product = 10;
  for (const digit of digits.slice(0, 10)) {
    const sum = (Number(digit) + product) % 10 || 10;
    product = (sum * 2) % 11;
  }
  return (11 - product) % 10 === Number(digits[10]);
}

/** French social security number: 97 less the number's remainder of 97; Corsica counts as 19 and 18. */
export function isFrenchNir(found: string): boolean {
  const compact = found.replaceAll(/[^0-9AB]/gi, "").toUpperCase();
  if (!/^[1-478]\d{2}(?:0[1-9]|1[0-2]|[2-9]\d)(?:\d{2}|2[AB])\d{8}$/.test(compact)) return false;
  const number = compact.slice(0, 13).replace("2A", "19").replace("2B", "18");
  return 97n - (BigInt(number) % 97n) === BigInt(compact.slice(13));
}

/** Spanish DNI and NIE: the letter is the number's remainder of 23. */
export function isSpanishId(found: string): boolean {
  const compact = found.replaceAll(/[^0-9A-Z]/gi, "").toUpperCase();
  const match = /^([XYZ]?)(\d{7,8})([A-Z])$/.exec(compact);
  if (match === null) return false;
  const number = Number(
    `${"XYZ".indexOf(match[1] ?? "") > 0 ? "XYZ".indexOf(match[1] ?? "") : ""}${match[2] ?? ""}`,
  );
  return "TRWAGMYFPDXBNJZSQVHLCKE".charAt(number % 23) === match[3];
}

/** Brazilian CPF: two check digits of modulo 11. */
export function isCpf(found: string): boolean {
  const digits = digitsOf(found);
  if (digits.length !== 11 || /^(\d)\1{10}$/.test(digits)) return false;
  const check = (length: number) =>
    ((weigh(
      digits,
      Array.from({ length }, (_, index) => length + 1 - index),
    ) *
      10) %
      11) %
    10;
  return check(9) === Number(digits[9]) && check(10) === Number(digits[10]);
}

/** Polish PESEL: weights 1, 3, 7, 9, and a day of birth in its first six digits. */
export function isPesel(found: string): boolean {
  const digits = digitsOf(found);
  if (digits.length !== 11) return false;
  const [month, day] = [Number(digits.slice(2, 4)) % 20, Number(digits.slice(4, 6))];
  if (month < 1 || month > 12 || day < 1 || day > 31) return false;
  return (10 - (weigh(digits, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3]) % 10)) % 10 === Number(digits[10]);
}

/** Japanese My Number: modulo 11 over weights 6..2, 7..2. */
export function isMyNumber(found: string): boolean {
  const digits = digitsOf(found);
  if (digits.length !== 12) return false;
  const rest = weigh(digits, [6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11;
  return (rest <= 1 ? 0 : 11 - rest) === Number(digits[11]);
}

/** A day of birth as six digits, in the order that `form` names. */
function isDay(digits: string, form: "ymd" | "dmy"): boolean {
  const [year, month, day] = [digits.slice(0, 2), digits.slice(2, 4), digits.slice(4, 6)].map(Number);
  const at = form === "ymd" ? day : year;
  return month !== undefined && month >= 1 && month <= 12 && at !== undefined && at >= 1 && at <= 31;
}

/** British NHS number: modulo 11 over weights 10 to 2. */
export function isNhsNumber(found: string): boolean {
  const digits = digitsOf(found);
  if (digits.length !== 10) return false;
  return (11 - (weigh(digits, [10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11)) % 11 === Number(digits[9]);
}

/** Swedish personnummer: a day of birth and a Luhn digit. */
export function isSwedishNumber(found: string): boolean {
  const digits = digitsOf(found).slice(-10);
  return digits.length === 10 && isDay(digits, "ymd") && luhnSum(digits) % 10 === 0;
}

/** Finnish henkilötunnus: the last sign is the number's remainder of 31. */
export function isFinnishCode(found: string): boolean {
  const digits = found.slice(0, 6) + found.slice(7, 10);
  return (
    isDay(digits, "dmy") && "0123456789ABCDEFHJKLMNPRSTUVWXY".charAt(Number(digits) % 31) === found.slice(10)
  );
}

/** Belgian national number: 97 less the remainder of 97, with a 2 before it for those born since 2000. */
export function isBelgianNumber(found: string): boolean {
  const digits = digitsOf(found);
  if (digits.length !== 11) return false;
  const check = (number: string) => 97 - (Number(number) % 97) === Number(digits.slice(9));
  return check(digits.slice(0, 9)) || check(`2${digits.slice(0, 9)}`);
}

/** Czech and Slovak rodné číslo: divisible by 11; women's months count from 51. */
export function isCzechNumber(found: string): boolean {
  const digits = digitsOf(found);
  const month = Number(digits.slice(2, 4)) % 50;
  const isBorn = isDay(
    `${digits.slice(0, 2)}${String(month % 20).padStart(2, "0")}${digits.slice(4)}`,
    "ymd",
  );
  return isBorn && (digits.length === 9 || Number(digits) % 11 === 0);
}

/** Chinese resident number: ISO 7064, modulo 11, 2. */
export function isChineseId(found: string): boolean {
  const sum = weigh(found, [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]);
  return isDay(found.slice(8, 14), "ymd") && "10X98765432".charAt(sum % 11) === found.slice(17).toUpperCase();
}

/** Chilean RUT: modulo 11 over weights 2 to 7 from the right, where 10 is K. */
export function isRut(found: string): boolean {
  const compact = found.replaceAll(/[^0-9K]/gi, "").toUpperCase();
  const body = Array.from(compact.slice(0, -1)).toReversed().join("");
  const rest =
    11 -
    (weigh(
      body,
      Array.from({ length: body.length }, (_, index) => 2 + (index % 6)),
    ) %
      11);
  return (rest === 11 ? "0" : rest === 10 ? "K" : String(rest)) === compact.slice(-1);
}

const TIMES = ["0123456789", "1234067895", "2340178956", "3401289567", "4012395678"].concat([
  "5987604321",
  "6598710432",
  "7659821043",
  "8765932104",
  "9876543210",
]);
const TURNS = ["0123456789", "1576283094", "5803796142", "8916043527", "9453126870", "4286573901"].concat([
  "2793806415",
  "7046913258",
]);

/** Indian Aadhaar: Verhoeff's digit. */
export function isAadhaar(found: string): boolean {
  const digits = digitsOf(found);
  if (digits.length !== 12) return false;
  const rest = Array.from(digits)
    .toReversed()
    .reduce(
      (sum, digit, index) => Number(TIMES[sum]?.charAt(Number(TURNS[index % 8]?.charAt(Number(digit))))),
      0,
    );
  return rest === 0;
}
