import * as z from "zod";
import { REJECT_CODES, saysWhy } from "../../contract/index.ts";
import { refuse, type Result } from "../../kit/index.ts";
import { decideAndWait, sayAnswer } from "./ask.ts";
import { connect, type ConnectDeps, type Connection } from "./connect.ts";
import { readArgs, readWords, WHERE_OPTIONS, WHERE_USAGE } from "./read-args.ts";
import { sayProposal, Shown } from "./say-proposal.ts";
import type { Terminal } from "./verify-jwt.ts";

export const PROPOSALS_USAGE = `Usage: ticketsmith proposals [ID] [--issue KEY] [--state STATE] [--limit N] [--after ID] [options]

Lists proposals on issues that the account may see, newest first, or shows one.

  --state          waiting, stale, approved, executing, failed, expired, rejected, done or undone
${WHERE_USAGE}`;

export const APPROVE_USAGE = `Usage: ticketsmith approve ID --hash HASH [--steps s1,s2] [options]

Says yes to exactly the plan with this hash, as \`ticketsmith proposals ID\` shows it, and waits until it is done. Steps
that are left out are not done; without --steps all are. The first 8 signs of the hash are enough.

${WHERE_USAGE}`;

export const REJECT_USAGE = `Usage: ticketsmith reject ID --hash HASH [--because CODE] [--reason TEXT] [options]

Says no to exactly the plan with this hash, with a reason of the list, in words, or both. The words may come on standard
input (--reason -).

  --because        ${REJECT_CODES.join(", ")} (which needs words)

${WHERE_USAGE}`;

const OPTIONS = {
  ...WHERE_OPTIONS,
  issue: { type: "string" },
  state: { type: "string" },
  limit: { type: "string" },
  after: { type: "string" },
  hash: { type: "string" },
  steps: { type: "string" },
  reason: { type: "string" },
  because: { type: "string" },
} as const;

const Page = z.object({ proposals: z.array(Shown), next: z.string().nullable() });

export async function listProposals(
  args: readonly string[],
  terminal: Terminal,
  deps: ConnectDeps,
): Promise<number> {
  const asked = readArgs(args, OPTIONS);
  if (!asked.ok || asked.value.rest.length > 1) {
    terminal.complain(`${asked.ok ? "One id at most." : asked.reason}\n\n${PROPOSALS_USAGE}`);
    return 2;
  }
  const { values, rest } = asked.value;
  const [id] = rest;
  return withConnection(values, terminal, deps, async (connection) => {
    if (id !== undefined) return sayAnswer(await connection.call("GET", pathOf(id)), values.json, terminal);
    const { issue, state, limit, after } = values;
    const given = Object.entries({ issue: issue?.toUpperCase(), state, limit, after }).flatMap(
      ([name, value]) => (value === undefined ? [] : [[name, value]]),
    );
    const answer = await connection.call("GET", `/api/v1/proposals?${new URLSearchParams(given).toString()}`);
    const page = answer.ok ? Page.safeParse(answer.value) : undefined;
    if (page?.success !== true || values.json) return sayAnswer(answer, values.json, terminal);
    for (const one of page.data.proposals) terminal.say(sayProposal(one));
    if (page.data.proposals.length === 0) terminal.complain("There are none.");
    if (page.data.next !== null) terminal.complain(`More: --after ${page.data.next}`);
    return 0;
  });
}

export async function approve(
  args: readonly string[],
  terminal: Terminal,
  deps: ConnectDeps,
): Promise<number> {
  const asked = readArgs(args, OPTIONS);
  const [id, ...more] = asked.ok ? asked.value.rest : [];
  const hash = asked.ok ? asked.value.values.hash : undefined;
  if (!asked.ok || id === undefined || hash === undefined || more.length > 0) {
    terminal.complain(
      `${asked.ok ? "Say which proposal, and the hash of its plan." : asked.reason}\n\n${APPROVE_USAGE}`,
    );
    return 2;
  }
  const { values } = asked.value;
  return withConnection(values, terminal, deps, async (connection) => {
    const shown = await findByHash(connection, id, hash);
    const answer = shown.ok
      ? await decideAndWait(connection, id, {
          ...{ decision: "approve", planHash: shown.value.planHash },
          steps:
            values.steps?.split(",").map((step) => step.trim()) ?? shown.value.steps.map((step) => step.id),
        })
      : shown;
    return sayAnswer(answer, values.json, terminal);
  });
}

export async function reject(
  args: readonly string[],
  terminal: Terminal,
  deps: ConnectDeps,
): Promise<number> {
  const asked = readArgs(args, OPTIONS);
  const [id, ...more] = asked.ok ? asked.value.rest : [];
  const { hash, reason: given, because: code } = asked.ok ? asked.value.values : {};
  const because = REJECT_CODES.find((one) => one === code);
  const reason = given === undefined ? undefined : await readWords([given], terminal);
  const isClear = (code === undefined || because !== undefined) && saysWhy({ because, reason });
  if (!asked.ok || id === undefined || hash === undefined || !isClear || more.length > 0) {
    terminal.complain(
      `${asked.ok ? "Say which proposal, its hash and the reason." : asked.reason}\n\n${REJECT_USAGE}`,
    );
    return 2;
  }
  const why = { ...(because === undefined ? {} : { because }), ...(reason === undefined ? {} : { reason }) };
  return withConnection(asked.value.values, terminal, deps, async (connection) => {
    const shown = await findByHash(connection, id, hash);
    const answer = shown.ok
      ? await decideAndWait(connection, id, { decision: "reject", planHash: shown.value.planHash, ...why })
      : shown;
    return sayAnswer(answer, asked.value.values.json, terminal);
  });
}

const pathOf = (id: string): string => `/api/v1/proposals/${encodeURIComponent(id)}`;

/** The proposal, if its plan is still the one whose hash begins so: a decision binds to what was on screen. */
async function findByHash(connection: Connection, id: string, hash: string): Promise<Result<Shown>> {
  if (!/^[0-9a-f]{8,64}$/.test(hash))
    return refuse("--hash takes at least the first 8 signs of the plan's hash.");
  const answer = await connection.call("GET", pathOf(id));
  if (!answer.ok) return answer;
  const shown = Shown.parse(answer.value);
  return shown.planHash.startsWith(hash)
    ? { ok: true, value: shown }
    : refuse(`${sayProposal(shown)}\nThe plan has another hash now: look at it again. Nothing was decided.`);
}

async function withConnection(
  where: Parameters<typeof connect>[1],
  terminal: Pick<Terminal, "complain">,
  deps: ConnectDeps,
  work: (connection: Connection) => Promise<number>,
): Promise<number> {
  const connected = await connect(deps, where);
  if (!connected.ok) {
    terminal.complain(connected.reason);
    return 2;
  }
  try {
    return await work(connected.value);
  } finally {
    await connected.value.close();
  }
}
