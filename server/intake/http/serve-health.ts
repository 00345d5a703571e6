import { timingSafeEqual, createHash } from "node:crypto";
import { Router, type Request } from "express";
import { AppError, type Metrics } from "../../kit/index.ts";
import { handleAsync } from "./handle-async.ts";

/** What must work before we take requests, by name: database, queue. A check that rejects counts as no. */
export type ReadinessChecks = Readonly<Record<string, () => Promise<boolean>>>;

const CHECK_MS = 2_000;

export type HealthDeps = { metrics: Metrics; checks: ReadinessChecks; metricsToken: string | undefined };

/** /healthz: this process answers. /readyz: what it stands on answers too. /metrics: for Prometheus, by a token or on this machine. */
export function serveHealth({ metrics, checks, metricsToken }: HealthDeps): Router {
  const router = Router();
  router.get("/healthz", (_req, res) => void res.json({ ok: true }));
  router.get(
    "/readyz",
    handleAsync(async (_req, res) => {
      const results = await Promise.all(
        Object.entries(checks).map(async ([name, check]) => [name, await within(check)] as const),
      );
      const ready = results.every(([, works]) => works);
      res.status(ready ? 200 : 503).json({ ok: ready, checks: Object.fromEntries(results) });
    }),
  );
  router.get(
    "/metrics",
    handleAsync(async (req, res) => {
      const may =
        metricsToken === undefined
          ? isFromThisMachine(req)
          : isSame(req.headers.authorization ?? "", `Bearer ${metricsToken}`);
      if (!may) throw new AppError("not_authenticated", "Metrics for somebody unknown");
      const { contentType, text } = await metrics.scrape();
      res.type(contentType).send(text);
    }),
  );
  return router;
}

async function within(check: () => Promise<boolean>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), CHECK_MS);
  });
  return Promise.race([check().catch(() => false), late]).finally(() => clearTimeout(timer));
}

const LOOPBACK = /^(?:127\.|::1$|::ffff:127\.)/;
const FORWARDING = ["forwarded", "via", "x-forwarded-for", "x-real-ip"];

/** Without a proxy in between: behind one, everybody seems to be this machine. */
export const isFromThisMachine = ({
  socket,
  headers,
}: Pick<Request, "headers"> & { socket: { remoteAddress?: string | undefined } }): boolean =>
  LOOPBACK.test(socket.remoteAddress ?? "") && FORWARDING.every((name) => headers[name] === undefined);

const digest = (text: string) => createHash("sha256").update(text).digest();
const isSame = (given: string, wanted: string) => timingSafeEqual(digest(given), digest(wanted));
