import { ProductFault } from "./product-fault.ts";

/** One request to a product's REST API. `path` starts with "/" and is relative to the product's base URL. */
export type ProductRequest = {
  method: "GET" | "POST" | "PUT" | "DELETE";
  path: string;
  /** The path with its variables named, such as `/rest/api/3/issue/{issueIdOrKey}`: a metric label, never an address. */
  template: string;
  query?: Readonly<Record<string, string | number | boolean | readonly string[]>>;
  body?: unknown;
  /** Comes back on the webhook that this call causes (X-Atlassian-Webhook-Trace, at most 1024 ASCII characters). */
  trace?: string;
  timeoutMs?: number;
  /** A question that happens to be a POST: asking twice does no harm. */
  asksOnly?: true;
  /** Not sent later than this, nor waited for: whoever asks acts on "it was lost" from then on. */
  notAfter?: Date;
};

/** `body` is parsed JSON where the answer was JSON, else text, else undefined. Header names are lower case. */
export type ProductResponse = { status: number; headers: Readonly<Record<string, string>>; body: unknown };

/** Sends signed requests to one product of one tenant as one identity. Rejects with `TransportFault` when no answer came. */
export type Transport = (request: ProductRequest) => Promise<ProductResponse>;

const SAID = {
  timeout: "Jira did not answer in time.",
  connection: "The connection to Jira was lost.",
  unsent: "Jira cannot be reached.",
} as const;

/**
 * No answer. After `timeout` or `connection` what we asked for may or may not have happened; `unsent` never left us.
 */
export class TransportFault extends ProductFault {
  override readonly name = "TransportFault";
  readonly kind: "timeout" | "connection" | "unsent";

  constructor(
    kind: TransportFault["kind"],
    message: string,
    options: { cause?: unknown; said?: string; retryAfterMs?: number } = {},
  ) {
    super(message, { said: SAID[kind], happened: kind === "unsent" ? "no" : "unknown", ...options });
    this.kind = kind;
  }
}
