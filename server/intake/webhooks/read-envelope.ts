import { createHash } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import * as z from "zod";
import type { TenantId } from "../../contract/index.ts";
import { AppError } from "../../kit/index.ts";
import type { FreshDelivery } from "../../proposals/index.ts";
import { parseJson } from "../http/read-json.ts";

/** All that must be so before a webhook is worth keeping; what is in it is parsed by whoever drains the inbox. */
const Envelope = z.object({ webhookEvent: z.string().regex(/^[a-z_:]{1,100}$/) });

const Identifier = z.string().regex(/^[\x21-\x7e]{1,200}$/);
const Trace = z.string().regex(/^[\x20-\x7e]{1,1024}$/);

/** Reads a proven webhook. Throws `invalid_input` for what no Jira would send. */
export function readEnvelope(
  received: { headers: IncomingHttpHeaders; bytes: Buffer },
  tenantId: TenantId,
  receivedAt: Date,
): FreshDelivery {
  const body = parseJson(received.bytes);
  const envelope = Envelope.safeParse(body);
  if (!envelope.success) throw new AppError("invalid_input", "The body is not a Jira webhook");
  const identifier = Identifier.safeParse(received.headers["x-atlassian-webhook-identifier"]);
  const trace = Trace.safeParse(received.headers["x-atlassian-webhook-trace"]);
  return {
    tenantId,
    // A retry repeats the body, which carries its own time: so its digest names the delivery as well.
    identifier: identifier.success ? identifier.data : `body:${digest(received.bytes)}`,
    event: envelope.data.webhookEvent,
    json: storable(received.bytes.toString("utf8"), body),
    trace: trace.success ? trace.data : null,
    receivedAt,
  };
}

const digest = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");

/**
 * JSON may hold NUL, half surrogates and numbers without bounds; PostgreSQL's jsonb does not. All are rare, so most
 * bodies pass untouched, and what only looks like them is written anew without harm.
 */
const SUSPICIOUS = /\\u(?:0000|d[89a-f][0-9a-f]{2})|\d[eE][+-]?\d{3}|\d{300}/i;

const storable = (text: string, body: unknown): string =>
  SUSPICIOUS.test(text) ? JSON.stringify(clean(body)) : text;

function clean(value: unknown): unknown {
  if (typeof value === "string") return value.replaceAll("\0", "").toWellFormed();
  if (Array.isArray(value)) return value.map(clean);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [String(clean(name)), clean(member)]),
  );
}
