import path from "node:path";
import { addressesOf } from "./program-settings.ts";
import type { StartOptions } from "./read-options.ts";

const SHOWCASE = "SHOP-42";

/** What a person sees when all is up. */
export function sayWelcome(options: StartOptions, tookMs: number): string {
  const { app, site, secondSite } = addressesOf(options);
  return [
    "",
    `  TicketSmith is running (${(tookMs / 1000).toFixed(1)} s).`,
    "",
    `  Open this issue      ${site}/browse/${SHOWCASE}`,
    `  The whole site       ${site}/`,
    `  Another customer     ${secondSite}/`,
    `  The app itself       ${app}/`,
    "",
    "  The drawer at the foot of each page of the site shows webhooks, tokens and REST calls as they happen.",
    "  You can act as any person of the site: choose one in its header.",
    "",
    `  Logs: ${path.relative(process.cwd(), path.join(options.dataDir, "logs"))}    Stop: Ctrl-C    Start over: npm start -- --fresh`,
    "",
  ].join("\n");
}
