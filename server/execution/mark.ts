import { hashCanonical } from "../kit/index.ts";

const PREFIX = "ticketsmith:";

/** What goes out as X-Atlassian-Webhook-Trace, and comes back on the webhook that the change causes. */
export const traceOf = (mark: string): string => `${PREFIX}${mark}`;

/** Undefined for a trace that is not ours. */
export function markInTrace(trace: string | null): string | undefined {
  if (trace === null || !trace.startsWith(PREFIX)) return undefined;
  const mark = trace.slice(PREFIX.length);
  return /^[0-9a-f]{32}$/.test(mark) ? mark : undefined;
}

/** The mark of what goes along with a change. Its webhook comes back as ours, and not as word of the change itself. */
export const markBeside = (mark: string): string => hashCanonical(["beside", mark]).slice(0, 32);
