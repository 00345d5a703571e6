import type { Io } from "./gate.ts";
import type { Message } from "./read-messages.ts";

/** Jobs that carry out what was approved; what the queue does for all others is no step of an execution. */
const WORK = /\b(execute|undo)\b/;
const LONGEST = 90;

/**
 * Names what one connection sends, as far as it belongs to work: the statements of a tenant's transaction, how that
 * ends, and the queue's note that a job is done. Undefined for the rest, such as the queue looking for jobs.
 */
export function createStatementNamer(): (batch: readonly Message[]) => Io | undefined {
  let scope: { tenant: boolean; lastWrite: string | undefined } | undefined;
  const named = (label: string, writes: boolean): Io => ({ side: "database", label, writes });

  return (batch) => {
    const sent = textOf(batch);
    if (sent === undefined) return undefined;
    const text = tidy(sent);
    if (/^(START TRANSACTION|BEGIN)\b/i.test(text)) {
      scope = { tenant: false, lastWrite: undefined };
      return undefined;
    }
    if (/^(COMMIT|ROLLBACK)\b/i.test(text)) {
      const ended = scope;
      scope = undefined;
      if (ended?.tenant !== true || ended.lastWrite === undefined) return undefined;
      return named(`COMMIT of ${ended.lastWrite}`, true);
    }
    if (scope !== undefined && sent.includes("app.tenant_id")) {
      scope.tenant = true;
      return undefined;
    }
    if (scope?.tenant === true) {
      const label = text.slice(0, LONGEST);
      const writes = !/^SELECT\b/i.test(text) || text.includes("pg_notify");
      if (writes && !text.includes("pg_notify")) scope.lastWrite = label;
      return named(label, writes);
    }
    const endsJob = /completed_on/.test(text) && /UPDATE/i.test(text);
    return endsJob && WORK.test(valuesOf(batch))
      ? named("the queue notes that the job is done", true)
      : undefined;
  };
}

function textOf(batch: readonly Message[]): string | undefined {
  for (const { type, body } of batch) {
    if (type === "Q") return cut(body, 0).text;
    if (type === "P") return cut(body, cut(body, 0).next).text;
  }
  return undefined;
}

const valuesOf = (batch: readonly Message[]): string =>
  batch
    .filter(({ type }) => type === "B" || type === "Q" || type === "P")
    .map(({ body }) => body.toString("latin1"))
    .join(" ");

/** Text up to the next zero byte. */
function cut(body: Buffer, from: number): { text: string; next: number } {
  const end = body.indexOf(0, from);
  return { text: body.toString("utf8", from, end), next: end + 1 };
}

/** The same statement reads the same, whatever ids stand in it. */
const tidy = (text: string): string =>
  text
    .replaceAll(/'[^']*'/g, "?")
    .replaceAll(/\s+/g, " ")
    .trim();
