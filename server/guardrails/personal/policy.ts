import { findPersonalData } from "./find-personal-data.ts";
import type { PersonalDataFinding, PersonalDataType } from "./finding.ts";
import { maskFindings, type Masked } from "./mask-findings.ts";

/** `block` refuses the request, `quarantine` holds it back until an admin releases or erases it. */
export const TREATMENTS = ["allow", "mask", "block", "quarantine"] as const;
export type Treatment = (typeof TREATMENTS)[number];
export type PersonalDataPolicy = Readonly<Record<PersonalDataType, Treatment>>;

/**
 * What an engine needs to plan with stays: names of people who are given issues, days by which something is due, hosts
 * that fail, companies and links. What identifies somebody directly, or opens something, is masked.
 */
export const DEFAULT_POLICY: PersonalDataPolicy = {
  email: "mask",
  phone: "mask",
  card: "mask",
  iban: "mask",
  ip: "allow",
  "national-id": "mask",
  address: "mask",
  person: "allow",
  date: "allow",
  url: "mask",
  organization: "allow",
  secret: "mask",
  other: "mask",
};

export type Treated = Masked & {
  /** How often each type was found, whatever became of it. */
  counts: Partial<Record<PersonalDataType, number>>;
  /** Types that the policy lets through to nobody. */
  blocked: PersonalDataType[];
  held: PersonalDataType[];
};

/** Pure: what a policy makes of a text. */
export function applyPersonalDataPolicy(
  text: string,
  policy: PersonalDataPolicy = DEFAULT_POLICY,
  people: readonly string[] = [],
): Treated {
  const found = findPersonalData(text, { people });
  const typesOf = (treatment: Treatment) => [
    ...new Set(found.map(({ type }) => type).filter((type) => policy[type] === treatment)),
  ];
  return {
    ...maskFindings(text, found.filter(isHidden(policy))),
    counts: countTypes(found),
    blocked: typesOf("block"),
    held: typesOf("quarantine"),
  };
}

const isHidden =
  (policy: PersonalDataPolicy) =>
  ({ type }: PersonalDataFinding): boolean =>
    policy[type] !== "allow";

function countTypes(found: readonly PersonalDataFinding[]): Treated["counts"] {
  const counts: Treated["counts"] = {};
  for (const { type } of found) counts[type] = (counts[type] ?? 0) + 1;
  return counts;
}
