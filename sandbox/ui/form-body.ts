import express, { type Request, type RequestHandler, type Response } from "express";
import { z } from "zod";
import { isOwnOrigin } from "../http/session.ts";
import type { Refusal } from "../result.ts";

const Fields = z.record(z.string(), z.union([z.string().transform((one) => [one]), z.array(z.string())]));

/** A form as fields of one or more values. */
export function readForm(request: Request): Record<string, string[]> {
  const read = Fields.safeParse(request.body ?? {});
  return read.success ? read.data : {};
}

export function first(form: Record<string, string[]>, name: string): string {
  return form[name]?.[0] ?? "";
}

const fromOwnPages: RequestHandler = (request, response, next) => {
  if (isOwnOrigin(request)) next();
  else response.status(403).type("text/plain").send("Another origin may not do this.");
};

/** What stands before every form's handler. */
export const acceptForm: RequestHandler[] = [
  fromOwnPages,
  express.urlencoded({ extended: false, limit: "2mb" }),
];

/** A path of this site; anything else leads home, so that a crafted link cannot send people elsewhere. */
export function safePath(path: string): string {
  return /^\/(?![/\\])/.test(path) ? path : "/";
}

function wordsOf({ errorMessages, errors }: Refusal): string {
  const words = [...errorMessages, ...Object.values(errors)];
  return words.length > 0 ? words.join(" ") : "That did not work.";
}

/** Told to the page's script as JSON; to a browser without it, as a redirect or as plain words. */
export function answerForm(
  request: Request,
  response: Response,
  result: { ok: true } | { ok: false; refusal: Refusal },
  done: { go?: string; words?: string; back: string },
): void {
  const scripted = (request.get("accept") ?? "").includes("application/json");
  if (result.ok && scripted) response.json({ ok: true, go: done.go ?? null, words: done.words ?? null });
  else if (result.ok) response.redirect(303, safePath(done.go ?? done.back));
  else if (scripted)
    response
      .status(result.refusal.status)
      .json({ ok: false, words: wordsOf(result.refusal), fields: result.refusal.errors });
  else response.status(result.refusal.status).type("text/plain").send(wordsOf(result.refusal));
}
