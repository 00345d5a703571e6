import { Console } from "node:console";
import { Writable } from "node:stream";
import ace from "atlassian-connect-express";
import express, { type Request, type RequestHandler, type Response } from "express";
import type { Clock } from "../../kit/index.ts";
import type { InstallationDirectory } from "../../tenants/index.ts";
import { createAceStore } from "./ace-store.ts";
import type { Descriptor } from "./read-descriptor.ts";
import type { TokenProof } from "./verify-token.ts";

const ADAPTER = "ticketsmith";

/** ACE's verdict on a request whose token we have proven ourselves: it must hold too. */
export type AceAgrees = (
  req: Request,
  res: Response,
  proof: Pick<TokenProof, "expiresAt">,
) => Promise<boolean>;

/** ACE's own logger prints whole tenants, secrets included; what matters is logged by our own proof. */
const silent = new Console(new Writable({ write: (_chunk, _encoding, done) => done() }));

/**
 * Of ACE we keep `authenticate()`, as a second opinion. Proof of installs, API tokens, calls to the product, storage
 * and the session header are ours, and so is every door: what ACE mounts stands on an app that nobody listens to.
 */
export function runAce(deps: {
  baseUrl: string;
  descriptor: Descriptor;
  installations: Pick<InstallationDirectory, "findByClientKey">;
  clock: Clock;
}): { ready: Promise<void>; agrees: AceAgrees } {
  if ((process.env["AC_OPTS"] ?? "") !== "")
    throw new Error("AC_OPTS must not be set: it can switch off authentication");

  const settings = {
    store: { adapter: ADAPTER },
    localBaseUrl: deps.baseUrl,
    expressErrorHandling: true,
    setupInstallRoute: false,
    validateDescriptor: false,
    watch: false,
    // Whatever lies in the working folder or the environment, this is the descriptor.
    descriptorTransformer: () => deps.descriptor,
  };
  ace.store.register(ADAPTER, () => createAceStore(deps.installations));
  const { promise: ready, resolve } = Promise.withResolvers<void>();
  const files = { configFileName: "there-is-no-such-file.json" };
  const addon = withoutNewCrashListeners(() =>
    ace(express(), { config: { development: settings, production: settings } }, silent, files, resolve),
  );
  const authenticate = addon.authenticate();
  return {
    ready,
    async agrees(req, res, { expiresAt }) {
      // ACE gives clocks no leeway; what ended within ours has nothing but its time against it.
      if (expiresAt <= deps.clock.now()) return true;
      dropSessionTokens(req);
      const agreed = await letsThrough(authenticate, req, res);
      // ACE adds a bearer token of fifteen minutes that nobody asked for.
      res.removeHeader("X-acpt");
      return agreed;
    },
  };
}

const letsThrough = (handler: RequestHandler, req: Request, res: Response) =>
  new Promise<boolean>((resolve) => {
    handler(req, res, (refusal?: unknown) => resolve(refusal === undefined));
  });

/** ACE listens for unhandled rejections of the whole process, which would hide a crash. */
function withoutNewCrashListeners<T>(work: () => T): T {
  const before = new Set(process.listeners("unhandledRejection"));
  try {
    return work();
  } finally {
    for (const listener of process.listeners("unhandledRejection")) {
      if (!before.has(listener)) process.off("unhandledRejection", listener);
    }
  }
}

/** Without a body ACE fails; with an `acpt` token it accepts what it has made up itself. */
function dropSessionTokens(req: Request): void {
  req.body ??= {};
  delete req.headers["x-acpt"];
  delete req.query["acpt"];
}
