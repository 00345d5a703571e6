import type * as z from "zod";
import type { ProductRequest, Transport } from "../../kit/index.ts";
import { isFromJira, JiraFault } from "./jira-fault.ts";

/**
 * One read. Undefined when Jira itself answers 404: gone, or hidden from who asks. A gateway's 404 is none.
 * Any other answer than a well-formed 2xx is thrown as a JiraFault; TransportFault passes through.
 */
export async function readJson<T>(
  transport: Transport,
  request: ProductRequest,
  shape: z.ZodType<T>,
): Promise<T | undefined> {
  const response = await transport(request);
  if (response.status === 404 && isFromJira(response)) return undefined;
  if (response.status < 200 || response.status > 299) {
    throw new JiraFault(response, `${request.method} ${request.template} answered ${response.status}`);
  }
  const parsed = shape.safeParse(response.body);
  if (parsed.success) return parsed.data;
  throw new JiraFault(response, `${request.method} ${request.template} answered in an unknown shape`, {
    cause: parsed.error,
  });
}

/** For what must be there: a 404 is a fault too. */
export async function mustReadJson<T>(
  transport: Transport,
  request: ProductRequest,
  shape: z.ZodType<T>,
): Promise<T> {
  const found = await readJson(transport, request, shape);
  if (found !== undefined) return found;
  const response = { status: 404, headers: {}, body: undefined };
  throw new JiraFault(response, `${request.method} ${request.template} answered 404`);
}
