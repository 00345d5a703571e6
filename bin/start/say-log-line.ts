const SHOWN: Readonly<Record<string, string>> = { warn: "warning", error: "error", fatal: "error" };

/** What of a program's output line belongs on the terminal: warnings and worse, without the JSON. Else null. */
export function sayLogLine(line: string): string | null {
  const entry = parse(line);
  const word = typeof entry?.level === "string" ? SHOWN[entry.level] : undefined;
  if (entry === null || word === undefined) return null;
  const parts = [entry.msg, entry.reason, reasonOf(entry.error)];
  return `${word}: ${parts.filter((part) => typeof part === "string" && part !== "").join(": ")}`;
}

function parse(line: string): Record<string, unknown> | null {
  if (!line.startsWith("{")) return null;
  try {
    const value: unknown = JSON.parse(line);
    return isRecord(value) ? value : null;
  } catch {
    return null;
  }
}

const reasonOf = (error: unknown) => (isRecord(error) ? error.message : error);

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null;
