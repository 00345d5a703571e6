import * as z from "zod";
import type { ProductResponse } from "../../kit/index.ts";

/** Jira answered a read with something we cannot use. The message names the endpoint and the status, never content. */
export class JiraFault extends Error {
  override readonly name = "JiraFault";
  readonly status: number;

  constructor(status: number, message: string, options: { cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.status = status;
  }
}

/** Jira's ErrorCollection; gateways in front of it answer `{message}` or HTML. */
const ErrorCollection = z.object({
  errorMessages: z.array(z.string()).optional(),
  errors: z.record(z.string(), z.string()).optional(),
  message: z.string().optional(),
});

/** What Jira said, as a sentence for people. */
export function wordsOf({ status, body }: ProductResponse): string {
  const parsed = ErrorCollection.safeParse(body);
  const said = parsed.success
    ? [
        ...(parsed.data.errorMessages ?? []),
        ...Object.values(parsed.data.errors ?? {}),
        parsed.data.message ?? "",
      ]
    : [];
  const words = said.filter((line) => line.trim() !== "").join(" ");
  return words === "" ? (PLAIN[status] ?? `Jira answered ${status}.`) : `Jira says: ${words.slice(0, 400)}`;
}

const PLAIN: Readonly<Record<number, string>> = {
  401: "Jira did not accept who is asking.",
  403: "Jira does not allow this.",
  404: "Jira does not know this issue, or hides it.",
  409: "Jira is changing this issue right now.",
  413: "This is too long for Jira.",
};
