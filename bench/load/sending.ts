import * as z from "zod";
import { Sender, webhookBody } from "./sign-webhooks.ts";

export const Order = z.object({
  port: z.number(),
  senders: z.array(Sender),
  /** Sent in turn. */
  bodies: z
    .array(z.string())
    .min(1)
    .default([webhookBody({ id: "10042", key: "SHOP-42" }, "jira:issue_updated")]),
  connections: z.number(),
  /** Webhooks a second; null: each connection sends as soon as it has its answer. */
  rate: z.number().nullable(),
  seconds: z.number(),
  /** Stops after this many. */
  most: z.number().default(Number.MAX_SAFE_INTEGER),
});
export type Order = z.infer<typeof Order>;

export const Outcome = z.object({
  answered: z.number(),
  refused: z.number(),
  seconds: z.number(),
  /** From the moment it was due to its answer, so that waiting for a free connection counts. */
  p50: z.number(),
  p99: z.number(),
  max: z.number(),
});
export type Outcome = z.infer<typeof Outcome>;
