import type { ActionType, KeptValue, ProposalId, Rule, RuleCondition } from "../../contract/index.ts";
import { canonicalJson, hashCanonical } from "../../kit/index.ts";

/** One field of a plan that somebody said yes to: what we proposed, and what it was in the end. */
export type Correction = {
  proposal: ProposalId;
  at: Date;
  action: ActionType;
  field: string;
  project: string;
  issueType: string | null;
  labels: readonly string[];
  proposed: KeptValue;
  decided: KeptValue;
};

export type Suggestion = {
  rule: Rule;
  /** How often we proposed that field there, and how often people made the same of it. */
  cases: number;
  corrected: number;
  examples: Correction[];
};

const FEWEST = 5;
const LEAST_SHARE = 0.9;
const MOST_EXAMPLES = 3;
/** What no rule can set. */
const NOT_SET = new Set(["status", "link", "body", "issuetype", "summary"]);

/**
 * Pure: where people made the same of a field again and again, the rule that would have saved them. The condition is the
 * widest that holds: a project, else an issue type or a label in it. A person is a digest until `accountOf` knows better.
 */
export function suggestRules(
  corrections: readonly Correction[],
  { known, accountOf }: { known: readonly Rule[]; accountOf: (digest: string) => string | undefined },
): Suggestion[] {
  const there = new Set(known.map(meaningOf));
  const fields = Map.groupBy(
    corrections.filter(({ field }) => !NOT_SET.has(field)),
    ({ action, field, project }) => canonicalJson([action, field, project]),
  );
  return [...fields.values()].flatMap((own) => {
    const found: (Suggestion & { covers: ReadonlySet<Correction> })[] = [];
    for (const { when, of } of placesIn(own))
      for (const one of sameIn(of, when, accountOf))
        if (!found.some((wider) => isWithin(one, wider))) found.push(one);
    return found.flatMap(({ covers: _covers, ...suggestion }) =>
      there.has(meaningOf(suggestion.rule)) ? [] : [suggestion],
    );
  });
}

const meaningOf = ({ when, set }: Rule): string => canonicalJson({ when, set });

type Found = Suggestion & { covers: ReadonlySet<Correction> };

/** The same value for no more than what a wider rule is about already. */
const isWithin = (one: Found, wider: Found): boolean =>
  canonicalJson(one.rule.set) === canonicalJson(wider.rule.set) && one.covers.isSubsetOf(wider.covers);

type Place = { when: RuleCondition[]; of: Correction[] };

/** The widest first. All of `own` is about one project. */
function placesIn(own: readonly Correction[]): Place[] {
  const project = own[0]?.project ?? "";
  const inProject: RuleCondition = { if: "project", keys: [project] };
  const types = Map.groupBy(
    own.filter(({ issueType }) => isPlain(issueType)),
    ({ issueType }) => issueType ?? "",
  );
  const labels = new Set(own.flatMap((one) => one.labels.filter(isPlain)));
  return [
    { when: [inProject], of: [...own] },
    ...[...types].map(
      ([type, of]): Place => ({
        when: [inProject, { if: "is", field: "issuetype", values: [type] }],
        of,
      }),
    ),
    ...[...labels].map(
      (label): Place => ({
        when: [inProject, { if: "is", field: "labels", values: [label] }],
        of: own.filter((one) => one.labels.includes(label)),
      }),
    ),
  ];
}

/** What was masked means nothing to a rule. */
const isPlain = (name: string | null): boolean => name !== null && name !== "" && !name.includes("⟦");

function sameIn(
  of: readonly Correction[],
  when: readonly RuleCondition[],
  accountOf: (digest: string) => string | undefined,
): Found[] {
  if (of.length < FEWEST) return [];
  const made = Map.groupBy(of, (one) => canonicalJson(settingOf(one, accountOf) ?? null));
  return [...made.values()].flatMap((same): Found[] => {
    const [first] = same;
    const value = first === undefined ? undefined : settingOf(first, accountOf);
    const isOften = same.length >= FEWEST && same.length >= of.length * LEAST_SHARE;
    if (first === undefined || value === undefined || !isOften) return [];
    const set = { field: first.field, value };
    const id = `learned-${hashCanonical({ when, set }).slice(0, 16)}`;
    return [
      {
        rule: { id, enabled: true, when: [...when], set },
        ...{ cases: of.length, corrected: same.length },
        examples: same.toSorted((a, b) => b.at.getTime() - a.at.getTime()).slice(0, MOST_EXAMPLES),
        covers: new Set(of),
      },
    ];
  });
}

/** What a rule would have to say for this correction not to have been needed; undefined where none could. */
function settingOf(
  { proposed, decided }: Correction,
  accountOf: (digest: string) => string | undefined,
): Rule["set"]["value"] | undefined {
  if (canonicalJson(proposed) === canonicalJson(decided)) return undefined;
  switch (decided.kind) {
    case "option":
      return isPlain(decided.option.name) ? decided.option.name : undefined;
    case "number":
      return String(decided.number);
    case "people": {
      const [digest, ...others] = decided.digests;
      return digest === undefined || others.length > 0 ? undefined : accountOf(digest);
    }
    case "options":
      return addedTo(
        proposed.kind === "options" ? proposed.options.map(({ name }) => name) : [],
        decided.options.map(({ name }) => name),
      );
    case "labels":
      return addedTo(proposed.kind === "labels" ? proposed.labels : [], decided.labels);
    default:
      return undefined;
  }
}

/** Rules add to a list and never take away. */
function addedTo(before: readonly string[], after: readonly string[]): string[] | undefined {
  const added = after.filter((name) => !before.includes(name));
  return added.length > 0 && before.every((name) => after.includes(name)) && added.every(isPlain)
    ? added
    : undefined;
}
