import * as z from "zod";
import { REJECT_LABELS, RejectCode } from "../../contract/index.ts";
import { pour, type AuditDeps } from "./audit.ts";
import { streamAsOperator } from "./connect.ts";
import { HERE, misunderstood, operate } from "./operate.ts";
import { readArgs } from "./read-args.ts";
import type { Terminal } from "./verify-jwt.ts";

export const FEEDBACK_USAGE = `Usage: ticketsmith feedback show SITE [--since TIME] [--project KEY] [--json]
       ticketsmith feedback export SITE [--since TIME] [--project KEY] [--out FILE]
       ticketsmith feedback rules SITE [--since TIME] [--json]
       ticketsmith feedback suggestions SITE [--json]
       ticketsmith feedback accept SITE ID
       ticketsmith feedback dismiss SITE ID

What people made of what was proposed on a site.

  show     how much was approved as it was or after changes, rejected, left to expire or undone: by action, field,
           project, engine and prompt; why; how long it took; whether our confidence was right; what an accepted
           proposal cost. --since is 90 days ago
  export   every decision as a line of JSON, for fine-tuning: what was asked, proposed and decided. Personal data and
           secrets are masked for good, people are pseudonyms that differ from one export to the next. It is noted in
           the audit log. --out makes a new file; without it the export is printed
  rules    how often each rule put something into a plan, and how often it could not. --since is 30 days ago

  suggestions   rules that would have saved people corrections that they keep making: at least five, and nine of ten
  accept        puts one behind the site's rules
  dismiss       waves one off; it does not come back

TIME is such as 2027-01-31 or 2027-01-31T09:00:00Z.

${HERE}`;

type Run = (args: readonly string[], terminal: Terminal, deps: AuditDeps) => Promise<number>;

const text = { type: "string" } as const;

const Tally = z.object({
  key: z.string(),
  label: z.string(),
  n: z.number(),
  asProposed: z.number(),
  edited: z.number(),
  rejected: z.number(),
  expired: z.number(),
  undone: z.number(),
  acceptance: z.number().nullable(),
  few: z.boolean(),
});
const Numbers = z.object({
  since: z.string(),
  total: Tally,
  byAction: z.array(Tally),
  byField: z.array(Tally),
  byProject: z.array(Tally),
  byEngine: z.array(Tally),
  byPrompt: z.array(Tally),
  reasons: z.array(z.object({ because: z.nullable(RejectCode), n: z.number() })),
  timeToDecide: z.object({ n: z.number(), p50Ms: z.number().nullable(), p90Ms: z.number().nullable() }),
  reliability: z.object({ n: z.number(), error: z.number().nullable(), few: z.boolean() }),
  cost: z.object({ accepted: z.number(), perAccepted: z.number().nullable(), unknown: z.number() }),
  calibration: z.array(z.object({ action: z.string(), decisions: z.number(), fitted: z.boolean() })),
});

export const showFeedback: Run = async (args, terminal, deps) => {
  const asked = readArgs(args, { since: text, project: text, json: { type: "boolean", default: false } });
  const [site, ...more] = asked.ok ? asked.value.rest : [];
  if (!asked.ok || site === undefined || more.length > 0)
    return misunderstood(terminal, asked, FEEDBACK_USAGE);
  const { json, ...filters } = asked.value.values;
  return operate(site, terminal, deps, json, ["GET", `/operator/feedback?${queryOf(filters)}`], (answer) =>
    sayNumbers(Numbers.parse(answer)),
  );
};

export const exportFeedback: Run = async (args, terminal, deps) => {
  const asked = readArgs(args, { since: text, project: text, out: text });
  const [site, ...more] = asked.ok ? asked.value.rest : [];
  if (!asked.ok || site === undefined || more.length > 0)
    return misunderstood(terminal, asked, FEEDBACK_USAGE);
  const { out, ...filters } = asked.value.values;
  const path = `/operator/feedback/export?${queryOf(filters)}`;
  const { answer, close } = await streamAsOperator(deps, site, path);
  try {
    const written = answer.ok ? await pour(answer.value, out, terminal, deps) : answer;
    if (!written.ok) terminal.complain(written.reason);
    return written.ok ? 0 : 1;
  } finally {
    await close();
  }
};

const Suggested = z.object({
  suggestions: z.array(
    z.object({
      rule: z.object({ id: z.string() }),
      title: z.string(),
      cases: z.number(),
      corrected: z.number(),
    }),
  ),
});

export const listSuggestions: Run = async (args, terminal, deps) => {
  const asked = readArgs(args, { json: { type: "boolean", default: false } });
  const [site, ...more] = asked.ok ? asked.value.rest : [];
  if (!asked.ok || site === undefined || more.length > 0)
    return misunderstood(terminal, asked, FEEDBACK_USAGE);
  const { json } = asked.value.values;
  return operate(site, terminal, deps, json, ["GET", "/operator/feedback/suggestions"], (answer) => {
    const { suggestions } = Suggested.parse(answer);
    if (suggestions.length === 0) terminal.complain("There are none.");
    return cleanly(
      suggestions.map(({ rule, title, cases, corrected }) =>
        [rule.id, title, `${corrected} of ${cases}`].join("\t"),
      ),
    );
  });
};

export const changeSuggestion =
  (change: "accept" | "dismiss"): Run =>
  async (args, terminal, deps) => {
    const asked = readArgs(args, {});
    const [site, id, ...more] = asked.ok ? asked.value.rest : [];
    if (!asked.ok || site === undefined || id === undefined || more.length > 0)
      return misunderstood(terminal, asked, FEEDBACK_USAGE);
    const path = `/operator/feedback/suggestions/${encodeURIComponent(id)}/${change}`;
    return operate(site, terminal, deps, false, ["POST", path, {}], () =>
      change === "accept" ? `Accepted ${id}` : `Dismissed ${id}`,
    );
  };

const Counted = z.object({
  rules: z.array(
    z.object({
      rule: z.string(),
      title: z.string(),
      fired: z.number(),
      failed: z.number(),
      lastWords: z.string().nullable(),
    }),
  ),
});

export const countRules: Run = async (args, terminal, deps) => {
  const asked = readArgs(args, { since: text, json: { type: "boolean", default: false } });
  const [site, ...more] = asked.ok ? asked.value.rest : [];
  if (!asked.ok || site === undefined || more.length > 0)
    return misunderstood(terminal, asked, FEEDBACK_USAGE);
  const { json, ...filters } = asked.value.values;
  const path = `/operator/feedback/rule-counts?${queryOf(filters)}`;
  return operate(site, terminal, deps, json, ["GET", path], (answer) =>
    cleanly(
      Counted.parse(answer).rules.map(({ rule, title, fired, failed, lastWords }) =>
        [rule, `fired ${fired}`, `could not ${failed}`, title, lastWords ?? ""].join("\t").trimEnd(),
      ),
    ),
  );
};

/** What stands in a site's own words must not steer the terminal. */
const cleanly = (lines: readonly string[]): string =>
  lines.map((line) => line.replace(/[^\P{Cc}\t]/gu, "?")).join("\n");

const queryOf = (filters: Readonly<Record<string, string | undefined>>): string =>
  new URLSearchParams(
    Object.entries(filters).flatMap(([name, value]): [string, string][] =>
      value === undefined ? [] : [[name, value]],
    ),
  ).toString();

function sayNumbers(numbers: z.infer<typeof Numbers>): string {
  const { total, timeToDecide: waits, reliability, cost } = numbers;
  const lines = [
    `Since ${numbers.since.slice(0, 10)}: ${total.n} decided`,
    ...[sayTally("in all", total)],
    ...section("by action", numbers.byAction),
    ...section("by field", numbers.byField),
    ...section("by project", numbers.byProject),
    ...section("by engine", numbers.byEngine),
    ...section("by prompt", numbers.byPrompt),
    ...numbers.reasons.map(
      ({ because, n }) => `rejected\t${because === null ? "in words alone" : REJECT_LABELS[because]}\t${n}`,
    ),
    `time to decide\tof ${waits.n}\thalf within ${sayTime(waits.p50Ms)}\tnine of ten within ${sayTime(waits.p90Ms)}`,
    `confidence\tof ${reliability.n} fields\toff by ${sayShare(reliability.error)} on average${fewOf(reliability.few)}`,
    `cost\t${cost.perAccepted === null ? "nothing was accepted" : `$${(cost.perAccepted / 1e9).toFixed(6)} for each of ${cost.accepted} accepted`}${cost.unknown === 0 ? "" : `, ${cost.unknown} whose cost nobody knows left out`}`,
    ...numbers.calibration.map(
      ({ action, decisions, fitted }) =>
        `learned\t${action}\tfrom ${decisions} fields${fitted ? "" : ", too few: taken as claimed"}`,
    ),
  ];
  return cleanly(lines);
}

const section = (what: string, tallies: readonly z.infer<typeof Tally>[]): string[] =>
  tallies.map((tally) => sayTally(`${what}\t${tally.label}`, tally));

const sayTally = (what: string, one: z.infer<typeof Tally>): string =>
  [
    ...[what, `accepted ${sayShare(one.acceptance)}${fewOf(one.few)}`, `as proposed ${one.asProposed}`],
    ...[
      `changed ${one.edited}`,
      `rejected ${one.rejected}`,
      `expired ${one.expired}`,
      `undone ${one.undone}`,
    ],
  ].join("\t");

const sayShare = (share: number | null): string => (share === null ? "-" : `${Math.round(share * 100)} %`);
const fewOf = (few: boolean): string => (few ? " (few)" : "");

function sayTime(ms: number | null): string {
  if (ms === null) return "-";
  const minutes = ms / 60_000;
  if (minutes < 90) return `${Math.round(minutes)} min`;
  return minutes < 48 * 60 ? `${Math.round(minutes / 60)} h` : `${Math.round(minutes / 1_440)} days`;
}
