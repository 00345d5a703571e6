import * as z from "zod";
import { leastWaitMs, ProductFault, readLimit, sayLimit, type ProductResponse } from "../../kit/index.ts";

/** Jira answered with something we cannot use. The message names the endpoint and the status, never content. */
export class JiraFault extends ProductFault {
  override readonly name = "JiraFault";
  readonly status: number;

  constructor(response: ProductResponse, message: string, options: { cause?: unknown } = {}) {
    super(message, { ...judgeRead(response), ...options });
    this.status = response.status;
  }
}

/** A read that failed changed nothing; what is left to say is why, and whether to come back. */
function judgeRead(response: ProductResponse) {
  const { status, headers } = response;
  if (status === 429 || (status === 503 && headers["retry-after"] !== undefined)) {
    const { reason, retryAfterMs } = readLimit(status, headers, new Date());
    return { said: sayLimit(reason), retryAfterMs: retryAfterMs ?? leastWaitMs(reason) };
  }
  if (!isFromJira(response) || status >= 500 || status < 400) return { said: "Jira gave no usable answer." };
  return { said: wordsOf(response), lasting: LASTING.has(status) };
}

/** The same question would be answered the same way. */
const LASTING = new Set([400, 405, 410, 413, 415, 422]);

/** Gateways in front of Jira answer in HTML, also with a friendly status. Jira itself speaks JSON or says nothing. */
export const isFromJira = ({ body }: ProductResponse): boolean =>
  body === undefined || (typeof body === "object" && body !== null);

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
