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
};

/** `body` is parsed JSON where the answer was JSON, else text, else undefined. Header names are lower case. */
export type ProductResponse = { status: number; headers: Readonly<Record<string, string>>; body: unknown };

/** Sends signed requests to one product of one tenant as one identity. Rejects with `TransportFault` when no answer came. */
export type Transport = (request: ProductRequest) => Promise<ProductResponse>;

/** No answer: what we asked for may or may not have happened. */
export class TransportFault extends Error {
  override readonly name = "TransportFault";
  readonly kind: "timeout" | "connection";

  constructor(kind: "timeout" | "connection", message: string, options: { cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.kind = kind;
  }
}
