import * as z from "zod";
import { HERE, misunderstood, operate, type Run } from "./operate.ts";
import { readArgs } from "./read-args.ts";

export const STOP_USAGE = `Usage: ticketsmith stop SITE [--reason TEXT]
       ticketsmith go SITE

stop holds a whole site at once: nothing can be approved, nothing goes through alone, and nothing more is written to Jira.
A call that is under way ends; what was approved waits, and says so. Proposals are still made. go lets the site go on:
what waited begins by itself.

${HERE}`;

const OPTIONS = { reason: { type: "string" }, json: { type: "boolean", default: false } } as const;
const Stopped = z.object({ stopped: z.boolean(), at: z.string().optional() });

export const throwSwitch =
  (to: "stop" | "go"): Run =>
  async (args, terminal, deps) => {
    const asked = readArgs(args, OPTIONS);
    const [site, ...more] = asked.ok ? asked.value.rest : [];
    const { reason, json = false } = asked.ok ? asked.value.values : {};
    if (site === undefined || more.length > 0 || (to === "go" && reason !== undefined))
      return misunderstood(terminal, asked, STOP_USAGE);
    const body = to === "stop" ? { reason: reason ?? null } : {};
    return operate(site, terminal, deps, json, ["POST", `/operator/${to}`, body], (answer) => {
      const { stopped, at } = Stopped.parse(answer);
      return stopped ? `Stopped ${site}, ${at ?? ""}` : `${site} goes on`;
    });
  };
