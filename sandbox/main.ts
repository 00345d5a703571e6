import { rm } from "node:fs/promises";
import { setTimeout as wait } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { fetchDescriptor, installApp } from "./apps/install-app.ts";
import { createSandbox, type Sandbox } from "./create-sandbox.ts";
import { consoleLogger } from "./logger.ts";
import type { Result } from "./result.ts";
import type { Site } from "./site.ts";
import type { AppDescriptor, Installation, Product } from "./state.ts";

const Environment = z.object({
  SANDBOX_PORT: z.coerce.number().int().min(0).max(65_535).default(8090),
  SANDBOX_DATA_DIR: z.string().default(".data/sandbox"),
  SANDBOX_FRESH: z.string().optional(),
  SANDBOX_INSTALL: z.url().optional(),
});

const RETRY_MS = 500;

const PRODUCTS = ["jira", "confluence"] as const;

/** Products that lack the app, or have it from another address or with an older descriptor. */
function productsToInstall(site: Site, descriptorUrl: string, descriptor: AppDescriptor): Product[] {
  return PRODUCTS.filter((product) => {
    const found = site.installation(product, descriptor.key);
    return found?.descriptorUrl !== descriptorUrl || !isDeepStrictEqual(found.descriptor.raw, descriptor.raw);
  });
}

async function installOnce(site: Site, descriptorUrl: string): Promise<Result<Installation[]>> {
  const descriptor = await fetchDescriptor(descriptorUrl);
  if (!descriptor.ok) return descriptor;
  return installApp(site, descriptorUrl, productsToInstall(site, descriptorUrl, descriptor.value));
}

/** Installs the app in both products of both sites, as their admins would, waiting for the app to come up. */
async function installEverywhere(
  sandbox: Sandbox,
  descriptorUrl: string,
  stopped: AbortSignal,
): Promise<void> {
  for (const tenant of ["acme", "globex"] as const) {
    const site = sandbox.site(tenant);
    let lastWords = "";
    while (!stopped.aborted) {
      const result = await installOnce(site, descriptorUrl);
      if (result.ok) {
        for (const one of result.value)
          consoleLogger.info(`Installed ${one.descriptor.name} in ${one.baseUrl}`);
        break;
      }
      const words = result.refusal.errorMessages.join(" ");
      if (words !== lastWords) consoleLogger.info(`Waiting to install on ${site.origin()}: ${words}`);
      lastWords = words;
      await wait(RETRY_MS);
    }
  }
}

async function main(): Promise<void> {
  const environment = Environment.parse(process.env);
  const dataDir = environment.SANDBOX_DATA_DIR;
  if (environment.SANDBOX_FRESH === "1") await rm(dataDir, { recursive: true, force: true });
  const sandbox = createSandbox({ port: environment.SANDBOX_PORT, dataDir, logger: consoleLogger });
  const { origins } = await sandbox.start();
  consoleLogger.info(`Sandbox site acme:   ${origins.acme}  (Confluence: ${origins.acme}/wiki)`);
  consoleLogger.info(`Sandbox site globex: ${origins.globex}  (Confluence: ${origins.globex}/wiki)`);
  const stopping = new AbortController();
  const stop = () => {
    if (stopping.signal.aborted) return;
    stopping.abort();
    sandbox.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
  if (environment.SANDBOX_INSTALL !== undefined) {
    await installEverywhere(sandbox, environment.SANDBOX_INSTALL, stopping.signal);
  }
}

main().catch((error: unknown) => {
  const taken = error instanceof Error && "code" in error && error.code === "EADDRINUSE";
  console.error(taken ? "The sandbox's port is taken. Stop the other program, or set SANDBOX_PORT." : error);
  process.exitCode = 1;
});
