import OpenAI from "openai";

/** A server that speaks OpenAI's protocol: OpenAI itself, vLLM, Ollama, a gateway. */
export type ModelServer = {
  baseUrl: string;
  apiKey: string | null;
  model: string;
  /** Set for servers that have a path for each model and take the key in a header of its own, as Azure's do. */
  apiVersion: string | null;
};

/**
 * The SDK, and nothing that it would take from the environment by itself: what is meant for one server must not
 * reach another. It tries nothing twice, since each call has to be paid for.
 */
export function createClient(
  { baseUrl, apiKey, model, apiVersion }: ModelServer,
  { timeoutMs, fetch }: { timeoutMs: number; fetch: typeof globalThis.fetch },
): OpenAI {
  const azure = apiVersion !== null;
  return new OpenAI({
    baseURL: azure ? deploymentOf(baseUrl, model) : baseUrl,
    // The SDK insists on a key; servers on one's own network often have none.
    apiKey: apiKey ?? "none",
    ...{ adminAPIKey: null, organization: null, project: null, webhookSecret: null },
    ...(azure ? { defaultQuery: { "api-version": apiVersion } } : {}),
    defaultHeaders: {
      ...(azure && apiKey !== null ? { "api-key": apiKey } : {}),
      ...(azure || apiKey === null ? { authorization: null } : {}),
    },
    // Each call has its own end, which comes first.
    timeout: timeoutMs + 5_000,
    maxRetries: 0,
    logLevel: "off",
    fetch,
    // A server that sends us elsewhere would have the key sent there as well.
    fetchOptions: { redirect: "error" },
  });
}

const deploymentOf = (baseUrl: string, model: string) =>
  `${baseUrl.replace(/\/openai$/, "")}/openai/deployments/${encodeURIComponent(model)}`;
