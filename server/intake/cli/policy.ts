import * as z from "zod";
import { HERE, misunderstood, operate, type Run } from "./operate.ts";
import { readArgs, readJsonFrom } from "./read-args.ts";

export const POLICY_USAGE = `Usage: ticketsmith policy show SITE [--version N] [--json]
       ticketsmith policy say SITE [--version N]
       ticketsmith policy try SITE [FILE | -] [--last N] [--json]
       ticketsmith policy set SITE [FILE | -] [--expect N] [--note TEXT]
       ticketsmith policy versions SITE [--json]
       ticketsmith policy restore SITE VERSION [--expect N] [--note TEXT]

The policy of a site: a JSON object such as
{"lines": [{"action": "edit-fields", "project": "SHOP", "field": "priority", "above": 0.9, "verdict": "auto"},
           {"action": "transition", "verdict": "four-eyes"}],
 "approvers": [{"project": "HR", "anyOf": [{"is": "role", "name": "Administrators"}, {"is": "project-lead"}]}],
 "quietHours": [{"timeZone": "Europe/Berlin", "days": ["sat", "sun"], "from": "00:00", "to": "24:00"}],
 "auto": {"enabled": true, "dailyCap": 20, "minimumDecisions": 100}}
A list of lines alone is taken as well. A line may ask for action, project, issueType, field, above (0 to 1) and origin
(person, rule, fact, issue, inference, untrusted). For each field the first line that fits counts; silence means review.
Verdicts: auto, review, four-eyes, blocked. Groups and roles are named as Jira shows them.

  show      prints the document, say prints it in sentences
  try       what it would have made of the site's last proposals (--last, 500 unless told, 5000 at most); without FILE
            the site's own. Nothing is stored
  set       makes a new version. With --expect it is refused where somebody saved another one meanwhile
  restore   makes a new version with the document of an old one

${HERE}`;

const OPTIONS = {
  version: { type: "string" },
  expect: { type: "string" },
  note: { type: "string" },
  last: { type: "string" },
  json: { type: "boolean", default: false },
} as const;

const Numbers = z.object({
  version: z.coerce.number().int().min(1).optional(),
  expect: z.coerce.number().int().min(0).optional(),
  last: z.coerce.number().int().min(1).optional(),
});

/** The words and options of a command, or undefined where they are not understood. */
function read(args: readonly string[], most: number) {
  const asked = readArgs(args, OPTIONS);
  const numbers = asked.ok ? Numbers.safeParse(asked.value.values) : undefined;
  const [site, ...rest] = asked.ok ? asked.value.rest : [];
  const isOdd = !asked.ok || numbers?.success !== true || site === undefined || rest.length > most;
  if (isOdd) return { asked, found: undefined };
  const { json, note = null } = asked.value.values;
  return { asked, found: { site, word: rest[0], json, note, ...numbers.data } };
}

const View = z.object({
  version: z.number(),
  document: z.unknown(),
  said: z.array(z.string()),
  by: z.string().nullable(),
  at: z.string().nullable(),
  note: z.string().nullable(),
});

const titleOf = ({ version, by, at, note }: z.infer<typeof View>): string =>
  version === 0
    ? "Nobody has laid down a policy here."
    : `Version ${version}, by ${by ?? "app"}, ${at ?? ""}${note === null ? "" : `: ${note}`}`;

const pathOf = (version: number | undefined): string =>
  version === undefined ? "/operator/policy" : `/operator/policy/versions/${version}`;

/** `show` prints what `set` takes; whose it is goes beside it. */
export const showPolicy =
  (as: "document" | "sentences"): Run =>
  async (args, terminal, deps) => {
    const { asked, found } = read(args, 0);
    if (found === undefined) return misunderstood(terminal, asked, POLICY_USAGE);
    return operate(found.site, terminal, deps, found.json, ["GET", pathOf(found.version)], (answer) => {
      const view = View.parse(answer);
      terminal.complain(titleOf(view));
      return as === "document" ? JSON.stringify(view.document, null, 2) : view.said.join("\n");
    });
  };

export const setPolicy: Run = async (args, terminal, deps) => {
  const { asked, found } = read(args, 1);
  if (found === undefined) return misunderstood(terminal, asked, POLICY_USAGE);
  const given = await readJsonFrom(found.word, terminal, deps.readFile);
  if (!given.ok) {
    terminal.complain(given.reason);
    return 1;
  }
  const { site, json, note, expect: expectedVersion } = found;
  const body = { policy: given.value, note, expectedVersion };
  return operate(site, terminal, deps, json, ["PUT", "/operator/policy", body], sayVersion);
};

export const restorePolicy: Run = async (args, terminal, deps) => {
  const { asked, found } = read(args, 1);
  const version = Number(found?.word);
  if (found === undefined || !Number.isInteger(version) || version < 1)
    return misunderstood(terminal, asked, POLICY_USAGE);
  const { site, json, note, expect: expectedVersion } = found;
  const body = { version, note, expectedVersion };
  return operate(site, terminal, deps, json, ["POST", "/operator/policy/restore", body], sayVersion);
};

const sayVersion = (answer: unknown): string => {
  const view = View.parse(answer);
  return [titleOf(view), ...view.said].join("\n");
};

const Versions = z.object({ versions: z.array(View.omit({ document: true, said: true })) });

export const listVersions: Run = async (args, terminal, deps) => {
  const { asked, found } = read(args, 0);
  if (found === undefined) return misunderstood(terminal, asked, POLICY_USAGE);
  return operate(found.site, terminal, deps, found.json, ["GET", "/operator/policy/versions"], (answer) => {
    const { versions } = Versions.parse(answer);
    if (versions.length === 0) terminal.complain("Nobody has laid down a policy here.");
    return versions
      .map(({ version, by, at, note }) => [version, at ?? "", by ?? "app", note ?? ""].join("\t"))
      .join("\n");
  });
};

const Tried = z.object({
  of: z.number(),
  unknown: z.number(),
  changes: z.array(z.object({ from: z.string(), to: z.string(), count: z.number() })),
  alone: z.number(),
  overCap: z.number(),
  against: z.array(
    z.object({
      ...{ id: z.string(), issue: z.string().nullable(), project: z.string() },
      ...{ summary: z.string(), did: z.string(), at: z.string() },
    }),
  ),
});

export const tryPolicyFile: Run = async (args, terminal, deps) => {
  const { asked, found } = read(args, 1);
  if (found === undefined) return misunderstood(terminal, asked, POLICY_USAGE);
  const { site, json, last, word } = found;
  const given = word === undefined ? undefined : await readJsonFrom(word, terminal, deps.readFile);
  if (given?.ok === false) {
    terminal.complain(given.reason);
    return 1;
  }
  const body = { last, ...(given === undefined ? {} : { policy: given.value }) };
  return operate(site, terminal, deps, json, ["POST", "/operator/policy/try", body], (answer) =>
    sayTried(Tried.parse(answer)),
  );
};

function sayTried({ of, unknown, changes, alone, overCap, against }: z.infer<typeof Tried>): string {
  return [
    `Of the last ${of} proposals ${alone} would go through alone; people had not left ${against.length} of those as they were.`,
    ...(overCap === 0 ? [] : [`${overCap} more would, without the daily cap.`]),
    ...(unknown === 0 ? [] : [`${unknown} are too old to be judged by their issue's type.`]),
    ...changes.map(({ from, to, count }) => `  ${count}  ${from}${from === to ? " as before" : ` → ${to}`}`),
    ...against.map(({ id, issue, project, summary, did }) => [id, issue ?? project, did, summary].join("\t")),
  ].join("\n");
}
