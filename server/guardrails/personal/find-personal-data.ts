import { findAddresses } from "./find-addresses.ts";
import { findColumns } from "./find-columns.ts";
import { findContacts } from "./find-contacts.ts";
import { findDates } from "./find-dates.ts";
import { findNames } from "./find-names.ts";
import { findNumbers } from "./find-numbers.ts";
import { findSecrets } from "./find-secrets.ts";
import type { PersonalDataType } from "../../contract/index.ts";
import type { PersonalDataFinding } from "./finding.ts";

/** Where two claim the same place, the one that is further up has it; of the same type, the longer one. */
const ORDER: readonly PersonalDataType[] = [
  "url",
  "secret",
  "email",
  "iban",
  "card",
  "national-id",
  "address",
  "date",
  "ip",
  "phone",
  "other",
  "organization",
  "person",
];

/**
 * Pure: personal data and secrets in a text, in its order and without overlaps. `people` are names of the site's own
 * list. It finds what has a form, a check digit or a plain cue; what nobody could tell from other words is missed.
 */
export function findPersonalData(
  original: string,
  { people = [] }: { people?: readonly string[] } = {},
): PersonalDataFinding[] {
  const text = plainSigns(original);
  const found = [
    ...findSecrets(text),
    ...findContacts(text),
    ...findNumbers(text),
    ...findAddresses(text),
    ...findColumns(text),
    ...findDates(text),
    ...findNames(text, people),
  ].toSorted((a, b) => ORDER.indexOf(a.type) - ORDER.indexOf(b.type) || b.end - b.start - (a.end - a.start));
  const kept: PersonalDataFinding[] = [];
  for (const one of found)
    if (kept.every((other) => one.end <= other.start || one.start >= other.end)) kept.push(one);
  return kept.toSorted((a, b) => a.start - b.start);
}

/** Full-width digits and letters made plain, one for one, so that offsets stay what they are. */
const plainSigns = (text: string): string =>
  text.replaceAll(/[\uFF01-\uFF5E\u3000\u00A0\u2010-\u2015]/gu, (sign) => {
    if (/[\u2010\u2011\u2012]/u.test(sign)) return "-";
    const plain = sign.normalize("NFKC");
    return plain.length === 1 && !/[：「」（）]/u.test(sign) ? plain : sign;
  });
