const digitsOf = (text: string) => text.replaceAll(/\D/g, "");

/** ISO 13616: the remainder of 97 over the rearranged number is 1. */
export function isIban(found: string): boolean {
  const compact = found.replaceAll(" ", "");
  if (compact.length < 15 || compact.length > 34) return false;
  let remainder = 0;
  for (const sign of compact.slice(4) + compact.slice(0, 4)) {
    const value = Number.parseInt(sign, 36);
    remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
  }
  return remainder === 1;
}

/** The lengths and first digits of the networks in use, so that an id or a time stamp that passes Luhn is left alone. */
const NETWORKS =
  /^(?:4\d{12}(?:\d{3}){0,2}|5[1-5]\d{14}|2[2-7]\d{14}|3[47]\d{13}|3[068]\d{12}|35\d{14}|6(?:011|22|4[4-9]|5)\d{10,13})$/;

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

/** ITU-T E.164 allows 15 digits; under 8 it could be nearly anything. */
export function isPhoneNumber(found: string): boolean {
  const count = digitsOf(found).length;
  return count >= 8 && count <= 15;
}
