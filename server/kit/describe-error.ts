type ErrorFacts = { name: string; message: string; code?: string; stack?: string; cause?: ErrorFacts };

const TOKEN = /\b[\w-]{8,}\.[\w-]{8,}\.[\w-]{8,}\b/g;
const BEARER = /\b(bearer|jwt|basic)\s+[^\s"',]+/gi;
const QUERY = /\?[^\s"')\]]*/g;
const CREDENTIALS = /\/\/[^\s/@]+@/g;

/** Takes tokens, credentials and URL queries out of words that somebody else wrote. */
export const withoutSecrets = (text: string) =>
  text
    .replace(QUERY, "")
    .replace(CREDENTIALS, "//")
    .replace(BEARER, "$1 …")
    .replace(TOKEN, "…")
    .slice(0, 1_000);

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
    message: withoutSecrets(error.message),
    ...(code === undefined ? {} : { code }),
    ...(stack === undefined ? {} : { stack }),
    ...(error.cause instanceof Error && depth < 3 ? { cause: describeError(error.cause, depth + 1) } : {}),
  };
}
