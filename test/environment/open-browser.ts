import { chromium, type Browser } from "playwright";
import { inject } from "vitest";

/** The browser of the browser tests. Close it in `afterAll`. Chromium's own sandbox cannot run as root. */
export function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: inject("browserPath"),
    chromiumSandbox: process.getuid?.() !== 0 && process.env.CI === undefined,
    args: ["--disable-dev-shm-usage", "--force-color-profile=srgb"],
  });
}
