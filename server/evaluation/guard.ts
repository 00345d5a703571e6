import * as z from "zod";
import { PersonalDataType } from "../contract/index.ts";
import { findInjection, findPersonalData, type PersonalDataFinding } from "../guardrails/index.ts";
import { ok, refuse, type Result } from "../kit/index.ts";

const common = {
  id: z.coerce.string().optional(),
  text: z.string(),
  lang: z
    .string()
    .nullish()
    .transform((lang) => lang ?? "und"),
};
const Labelled = z.object({ ...common, label: z.enum(["injection", "benign"]) });
const Marked = z.object({
  ...common,
  spans: z.array(z.object({ start: z.int().min(0), end: z.int().min(0), type: PersonalDataType })),
  people: z.array(z.string()).default([]),
});

export type GuardCases = { labelled: z.infer<typeof Labelled>[]; marked: z.infer<typeof Marked>[] };

/** Lines of either kind: a text with its label, or with its spans marked. Refuses with the line's number and what is wrong. */
export function readGuardCases(text: string): Result<GuardCases> {
  const cases: GuardCases = { labelled: [], marked: [] };
  for (const [index, line] of text
    .replace(/^\uFEFF/, "")
    .split("\n")
    .entries()) {
    if (line.trim() === "") continue;
    const raw = parseJson(line);
    if (!raw.ok) return refuse(`Line ${index + 1} is not JSON.`);
    const id = `line ${index + 1}`;
    const labelled = Labelled.safeParse(raw.value);
    const marked = Marked.safeParse(raw.value);
    if (marked.success) cases.marked.push({ ...marked.data, id: marked.data.id ?? id });
    else if (labelled.success) cases.labelled.push({ ...labelled.data, id: labelled.data.id ?? id });
    else
      return refuse(`Line ${index + 1}: ${z.prettifyError((isMarked(raw.value) ? marked : labelled).error)}`);
  }
  return ok(cases);
}

const isMarked = (raw: unknown): boolean => typeof raw === "object" && raw !== null && "spans" in raw;

function parseJson(text: string): Result<unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return ok(value);
  } catch {
    return refuse("not JSON");
  }
}

export type LabelReport = {
  cases: number;
  recall: number;
  falsePositiveRate: number;
  perLang: Record<string, { cases: number; recall: number; falsePositiveRate: number }>;
  failures: { id: string; label: string; found: string[] }[];
};

/** How many attacks are found, and how many harmless texts are taken for one. */
export function scoreLabels(cases: GuardCases["labelled"]): LabelReport {
  const judged = cases.map(({ id = "", text, label, lang }) => {
    const found = findInjection(text).map(({ excerpt }) => excerpt);
    return { id, label, lang, found, flagged: found.length > 0 };
  });
  const rates = (own: typeof judged) => {
    const [attacks, benign] = [
      own.filter((one) => one.label === "injection"),
      own.filter((one) => one.label === "benign"),
    ];
    return {
      cases: own.length,
      recall: share(attacks.filter((one) => one.flagged).length, attacks.length, 1),
      falsePositiveRate: share(benign.filter((one) => one.flagged).length, benign.length, 0),
    };
  };
  return {
    ...rates(judged),
    perLang: Object.fromEntries(
      [...Map.groupBy(judged, ({ lang }) => lang)].map(([lang, own]) => [lang, rates(own)]),
    ),
    failures: judged
      .filter(({ label, flagged }) => flagged !== (label === "injection"))
      .map(({ id, label, found }) => ({ id, label, found })),
  };
}

type Counts = { right: number; extra: number; missed: number };
type SpanRates = { precision: number; recall: number; f1: number };

export type SpanReport = SpanRates & {
  cases: number;
  perType: Partial<Record<PersonalDataType, SpanRates & { expected: number }>>;
  failures: { id: string; kind: "missed" | "extra"; type: PersonalDataType; text: string }[];
};

/** A hit is the same type with an overlap of at least half of the union; each finding can be one hit. */
export function scoreSpans(cases: GuardCases["marked"]): SpanReport {
  const counts = new Map<PersonalDataType, Counts>();
  const count = (type: PersonalDataType, what: keyof Counts) => {
    const own = counts.get(type) ?? { right: 0, extra: 0, missed: 0 };
    counts.set(type, { ...own, [what]: own[what] + 1 });
  };
  const failures: SpanReport["failures"] = [];
  for (const { id = "", text, spans, people } of cases) {
    const left = [...findPersonalData(text, { people })];
    for (const span of spans) {
      const at = left.findIndex((one) => isHit(one, span));
      if (at === -1)
        failures.push({ id, kind: "missed", type: span.type, text: text.slice(span.start, span.end) });
      else left.splice(at, 1);
      count(span.type, at === -1 ? "missed" : "right");
    }
    for (const { type, start, end } of left) {
      count(type, "extra");
      failures.push({ id, kind: "extra", type, text: text.slice(start, end) });
    }
  }
  const all = [...counts.values()].reduce(
    (sum, one) => ({
      right: sum.right + one.right,
      extra: sum.extra + one.extra,
      missed: sum.missed + one.missed,
    }),
    { right: 0, extra: 0, missed: 0 },
  );
  return {
    cases: cases.length,
    ...ratesOf(all),
    perType: Object.fromEntries(
      [...counts].map(([type, own]) => [type, { ...ratesOf(own), expected: own.right + own.missed }]),
    ),
    failures,
  };
}

type Span = Pick<PersonalDataFinding, "start" | "end" | "type">;
function isHit(a: Span, b: Span): boolean {
  const overlap = Math.min(a.end, b.end) - Math.max(a.start, b.start);
  return (
    a.type === b.type && overlap > 0 && overlap * 2 >= Math.max(a.end, b.end) - Math.min(a.start, b.start)
  );
}

function ratesOf({ right, extra, missed }: Counts): SpanRates {
  const precision = share(right, right + extra, 1);
  const recall = share(right, right + missed, 1);
  return {
    precision,
    recall,
    f1: precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall),
  };
}

const share = (part: number, whole: number, ofNothing: number): number =>
  whole === 0 ? ofNothing : part / whole;
