import * as z from "zod";
import { MODEL_USES } from "../../contract/index.ts";
import { loadConfig, ok, refuse, type Result } from "../../kit/index.ts";
import { createPriceList } from "../../tenants/index.ts";
import { HERE, misunderstood, operate, type OperateDeps } from "./operate.ts";
import { readArgs } from "./read-args.ts";
import type { Terminal } from "./verify-jwt.ts";

export const USAGE_USAGE = `Usage: ticketsmith usage SITE [--month YYYY-MM] [--json]

What a site's models used in a month (UTC), by day, model, use and project, with what it comes to by the month's end if it
goes on like that, and how full the site's budgets are.

${HERE}`;

export const BUDGET_USAGE = `Usage: ticketsmith budget SITE [--json]
       ticketsmith budget SITE [--project KEY | --use ${MODEL_USES.join("|")}] [--usd N|none] [--tokens N|none]

Shows what a site may spend on its models in a month (UTC), or sets a limit: for the whole site, for one project, or for
one use. All that apply hold; at a limit the offline engine answers, and the proposal says which limit it was. Warnings
come at 50, 80 and 100 %, each once a month: in the audit log, in usage and in doctor. What is not said goes: a limit in
dollars alone has none in tokens, and with both none it is no limit.

  --use   plan: plans; look: second looks at texts that try to give orders; repair: asking once more where an answer
          could not be read; trial: trials of the engine's settings

${HERE}`;

export const PRICES_USAGE = `Usage: ticketsmith prices [--json]

What models cost, in dollars for a million tokens in and out, from which day on: the table that comes along, and over it
what the file of MODEL_PRICES says.`;

export const LICENCE_USAGE = `Usage: ticketsmith licence SITE [--json]

How a site's licence stands: active, trial, grace (it has run out, and for LICENCE_GRACE_DAYS everything goes on),
unlicensed (everything can be looked at, nothing decided, and what comes in is kept) or free. The site itself is asked, at
most every five minutes.

${HERE}`;

type Run = (args: readonly string[], terminal: Terminal, deps: OperateDeps) => Promise<number>;

const text = { type: "string" } as const;
const json = { type: "boolean", default: false } as const;

const Sums = z.array(
  z.object({ key: z.string(), nanoUsd: z.number(), tokens: z.number(), unpricedTokens: z.number() }),
);
const Usage = z.object({
  month: z.string(),
  total: z.object({ nanoUsd: z.number(), tokens: z.number(), unpricedTokens: z.number() }),
  reserved: z.object({ nanoUsd: z.number(), tokens: z.number() }),
  ...{ byDay: Sums, byModel: Sums, byUse: Sums, byProject: Sums },
  forecast: z
    .object({
      nanoUsd: z.number(),
      range: z.object({ lowNanoUsd: z.number(), highNanoUsd: z.number() }).nullable(),
    })
    .nullable(),
  caps: z.array(
    z.object({
      scope: z.string(),
      name: z.string(),
      unit: z.enum(["usd", "tokens"]),
      limit: z.number(),
      used: z.number(),
      reserved: z.number(),
      share: z.number().nullable(),
    }),
  ),
  warnings: z.array(
    z.object({ scope: z.string(), name: z.string(), unit: z.string(), level: z.number(), at: z.string() }),
  ),
});

export const showUsage: Run = async (args, terminal, deps) => {
  const asked = readArgs(args, { month: text, json });
  const [site, ...more] = asked.ok ? asked.value.rest : [];
  if (!asked.ok || site === undefined || more.length > 0) return misunderstood(terminal, asked, USAGE_USAGE);
  const { month, json: asJson } = asked.value.values;
  const query = month === undefined ? "" : `?month=${encodeURIComponent(month)}`;
  return operate(site, terminal, deps, asJson, ["GET", `/operator/usage${query}`], (answer) =>
    sayUsage(Usage.parse(answer)),
  );
};

function sayUsage({
  month,
  total,
  reserved,
  forecast,
  caps,
  warnings,
  ...by
}: z.infer<typeof Usage>): string {
  const section = (what: string, sums: z.infer<typeof Sums>) =>
    sums.map(({ key, ...sum }) => [what, key === "" ? "(no project)" : key, ...saySum(sum)].join("\t"));
  const lines = [
    ...section("day", by.byDay),
    ...section("model", by.byModel),
    ...section("use", by.byUse),
    ...section("project", by.byProject),
    ...[["total", month, ...saySum(total)].join("\t"), `put aside\t${dollars(reserved.nanoUsd)}`],
    ...(forecast === null ? [] : [sayForecast(forecast)]),
    ...caps.map(({ scope, name, unit, limit, used, reserved: aside, share }) =>
      [
        ...[
          "limit",
          `${scope} ${name}`.trim(),
          `${sayAmount(unit, used + aside)} of ${sayAmount(unit, limit)}`,
        ],
        share === null ? "nothing may be spent" : `${Math.round(share * 100)} %`,
      ].join("\t"),
    ),
    ...warnings.map(({ scope, name, unit, level, at }) =>
      ["warning", `${scope} ${name}`.trim(), `${level} % of its ${unit}`, at].join("\t"),
    ),
  ];
  return lines.map((line) => line.replace(/[^\P{Cc}\t]/gu, "?")).join("\n");
}

const saySum = (sum: { nanoUsd: number; tokens: number; unpricedTokens: number }): string[] => [
  dollars(sum.nanoUsd),
  `${sum.tokens} tokens`,
  ...(sum.unpricedTokens === 0 ? [] : [`${sum.unpricedTokens} of them without a price`]),
];
const dollars = (nanoUsd: number): string => `$${(nanoUsd / 1e9).toFixed(6)}`;
const sayAmount = (unit: "usd" | "tokens", amount: number): string =>
  unit === "usd" ? dollars(amount) : `${amount} tokens`;

function sayForecast({ nanoUsd, range }: NonNullable<z.infer<typeof Usage>["forecast"]>): string {
  const within =
    range === null ? "" : `\tmostly within ${dollars(range.lowNanoUsd)} and ${dollars(range.highNanoUsd)}`;
  return `by the month's end\t${dollars(nanoUsd)}${within}`;
}

const Caps = z.object({
  caps: z.array(
    z.object({
      scope: z.string(),
      name: z.string(),
      monthlyUsd: z.number().nullable(),
      monthlyTokens: z.number().nullable(),
    }),
  ),
});

export const budget: Run = async (args, terminal, deps) => {
  const asked = readArgs(args, { project: text, use: text, usd: text, tokens: text, json });
  const [site, ...more] = asked.ok ? asked.value.rest : [];
  if (!asked.ok || site === undefined || more.length > 0) return misunderstood(terminal, asked, BUDGET_USAGE);
  const { project, use, usd, tokens, json: asJson } = asked.value.values;
  const say = (answer: unknown) => {
    const { caps } = Caps.parse(answer);
    if (caps.length === 0)
      terminal.complain("There is no limit beside what `ticketsmith tenants engine` says.");
    return caps.map(sayCap).join("\n");
  };
  if ([project, use, usd, tokens].every((one) => one === undefined))
    return operate(site, terminal, deps, asJson, ["GET", "/operator/budget"], say);
  const limits = readLimits({ project, use, usd, tokens });
  if (!limits.ok) return misunderstood(terminal, limits, BUDGET_USAGE);
  return operate(site, terminal, deps, asJson, ["PUT", "/operator/budget", limits.value], say);
};

const Licence = z.object({ state: z.string(), said: z.string(), checkedAt: z.string().nullable() });

export const showLicence: Run = async (args, terminal, deps) => {
  const asked = readArgs(args, { json });
  const [site, ...more] = asked.ok ? asked.value.rest : [];
  if (!asked.ok || site === undefined || more.length > 0)
    return misunderstood(terminal, asked, LICENCE_USAGE);
  return operate(site, terminal, deps, asked.value.values.json, ["GET", "/operator/licence"], (answer) => {
    const { state, said, checkedAt } = Licence.parse(answer);
    return [state, said, `asked ${checkedAt ?? "never"}`].join("\t");
  });
};

type Given = Readonly<Record<"project" | "use" | "usd" | "tokens", string | undefined>>;

function readLimits({ project, use, usd, tokens }: Given): Result<object> {
  if (project !== undefined && use !== undefined) return refuse("A project or a use, not both.");
  if (usd === undefined && tokens === undefined) return refuse("Say how much: --usd, --tokens or both.");
  const monthlyUsd = readAmount(usd);
  const monthlyTokens = readAmount(tokens);
  if (monthlyUsd === undefined) return refuse("--usd must be a number of dollars, 0 or more, or none.");
  if (monthlyTokens === undefined || !(monthlyTokens === null || Number.isInteger(monthlyTokens)))
    return refuse("--tokens must be a whole number, 0 or more, or none.");
  const scope = project !== undefined ? "project" : use !== undefined ? "use" : "site";
  return ok({ scope, name: project ?? use ?? "", monthlyUsd, monthlyTokens });
}

/** Null: no limit. Undefined: it is no amount. */
function readAmount(given: string | undefined): number | null | undefined {
  if (given === undefined || given === "none") return null;
  return /^\d+(?:\.\d+)?$/.test(given) ? Number(given) : undefined;
}

const sayCap = ({ scope, name, monthlyUsd, monthlyTokens }: z.infer<typeof Caps>["caps"][number]): string =>
  [
    `${scope} ${name}`.trim(),
    ...(monthlyUsd === null ? [] : [`$${monthlyUsd} a month`]),
    ...(monthlyTokens === null ? [] : [`${monthlyTokens} tokens a month`]),
  ].join("\t");

export async function showPrices(
  args: readonly string[],
  terminal: Pick<Terminal, "say" | "complain">,
  { env }: Pick<OperateDeps, "env">,
): Promise<number> {
  const asked = readArgs(args, { json });
  if (!asked.ok || asked.value.rest.length > 0) return misunderstood(terminal, asked, PRICES_USAGE);
  const prices = createPriceList(loadConfig(env).models.prices).all();
  terminal.say(
    asked.value.values.json
      ? JSON.stringify(prices, null, 2)
      : prices
          .map(({ model, from, promptUsd, completionUsd, source }) =>
            [model, from, `$${promptUsd}`, `$${completionUsd}`, source]
              .join("\t")
              .replace(/[^\P{Cc}\t]/gu, "?"),
          )
          .join("\n"),
  );
  return 0;
}
