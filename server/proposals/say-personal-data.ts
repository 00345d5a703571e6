import { assertNever } from "../kit/index.ts";
import type { EngineKind, FoundPersonalData, PersonalDataType } from "../contract/index.ts";

const NAMES: Readonly<Record<PersonalDataType, readonly [one: string, many: string]>> = {
  email: ["e-mail address", "e-mail addresses"],
  phone: ["phone number", "phone numbers"],
  card: ["card number", "card numbers"],
  iban: ["bank account number", "bank account numbers"],
  ip: ["IP address", "IP addresses"],
  "national-id": ["national id", "national ids"],
  address: ["postal address", "postal addresses"],
  person: ["name of a person", "names of people"],
  date: ["day in somebody's life", "days in somebody's life"],
  url: ["personal link", "personal links"],
  organization: ["company", "companies"],
  secret: ["secret", "secrets"],
  other: ["other personal detail", "other personal details"],
};

const listed = new Intl.ListFormat("en", { type: "conjunction" });

/** "a card number and a secret" */
export const sayTypes = (types: readonly PersonalDataType[]): string =>
  listed.format(types.map((type) => `${/^[aeio]/i.test(NAMES[type][0]) ? "an" : "a"} ${NAMES[type][0]}`));

/** One sentence a treatment: what was found, and whether the engine got to see it. */
export function sayFound(found: readonly FoundPersonalData[], engine: EngineKind): string[] {
  return [...Map.groupBy(found, ({ treatment }) => treatment)].map(([treatment, own]) => {
    const what = listed.format(own.map(({ type, count }) => `${count} ${NAMES[type][count === 1 ? 0 : 1]}`));
    return `Found ${what}: ${sayTreatment(treatment, engine)}.`;
  });
}

function sayTreatment(treatment: FoundPersonalData["treatment"], engine: EngineKind): string {
  if (engine === "offline") return "nothing of it left this server";
  switch (treatment) {
    case "allow":
      return "shown to the model, as this site's policy allows";
    case "mask":
    case "block":
      return "hidden from the model";
    case "quarantine":
      return "hidden from the model, and released by an administrator";
    default:
      return assertNever(treatment);
  }
}

export const sayBlocked = (types: readonly PersonalDataType[]): string =>
  `This holds ${sayTypes(types)}, which the policy of this site keeps out. Nothing was sent or kept. Ask again without it.`;

export const sayHeld = (types: readonly PersonalDataType[]): string =>
  `This holds ${sayTypes(types)}, so it is held back. An administrator of this site releases or erases it.`;
