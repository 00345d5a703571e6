import type { Request, RequestHandler, Response } from "express";
import { AppError } from "../../../kit/index.ts";
import type { PersonCaller } from "../../../tenants/index.ts";

/** Who is in front of a page of ours, and until when their token is good. */
export type PageCaller = { caller: PersonCaller; expiresAt: Date };
export type Handle<At extends PageCaller> = (at: At, request: Request, response: Response) => Promise<void>;
export type Proven<At extends PageCaller> = (handle: Handle<At>) => RequestHandler;

/** Makes handlers that run only for somebody who has been proven. `prove` throws where nobody is. */
export const provenBy =
  <At extends PageCaller>(prove: (request: Request) => Promise<At>): Proven<At> =>
  (handle) =>
  (request, response, next) => {
    prove(request)
      .then((at) => handle(at, request, response))
      .catch(next);
  };

export const nameOf = ({ caller }: PageCaller): string => `${caller.tenantId}:${caller.actor.accountId}`;

/** One answer for "not there", "not yours" and "not this issue": none of them says more than the other. */
export const notFound = () => new AppError("not_found", "Not visible to this caller", { said: "Not found." });

export function parseBody<T>(
  shape: { safeParse(raw: unknown): { success: true; data: T } | { success: false } },
  request: Request,
): T {
  const parsed = shape.safeParse(request.body);
  if (parsed.success) return parsed.data;
  throw new AppError("invalid_input", `Malformed body for ${request.route?.path ?? "a route"}`, {
    said: "TicketSmith did not understand this request. Reload the page and try again.",
  });
}
