import * as z from "zod";
import { ask } from "./ask-database.ts";
import type { Piece } from "./build-base.ts";
import type { Facts } from "./read-facts.ts";

/** What is wrong, in words; empty when all is well. `asked`: it ended as a question or a failure that a person sees. */
export type Verdict = { lost: number; twice: number; asked: number; wrong: string[] };

const Row = z.object({ status: z.string() });
const Line = z.object({ direction: z.string(), state: z.string() });

const ENDS: Readonly<Record<string, readonly string[]>> = {
  done: ["step-performed", "step-found-done"],
  failed: ["step-failed"],
  unsure: ["step-unsure"],
};

/** Once, or a question to a person: never twice, never lost, and all of it on the record. */
export function judge(
  { status, reason, lines, entries, whole, jobsLeft }: Facts,
  times: number,
  piece: Piece,
): Verdict {
  const wrong: string[] = [];
  const finished = piece.direction === "do" ? status === "done" : status === "undone";
  const unsure = lines.some((line) => line.state === "unsure");
  const asked = !finished && (status === "failed" || unsure || lines.some((line) => line.state === "failed"));
  if (finished && times !== 1) wrong.push(`it says ${status}, and Jira changed ${times} times`);
  if (!finished && !asked) wrong.push(`it rests nowhere: ${status}, ${JSON.stringify(lines)}`);
  if (asked && reason === null && lines.every((line) => line.reason === null))
    wrong.push("it failed without a reason");
  if (times < 0 || times > 1) wrong.push(`Jira changed ${times} times`);
  if (times !== 0 && lines.some((line) => line.direction === piece.direction && line.state === "failed"))
    wrong.push("it says failed, and Jira changed");
  if (!whole) wrong.push("the audit chain is broken");
  for (const { step, direction, state } of lines) {
    const wanted = ENDS[state] ?? [];
    const told = entries.filter(
      (one) => one.step === step && one.direction === direction && wanted.includes(one.type),
    );
    if (wanted.length > 0 && (told.length === 0 || (state === "done" && told.length > 1)))
      wrong.push(`${step} ${direction} is ${state}, and the log tells of it ${told.length} times`);
  }
  if (jobsLeft > 0) wrong.push("its job is still on the queue");
  const lost = (finished && times < 1) || (!finished && !asked) ? 1 : 0;
  return { lost, twice: times > 1 ? 1 : 0, asked: asked ? 1 : 0, wrong };
}

const JOBS_LEFT = `SELECT count(*) FROM jobs.job
  WHERE name IN ('execute', 'undo') AND state < 'completed' AND data ->> 'proposalId' = $1`;

/** Whether nothing more will happen to it by itself. */
export async function rests(url: string, piece: Piece): Promise<boolean> {
  const { status } = await stateOf(url, piece);
  const lines = await linesOf(url, piece);
  const mine = lines.filter(({ direction }) => direction === piece.direction);
  if (mine.some(({ state }) => state === "waiting" || state === "intended") && status !== "failed")
    return false;
  const [left] = await ask(url, JOBS_LEFT, [piece.proposal]);
  if (Number(left?.["count"]) > 0) return false;
  return piece.direction === "do"
    ? ["done", "failed"].includes(status)
    : status === "undone" || mine.some(({ state }) => state === "unsure" || state === "failed");
}

async function stateOf(url: string, { proposal }: Piece) {
  const rows = await ask(url, "SELECT status FROM proposals WHERE id = $1", [proposal]);
  return z.tuple([Row]).parse(rows)[0];
}

const linesOf = async (url: string, { proposal }: Piece) =>
  z
    .array(Line)
    .parse(await ask(url, "SELECT direction, state FROM ledger WHERE proposal_id = $1", [proposal]));
