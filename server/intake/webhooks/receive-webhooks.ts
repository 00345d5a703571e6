import { Router, type Request, type Response } from "express";
import type { TenantId } from "../../contract/index.ts";
import { AppError, type Clock, type Logger } from "../../kit/index.ts";
import type { AceAgrees, ConnectPlatform, TokenRefusal } from "../../platform/index.ts";
import type { InboxAppender } from "../../proposals/index.ts";
import { handleAsync, incomingOf } from "../http/handle-async.ts";
import { readBytes } from "../http/read-json.ts";
import { noteTenant } from "../http/request-info.ts";
import { createBatchingAppender, type BatchOptions } from "./append-in-batches.ts";
import { createRateLimit } from "../limit-rate.ts";
import { readEnvelope } from "./read-envelope.ts";
import { createWaker } from "./wake-soon.ts";

/** Jira's own limit is lower; what is larger than this is not from Jira. */
const LARGEST_BODY = "12mb";

export type WebhookDeps = {
  verifyToken: ConnectPlatform["verifyToken"];
  aceAgrees: AceAgrees;
  append: InboxAppender;
  /** Sends the jobs that drain these tenants' inboxes. It may fail: a sweep finds what lies there. */
  wakeInboxes: (tenants: readonly TenantId[]) => Promise<void>;
  clock: Clock;
  logger: Logger;
  batch?: Partial<BatchOptions>;
};

/**
 * POST /webhooks/jira. Proven first, then read, then answered 204 once it is committed. 5xx and 429 make Jira deliver
 * again; every other refusal is final, so only what cannot become right is refused that way.
 */
export function receiveWebhooks(deps: WebhookDeps): Router {
  const { clock, logger, wakeInboxes } = deps;
  const wakeSoon = createWaker({
    wake: wakeInboxes,
    onFault: (error) => logger.warn("Inboxes were not woken", { error }),
  });
  const store = createBatchingAppender(deps.append, deps.batch);
  const withinRate = createRateLimit(clock);

  async function receive(req: Request, res: Response): Promise<void> {
    const proof = await deps.verifyToken(incomingOf(req), "url-bound");
    if (!proof.ok) throw refusalOf(proof.reason);
    if (!(await deps.aceAgrees(req, res, proof.value))) throw refusalOf("forged");
    const { tenantId, product } = proof.value.installation;
    noteTenant(res, tenantId);
    if (!withinRate(tenantId)) {
      res.setHeader("Retry-After", "10");
      throw new AppError("too_many", "Too many webhooks from one site");
    }
    const bytes = await readBytes(req, res, LARGEST_BODY);
    // Both products know `comment_created` and send it here; pages are no issues.
    if (product === "jira") {
      await storeOrBusy(() => store(readEnvelope({ headers: req.headers, bytes }, tenantId, clock.now())));
      wakeSoon(tenantId);
    }
    res.status(204).end();
  }

  return Router().post("/webhooks/jira", handleAsync(receive));
}

function refusalOf(reason: TokenRefusal): AppError {
  // The site is genuine and its address is being checked this very moment: it shall deliver again.
  if (reason === "not-verified")
    return new AppError("upstream_busy", "A webhook before the site was verified");
  return new AppError("not_authenticated", `A webhook was not proven: ${reason}`);
}

async function storeOrBusy(store: () => Promise<void>): Promise<void> {
  try {
    await store();
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw new AppError("upstream_busy", "A webhook could not be stored", { cause });
  }
}
