import type { Request, RequestHandler, Response } from "express";
import type { Incoming } from "../../platform/index.ts";

/** Express 4 does not look at promises: a rejection would leave the request hanging. */
export function handleAsync(handle: (req: Request, res: Response) => Promise<void>): RequestHandler {
  return (req, res, next) => {
    handle(req, res).catch(next);
  };
}

/** What the platform needs to see of a request to prove it. */
export const incomingOf = (req: Request): Incoming => ({
  method: req.method,
  url: req.originalUrl,
  authorization: req.headers.authorization,
});
