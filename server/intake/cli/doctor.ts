import { readArgs } from "./read-args.ts";
import type { Terminal } from "./verify-jwt.ts";

/** One thing that was looked at. `todo` says what to do about it. */
export type Finding = { what: string; ok: boolean; said: string; todo: string | null };

export type DoctorDeps = { examine: () => Promise<Finding[]> };

export const DOCTOR_USAGE = `Usage: ticketsmith doctor [--json]

Looks at what TicketSmith of this machine's settings stands on: Node, the settings, the database, the server, the model,
and the sites that have it installed. Says of each what to do where something is missing.

Exit code: 0 all is well, 1 something is not, 2 not understood.`;

export async function doctor(
  args: readonly string[],
  terminal: Pick<Terminal, "say" | "complain">,
  { examine }: DoctorDeps,
): Promise<number> {
  const asked = readArgs(args, { json: { type: "boolean", default: false } });
  if (!asked.ok || asked.value.rest.length > 0) {
    terminal.complain(asked.ok ? DOCTOR_USAGE : `${asked.reason}\n\n${DOCTOR_USAGE}`);
    return 2;
  }
  const findings = await examine();
  if (asked.value.values.json) terminal.say(JSON.stringify(findings, null, 2));
  else
    for (const { what, ok, said, todo } of findings) {
      terminal.say(`${ok ? "ok  " : "FAIL"}  ${what.padEnd(8)}  ${said}`);
      if (todo !== null) terminal.say(`${" ".repeat(16)}→ ${todo}`);
    }
  return findings.every(({ ok }) => ok) ? 0 : 1;
}
