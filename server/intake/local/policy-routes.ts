import type { Request, RequestHandler, Response, Router } from "express";
import * as z from "zod";
import { MOST_TRIED, PolicyDocument, PolicyLines } from "../../contract/index.ts";
import type { Result } from "../../kit/index.ts";
import type { PolicyDesk, StopSwitch } from "../../proposals/index.ts";
import type { Caller } from "../../tenants/index.ts";
import { parsed, Problem } from "../api/index.ts";
import { readJson } from "../http/read-json.ts";

type As = (
  work: (caller: Caller, request: Request, response: Response) => Promise<unknown>,
) => RequestHandler;

const LARGEST_BODY = "1mb";
const Version = z.int().min(1);
const Expected = z.int().min(0).optional();
const Note = z.string().trim().min(1).max(500).nullable().default(null);

const Save = z.strictObject({ policy: z.unknown(), expectedVersion: Expected, note: Note });
const Restore = z.strictObject({ version: Version, expectedVersion: Expected, note: Note });
const Try = z.strictObject({
  policy: z.unknown().optional(),
  last: z.int().min(1).max(MOST_TRIED).default(500),
});
const Stop = z.strictObject({ reason: z.string().trim().min(1).max(500).nullable().default(null) });
const Go = z.strictObject({});

/** What an operator does with a site's policy, and the switch that stops the site. */
export function addPolicyRoutes(
  router: Router,
  as: As,
  { policy, stopSwitch }: { policy: PolicyDesk; stopSwitch: StopSwitch },
): void {
  router.get(
    "/policy",
    as((caller) => policy.show(caller)),
  );
  router.put(
    "/policy",
    as(async (caller, request, response) => {
      const { policy: given, expectedVersion, note } = await body(Save, request, response);
      const expected = expectedVersion ?? (await versionNow(caller));
      return granted(
        await policy.set(caller, { document: readPolicy(given), expectedVersion: expected, note }),
        "conflict",
      );
    }),
  );
  router.get(
    "/policy/versions",
    as(async (caller) => ({ versions: await policy.versions(caller) })),
  );
  router.get(
    "/policy/versions/:version",
    as(async (caller, request) => {
      const version = parsed(z.coerce.number().pipe(Version), request.params["version"], "query");
      return granted(await policy.find(caller, version), "not-found");
    }),
  );
  router.post(
    "/policy/restore",
    as(async (caller, request, response) => {
      const { version, expectedVersion, note } = await body(Restore, request, response);
      // Asked first, so that what does not exist is not told as a conflict.
      granted(await policy.find(caller, version), "not-found");
      const expected = expectedVersion ?? (await versionNow(caller));
      return granted(await policy.restore(caller, { version, expectedVersion: expected, note }), "conflict");
    }),
  );
  router.post(
    "/policy/try",
    as(async (caller, request, response) => {
      const { policy: given, last } = await body(Try, request, response);
      const document = given === undefined ? (await policy.show(caller)).document : readPolicy(given);
      return policy.tryOn(caller, document, last);
    }),
  );
  router.get(
    "/stop",
    as((caller) => stopSwitch.read(caller)),
  );
  router.post(
    "/stop",
    as(async (caller, request, response) => {
      const { reason } = await body(Stop, request, response);
      return granted(await stopSwitch.stop(caller, reason), "conflict");
    }),
  );
  router.post(
    "/go",
    as(async (caller, request, response) => {
      await body(Go, request, response);
      return granted(await stopSwitch.go(caller), "conflict");
    }),
  );

  const versionNow = async (caller: Caller): Promise<number> => (await policy.show(caller)).version;
}

const body = async <T>(shape: z.ZodType<T>, request: Request, response: Response): Promise<T> =>
  parsed(shape, await readJson(request, response, LARGEST_BODY), "body");

/** A document, or a list of lines alone. */
const readPolicy = (given: unknown): PolicyDocument =>
  Array.isArray(given) ? parsed(PolicyLines, given, "body") : parsed(PolicyDocument, given, "body");

function granted<T>(result: Result<T>, code: "conflict" | "not-found"): T {
  if (result.ok) return result.value;
  throw new Problem(code, result.reason);
}
