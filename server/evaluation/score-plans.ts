import { caseNameOf, type PartialAction } from "./partial-actions.ts";
import type { Case, ExpectedAction } from "./read-cases.ts";

/** What one case came to. */
export type Answer = {
  case: Case;
  actions: readonly PartialAction[];
  /** The fields of the plan's questions, by the names that cases use. */
  asks: readonly string[];
  tookMs: number;
  tokens: number;
  costUsd: number;
  /** Why there was no plan, or what the plan says of itself. */
  said: string;
};

/** One expected field and what the plan made of it. */
type FieldScore = { field: string; filled: boolean; right: boolean; confidence: number };

type CaseScore = {
  lang: string;
  fields: FieldScore[];
  proposed: number;
  wrong: number;
  /** Whether it should have held back somewhere, and whether it did not. */
  abstain: boolean;
  failedToAbstain: boolean;
  allRight: boolean;
};

export type Rates = {
  cases: number;
  coverage: number;
  fieldAccuracy: number;
  allFieldsRight: number;
  wrongActionRate: number;
  shouldHaveAbstainedRate: number;
};

export type PlanReport = Rates & {
  ece: number;
  coverageAt95: number;
  latencyMsP50: number;
  latencyMsP95: number;
  tokens: number;
  costUsd: number;
  perField: Record<string, { expected: number; coverage: number; accuracy: number }>;
  perLang: Record<string, Rates>;
  failures: {
    id: string;
    text: string;
    expected: Case["expect"];
    actions: unknown[];
    asks: readonly string[];
    said: string;
  }[];
};

/** Which action it is, rather than what it does: neither counts as a field. */
const IDENTITY = new Set(["type", "issue", "project"]);

export function scorePlans(answers: readonly Answer[]): PlanReport {
  const scored = answers.map((answer) => ({ answer, score: scoreCase(answer) }));
  const scores = scored.map(({ score }) => score);
  const filled = scores.flatMap(({ fields }) => fields).filter((one) => one.filled);
  const times = answers.map(({ tookMs }) => tookMs).toSorted((a, b) => a - b);
  return {
    ...ratesOf(scores),
    ece: calibrationError(filled),
    coverageAt95: coverageAtPrecision(filled, 0.95),
    latencyMsP50: percentile(times, 0.5),
    latencyMsP95: percentile(times, 0.95),
    tokens: answers.reduce((sum, { tokens }) => sum + tokens, 0),
    costUsd: answers.reduce((sum, { costUsd }) => sum + costUsd, 0),
    perField: perField(scores),
    perLang: Object.fromEntries(
      [...Map.groupBy(scores, ({ lang }) => lang)].map(([lang, own]) => [lang, ratesOf(own)]),
    ),
    failures: scored
      .filter(({ score }) => !score.allRight)
      .map(({ answer: { case: one, actions, asks, said } }) => ({
        ...{ id: one.id, text: one.text, expected: one.expect },
        ...{ actions: actions.map(written), asks, said },
      })),
  };
}

/** An action as a case would write it. */
export const written = ({ type, target, fields }: PartialAction): Record<string, unknown> => ({
  type,
  [type === "create-issue" ? "project" : "issue"]: target,
  ...Object.fromEntries(Object.entries(fields).map(([name, { value }]) => [name, value])),
});

function scoreCase({ case: one, actions: proposed, asks }: Answer): CaseScore {
  const { none } = one.expect;
  const wanted = one.expect.asks.map((field) => caseNameOf(field, field));
  const expected = joinExpected(one.expect.actions, one);
  const actions = joinEdits(proposed);
  const pairs = pairUp(expected, actions, one);
  const matched = new Set(pairs.flatMap((pair) => pair.proposed ?? []));
  const fields = pairs.flatMap((pair) => scoreFields(pair.expected, pair.proposed));
  const wrong = actions.filter((action) => !matched.has(action)).length;
  const guessed = wanted.filter((field) => actions.some((action) => field in action.fields));
  const failedToAbstain = (none && actions.length > 0) || guessed.length > 0;
  const missedQuestion = wanted.some((field) => !asks.includes(field));
  return {
    ...{ lang: one.lang, fields, proposed: actions.length, wrong },
    abstain: none || wanted.length > 0,
    failedToAbstain,
    allRight:
      fields.every(({ right }) => right) &&
      wrong === 0 &&
      !failedToAbstain &&
      !missedQuestion &&
      pairs.every((pair) => pair.proposed !== undefined && !hasMore(pair.expected, pair.proposed)),
  };
}

/** Edits of one issue are one edit, in however many pieces they come. */
function joinEdits(actions: readonly PartialAction[]): PartialAction[] {
  const edits = Map.groupBy(
    actions.filter(({ type }) => type === "edit-fields"),
    ({ target }) => target,
  );
  const joined = [...edits].map(
    ([target, own]): PartialAction => ({
      type: "edit-fields",
      target,
      fields: Object.fromEntries(own.flatMap(({ fields }) => Object.entries(fields))),
    }),
  );
  return [...joined, ...actions.filter(({ type }) => type !== "edit-fields")];
}

function joinExpected(actions: readonly ExpectedAction[], one: Case): ExpectedAction[] {
  const edits = Map.groupBy(
    actions.filter(({ type }) => type === "edit-fields"),
    (action) => targetOf(action, one),
  );
  const joined = [...edits.values()].map(
    (own): ExpectedAction => ({
      ...Object.fromEntries(own.flatMap((action) => Object.entries(action))),
      type: "edit-fields",
    }),
  );
  return [...joined, ...actions.filter(({ type }) => type !== "edit-fields")];
}

type Pair = { expected: ExpectedAction; proposed: PartialAction | undefined };

/** Each expected action with the proposed one of its type and target that agrees with it most. */
function pairUp(expected: readonly ExpectedAction[], proposed: readonly PartialAction[], one: Case): Pair[] {
  const left = [...proposed];
  return expected.map((action) => {
    const target = targetOf(action, one);
    const fitting = left
      .filter(({ type, target: own }) => type === action.type && (target === undefined || own === target))
      .map((candidate) => ({
        candidate,
        agrees: scoreFields(action, candidate).filter(({ right }) => right).length,
      }));
    const best = fitting.toSorted((a, b) => b.agrees - a.agrees)[0]?.candidate;
    if (best !== undefined) left.splice(left.indexOf(best), 1);
    return { expected: action, proposed: best };
  });
}

function targetOf(action: ExpectedAction, one: Case): string | undefined {
  const named = action.type === "create-issue" ? action["project"] : action["issue"];
  if (typeof named === "string") return named.toUpperCase();
  return (action.type === "create-issue" ? one.project : one.subject) ?? undefined;
}

const expectedFields = (action: ExpectedAction): [field: string, value: unknown][] =>
  Object.entries(action)
    .filter(([name]) => !IDENTITY.has(name))
    .map(([name, value]) => [caseNameOf(name, name), value]);

function scoreFields(action: ExpectedAction, proposed: PartialAction | undefined): FieldScore[] {
  return expectedFields(action).map(([field, wanted]) => {
    const found = proposed?.fields[field];
    return found === undefined
      ? { field, filled: false, right: false, confidence: 0 }
      : { field, filled: true, right: isSame(wanted, found.value), confidence: found.confidence };
  });
}

/** A new issue needs a summary, and may keep the text it was made from; anything else that was not asked for is more. */
function hasMore(action: ExpectedAction, proposed: PartialAction): boolean {
  const expected = new Set(expectedFields(action).map(([field]) => field));
  return Object.keys(proposed.fields).some(
    (field) =>
      !expected.has(field) &&
      !(action.type === "create-issue" && ["summary", "description", "issueType"].includes(field)),
  );
}

function isSame(wanted: unknown, got: unknown): boolean {
  if (Array.isArray(wanted)) {
    const [a, b] = [wanted, Array.isArray(got) ? got : [got]].map((list) =>
      [...new Set(list.map(normal))].toSorted().join("\n"),
    );
    return a === b;
  }
  return normal(wanted) === normal(got);
}

/** Texts are the same whatever their case, white space, and the signs and quotes around them. */
const normal = (value: unknown): string =>
  typeof value === "string"
    ? value
        .normalize("NFKC")
        .toLowerCase()
        .replaceAll(/[‘’]/gu, "'")
        .replaceAll(/[“”„«»]/gu, '"')
        .replaceAll(/\s+/gu, " ")
        .replace(/^[\p{P}\p{S}\s]+/u, "")
        .replace(/[\p{P}\p{S}\s]+$/u, "")
    : JSON.stringify(value ?? null);

function ratesOf(scores: readonly CaseScore[]): Rates {
  const fields = scores.flatMap((one) => one.fields);
  const filled = fields.filter((one) => one.filled);
  const abstaining = scores.filter(({ abstain }) => abstain);
  const sum = (of: (score: CaseScore) => number) => scores.reduce((total, score) => total + of(score), 0);
  return {
    cases: scores.length,
    coverage: share(filled.length, fields.length),
    fieldAccuracy: share(filled.filter(({ right }) => right).length, filled.length),
    allFieldsRight: share(scores.filter(({ allRight }) => allRight).length, scores.length),
    wrongActionRate: share(
      sum(({ wrong }) => wrong),
      sum(({ proposed }) => proposed),
      0,
    ),
    shouldHaveAbstainedRate: share(
      abstaining.filter(({ failedToAbstain }) => failedToAbstain).length,
      abstaining.length,
      0,
    ),
  };
}

function perField(scores: readonly CaseScore[]): PlanReport["perField"] {
  const byField = Map.groupBy(
    scores.flatMap(({ fields }) => fields),
    ({ field }) => field,
  );
  return Object.fromEntries(
    [...byField].map(([field, all]) => {
      const filled = all.filter((one) => one.filled);
      const right = filled.filter((one) => one.right).length;
      return [
        field,
        {
          expected: all.length,
          coverage: share(filled.length, all.length),
          accuracy: share(right, filled.length),
        },
      ];
    }),
  );
}

const BINS = 10;

/** Expected calibration error over bins of equal width (Naeini et al. 2015). */
function calibrationError(fields: readonly FieldScore[]): number {
  const bins = Map.groupBy(fields, ({ confidence }) => Math.min(BINS - 1, Math.floor(confidence * BINS)));
  return [...bins.values()].reduce((sum, bin) => {
    const claimed = bin.reduce((total, { confidence }) => total + confidence, 0) / bin.length;
    const right = bin.filter((one) => one.right).length / bin.length;
    return sum + (bin.length / fields.length) * Math.abs(claimed - right);
  }, 0);
}

/** The largest share of fields that some threshold of confidence keeps with at least this many of them right. */
function coverageAtPrecision(fields: readonly FieldScore[], precision: number): number {
  const best = [...new Set(fields.map(({ confidence }) => confidence))].map((threshold) => {
    const kept = fields.filter(({ confidence }) => confidence >= threshold);
    return kept.filter(({ right }) => right).length / kept.length >= precision ? kept.length : 0;
  });
  return share(Math.max(0, ...best), fields.length, 0);
}

const percentile = (sorted: readonly number[], at: number): number =>
  sorted[Math.min(sorted.length - 1, Math.ceil(at * sorted.length) - 1)] ?? 0;

const share = (part: number, whole: number, ofNothing = 1): number =>
  whole === 0 ? ofNothing : part / whole;
