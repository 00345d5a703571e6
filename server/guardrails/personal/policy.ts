import {
  PERSONAL_DATA_TYPES,
  type FoundPersonalData,
  type PersonalDataRules,
  type PersonalDataType,
  type Treatment,
} from "../../contract/index.ts";
import { findPersonalData } from "./find-personal-data.ts";
import type { PersonalDataFinding } from "./finding.ts";
import { maskFindings, type Masked } from "./mask-findings.ts";

export type PersonalDataPolicy = Readonly<Record<PersonalDataType, Treatment>>;

/**
 * What an engine needs to plan with stays: names of people who are given issues, days by which something is due, hosts
 * that fail, companies and links. What identifies somebody directly, or opens something, is masked.
 */
export const DEFAULT_PERSONAL_DATA_POLICY: PersonalDataPolicy = {
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

/** A site's own rules, and ours where it has none. */
export const personalDataPolicy = (own: PersonalDataRules): PersonalDataPolicy => ({
  ...DEFAULT_PERSONAL_DATA_POLICY,
  ...own,
});

/** For what is kept for long or leaves the house: nothing of anybody, whatever a site lets its engine see. */
export const MASK_ALL: PersonalDataPolicy = personalDataPolicy(
  Object.fromEntries(PERSONAL_DATA_TYPES.map((type) => [type, "mask"])),
);

export type Treated = Masked & { findings: PersonalDataFinding[] };

/** Pure: what a policy makes of a text. `people`: names that count as names, whatever stands around them. */
export function treatPersonalData(
  text: string,
  policy: PersonalDataPolicy = DEFAULT_PERSONAL_DATA_POLICY,
  people: readonly string[] = [],
): Treated {
  const findings = findPersonalData(text, { people });
  const hidden = findings.filter(({ type }) => policy[type] !== "allow");
  return { ...maskFindings(text, hidden), findings };
}

/** By type, the most frequent first. */
export const countFound = (
  findings: readonly PersonalDataFinding[],
  policy: PersonalDataPolicy,
): FoundPersonalData[] =>
  [...Map.groupBy(findings, ({ type }) => type)]
    .map(([type, own]) => ({ type, count: own.length, treatment: policy[type] }))
    .toSorted((a, b) => b.count - a.count);

/** The types of what was found that a policy treats in this way. */
export const typesTreated = (found: readonly FoundPersonalData[], treatment: Treatment): PersonalDataType[] =>
  found.filter((one) => one.treatment === treatment).map(({ type }) => type);
