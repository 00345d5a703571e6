import type {
  ActionType,
  Approver,
  PolicyDocument,
  PolicyLine,
  QuietHours,
  Verdict,
} from "../../contract/index.ts";

/** Pure: the policy in plain sentences, one for each line of it in its order; the last says what silence means. */
export function sayPolicy({ lines, approvers, quietHours, auto }: PolicyDocument): string[] {
  return [
    ...lines.map(sayLine),
    ...approvers.map(
      (line) =>
        `${capital(sayScope(line, undefined))} may be approved only by ${sayApprovers(line.anyOf)}, as far as Jira lets them.`,
    ),
    auto.enabled
      ? `At most ${auto.dailyCap} proposals a day go through alone, and only those whose confidence rests on at least ${auto.minimumDecisions} decisions of people.`
      : "Nothing goes through alone yet, whatever stands above: that is switched off.",
    ...(quietHours ?? []).map(sayQuiet),
    "Everything else takes one person who may do it in Jira.",
  ];
}

const ACTIONS: Readonly<Record<ActionType, string>> = {
  "create-issue": "new issues",
  "edit-fields": "changes of fields",
  "add-comment": "comments",
  "set-assignee": "changes of the assignee",
  transition: "moves",
  "link-issues": "links",
};

const VERDICTS: Readonly<Record<Verdict, string>> = {
  auto: "go through alone",
  review: "take one person",
  "four-eyes": "take two people",
  blocked: "are not allowed",
};

function sayLine(line: PolicyLine): string {
  const { above, origin, verdict } = line;
  const when = [
    ...(above === undefined ? [] : [`when at least ${Math.round(above * 100)} % sure`]),
    ...(origin === undefined ? [] : [`where a value rests on ${ORIGINS[origin]}`]),
  ];
  return `${[capital(sayScope(line, line.field)), VERDICTS[verdict], ...when].join(" ")}.`;
}

const ORIGINS = {
  person: "a person's own words",
  rule: "a rule of the site",
  fact: "facts in Jira",
  issue: "a similar issue",
  inference: "the engine's own judgement alone",
  untrusted: "text of others alone",
} as const satisfies Record<NonNullable<PolicyLine["origin"]>, string>;

type Scope = Pick<PolicyLine, "action" | "project" | "issueType">;

function sayScope({ action, project, issueType }: Scope, field: string | undefined): string {
  const what = action === undefined ? "all steps" : ACTIONS[action];
  return [
    what,
    ...(field === undefined ? [] : [`that set ${field}`]),
    ...(issueType === undefined
      ? []
      : [`${action === "create-issue" ? "of the type" : "on issues of the type"} ${issueType}`]),
    ...(project === undefined ? [] : [`in ${project}`]),
  ].join(" ");
}

/** "the project's lead or members of the group “board”" */
export const sayApprovers = (anyOf: readonly Approver[]): string => listed(anyOf.map(sayApprover), "or");

function sayApprover(approver: Approver): string {
  if (approver.is === "project-lead") return "the project's lead";
  return approver.is === "role"
    ? `whoever has the role “${approver.name}” in the project`
    : `members of the group “${approver.name}”`;
}

const sayQuiet = ({ timeZone, days, from, to }: QuietHours): string =>
  `From ${from} to ${to}${to <= from ? " of the next day" : ""} (${timeZone}) on ${listed(
    days.map((day) => DAYS[day]),
    "and",
  )} nothing goes through alone: a person decides.`;

const DAYS = {
  ...{ sun: "Sundays", mon: "Mondays", tue: "Tuesdays", wed: "Wednesdays" },
  ...{ thu: "Thursdays", fri: "Fridays", sat: "Saturdays" },
} as const satisfies Record<QuietHours["days"][number], string>;

const listed = (words: readonly string[], last: "and" | "or"): string =>
  words.length < 2 ? (words[0] ?? "") : `${words.slice(0, -1).join(", ")} ${last} ${words.at(-1) ?? ""}`;

const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);
