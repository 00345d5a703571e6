import { setTimeout as wait } from "node:timers/promises";
import * as z from "zod";
import type { ActionType } from "../../contract/index.ts";
import { refuse, type Result } from "../../kit/index.ts";
import { connect, type ConnectDeps, type Connection } from "./connect.ts";
import { readArgs, readWords, WHERE_OPTIONS, WHERE_USAGE } from "./read-args.ts";
import { sayProposal, Shown } from "./say-proposal.ts";
import type { Terminal } from "./verify-jwt.ts";

const COMMON = `  --dry-run        only says what would be proposed; nothing is stored (for plan that is so anyway)
  --yes            says yes at once to the steps of this kind, and waits until they are done
${WHERE_USAGE}`;

export const PLAN_USAGE = `Usage: ticketsmith plan ISSUE [TEXT | -] [options]

Says what TicketSmith would propose for this text: what a reviewer would see. Nothing is stored. Without TEXT, or with
"-", the text comes on standard input.

${WHERE_USAGE}`;

export const CREATE_USAGE = `Usage: ticketsmith create-ticket --prompt TEXT --project KEY [options]

Proposes a new issue in this project.

  --prompt TEXT    what the issue shall be about; "-": standard input
  --project KEY    where it shall be made
  --type NAME      what kind of issue, by the name that the project has for it; default: Task
  --issue KEY      an issue of that project beside which it is proposed
${COMMON}`;

export const COMMENT_USAGE = `Usage: ticketsmith comment ISSUE [TEXT | -] [options]

Proposes a comment.

${COMMON}`;

export const ASSIGN_USAGE = `Usage: ticketsmith assign ISSUE PERSON [options]

Proposes an assignee. PERSON is a name as Jira shows it, or "nobody".

${COMMON}`;

export const TRANSITION_USAGE = `Usage: ticketsmith transition ISSUE STATUS [options]

Proposes a move to this status.

${COMMON}`;

const OPTIONS = {
  ...WHERE_OPTIONS,
  "dry-run": { type: "boolean", default: false },
  yes: { type: "boolean", default: false },
  prompt: { type: "string" },
  project: { type: "string" },
  type: { type: "string", default: "task" },
  issue: { type: "string" },
} as const;

type Speaker = {
  usage: string;
  /** The one kind of step that `--yes` may agree to; anything else that a text might bring about stays undone. */
  kind: ActionType | null;
  sentence: (text: string) => string;
};

const SPEAKERS = {
  plan: { usage: PLAN_USAGE, kind: null, sentence: (text) => text },
  comment: { usage: COMMENT_USAGE, kind: "add-comment", sentence: (text) => `comment: ${text}` },
  assign: {
    usage: ASSIGN_USAGE,
    kind: "set-assignee",
    sentence: (person) => (person.toLowerCase() === "nobody" ? "unassign it" : `assign it to ${person}`),
  },
  transition: {
    usage: TRANSITION_USAGE,
    kind: "transition",
    sentence: (status) => `move it to ${status}`,
  },
} as const satisfies Record<string, Speaker>;

/** `plan`, `comment`, `assign` and `transition`: text about one issue. */
export const speak =
  (what: keyof typeof SPEAKERS) =>
  async (args: readonly string[], terminal: Terminal, deps: ConnectDeps): Promise<number> => {
    const { usage, kind, sentence } = SPEAKERS[what];
    const asked = readArgs(args, OPTIONS);
    const [issue, ...words] = asked.ok ? asked.value.rest : [];
    const text = issue === undefined ? undefined : await readWords(words, terminal);
    if (!asked.ok || issue === undefined || text === undefined) {
      terminal.complain(`${asked.ok ? "Say which issue, and what." : asked.reason}\n\n${usage}`);
      return 2;
    }
    const body = { issue: issue.toUpperCase(), text: sentence(text) };
    const dryRun = what === "plan" || asked.value.values["dry-run"];
    return propose(body, { ...asked.value.values, dryRun, kind }, terminal, deps);
  };

export async function createTicket(
  args: readonly string[],
  terminal: Terminal,
  deps: ConnectDeps,
): Promise<number> {
  const asked = readArgs(args, OPTIONS);
  const { prompt, project, issue, type = "task" } = asked.ok ? asked.value.values : {};
  const text = prompt === undefined ? undefined : await readWords([prompt], terminal);
  if (!asked.ok || text === undefined || project === undefined || asked.value.rest.length > 0) {
    terminal.complain(
      `${asked.ok ? "Say what (--prompt) and where (--project)." : asked.reason}\n\n${CREATE_USAGE}`,
    );
    return 2;
  }
  const beside = issue === undefined ? {} : { issue: issue.toUpperCase() };
  const body = {
    ...beside,
    project: project.toUpperCase(),
    text: ORDERS.test(text) ? text : `create a ${type}: ${text}`,
  };
  const { values } = asked.value;
  return propose(body, { ...values, dryRun: values["dry-run"], kind: "create-issue" }, terminal, deps);
}

/** It says itself what shall be made of it. */
const ORDERS = /^\s*(?:please )?(?:create|open|file|raise|log|make|add)\s/iu;

type How = {
  url?: string | undefined;
  token?: string | undefined;
  site?: string | undefined;
  as?: string | undefined;
  json: boolean;
  yes: boolean;
  dryRun: boolean;
  kind: ActionType | null;
};

async function propose(body: object, how: How, terminal: Terminal, deps: ConnectDeps): Promise<number> {
  const connected = await connect(deps, how);
  if (!connected.ok) {
    terminal.complain(connected.reason);
    return 2;
  }
  const connection = connected.value;
  try {
    const made = await connection.call("POST", `/api/v1/${how.dryRun ? "plan" : "proposals"}`, body);
    const answer = made.ok && how.yes && !how.dryRun ? await agree(connection, made.value, how.kind) : made;
    return sayAnswer(answer, how.json, terminal);
  } finally {
    await connection.close();
  }
}

/** Why there is no proposal yet: it is held back, or on its way. */
function sayWaiting(answer: unknown): string {
  const held = Held.safeParse(answer);
  return held.success ? held.data.said : "It is being worked on.";
}

const Held = z.object({ state: z.literal("held"), said: z.string() });

/** Says yes to the steps of one kind, of exactly the plan that came back. */
async function agree(
  connection: Connection,
  made: unknown,
  kind: ActionType | null,
): Promise<Result<unknown>> {
  const shown = Shown.safeParse(made);
  if (!shown.success) return refuse("It is still being worked on: look at it with `ticketsmith proposals`.");
  const { id, planHash, steps } = shown.data;
  const wanted = steps.filter(({ type }) => type === kind).map((step) => step.id);
  if (wanted.length === 0)
    return refuse(`${sayProposal(shown.data)}\nThere is no step of this kind to agree to.`);
  return decideAndWait(connection, id, { decision: "approve", planHash, steps: wanted });
}

const LOOK_EVERY_MS = 250;
const LONGEST_WAIT_MS = 60_000;

/** Decides, and waits until what was agreed to is over. */
export async function decideAndWait(
  connection: Connection,
  id: string,
  decision: object,
): Promise<Result<unknown>> {
  let answer = await connection.call("POST", `/api/v1/proposals/${id}/decision`, decision);
  for (const ends = performance.now() + LONGEST_WAIT_MS; performance.now() < ends; ) {
    const shown = answer.ok ? Shown.safeParse(answer.value) : undefined;
    if (shown?.success !== true || !["approved", "executing"].includes(shown.data.status)) break;
    await wait(LOOK_EVERY_MS);
    answer = await connection.call("GET", `/api/v1/proposals/${id}`);
  }
  const last = answer.ok ? Shown.safeParse(answer.value).data : undefined;
  return last?.status === "failed" ? refuse(sayProposal(last)) : answer;
}

/** Prints what came, or why nothing did. */
export function sayAnswer(
  answer: Result<unknown>,
  json: boolean,
  terminal: Pick<Terminal, "say" | "complain">,
): number {
  if (!answer.ok) {
    terminal.complain(answer.reason);
    return 1;
  }
  const shown = Shown.safeParse(answer.value);
  if (json) terminal.say(JSON.stringify(answer.value, null, 2));
  else terminal.say(shown.success ? sayProposal(shown.data) : sayWaiting(answer.value));
  return 0;
}
