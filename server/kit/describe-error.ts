import * as z from "zod";

type ErrorFacts = { name: string; message: string; code?: string; stack?: string; cause?: ErrorFacts };

const TOKEN = /\b[\w-]{8,}\.[\w-]{8,}\.[\w-]{8,}\b/g;
const BEARER = /\b(bearer|jwt|basic)\s+[^\s"',]+/gi;
const QUERY = /\?[^\s"')\]]*/g;
const CREDENTIALS = /\/\/[^\s/@]+@/g;
const EMAIL = /[^\s"'<>()[\]:,;]+@[^\s"'<>()[\]:,;]+\.[a-z]{2,}/gi;
/** The database repeats the value that it could not read. */
const UNREADABLE = /\b(invalid (?:input|byte)[^:]*): .*$/s;

/** What a shape calls its own members; the names in somebody's JSON may be anything. */
const MEMBER = /^[a-z][a-zA-Z]{0,30}$/;
const MOST_FLAWS = 5;

/** Takes tokens, credentials, addresses and URL queries out of words that somebody else wrote. */
export const withoutSecrets = (text: string) =>
  text
    .replace(QUERY, "")
    .replace(CREDENTIALS, "//")
    .replace(EMAIL, "…")
    .replace(UNREADABLE, "$1")
    .replace(BEARER, "$1 …")
    .replace(TOKEN, "…")
    .slice(0, 1_000);

/** Parsers quote what they were given: a body, a row, an answer of Jira's. What is left says where it was wrong. */
function wordsOf(error: Error): string {
  if (error instanceof SyntaxError) return "Not well-formed";
  if (!(error instanceof z.core.$ZodError)) return withoutSecrets(error.message);
  return error.issues
    .slice(0, MOST_FLAWS)
    .map(({ code, path }) => `${code} at ${path.map(memberName).join(".")}`)
    .join(", ");
}

const memberName = (name: PropertyKey) =>
  typeof name === "number" || (typeof name === "string" && MEMBER.test(name)) ? name : "*";

const place = (stack: string | undefined) =>
  stack
    ?.split("\n")
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 8)
    .map((line) => withoutSecrets(line.trim()))
    .join("\n");

/**
 * What a log may say of an error: its name, code, words and place. Its other properties (the SQL with its
 * values, the request with its headers) stay out.
 */
export function describeError(error: unknown, depth = 0): ErrorFacts {
  if (!(error instanceof Error)) return { name: typeof error, message: "not an Error" };
  const code =
    "code" in error && (typeof error.code === "string" || typeof error.code === "number")
      ? String(error.code)
      : undefined;
  const stack = place(error.stack);
  return {
    name: error.name,
    message: wordsOf(error),
    ...(code === undefined ? {} : { code }),
    ...(stack === undefined ? {} : { stack }),
    ...(error.cause instanceof Error && depth < 3 ? { cause: describeError(error.cause, depth + 1) } : {}),
  };
}
