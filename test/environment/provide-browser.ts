import type { TestProject } from "vitest/node";
import { findBrowser } from "./find-browser.ts";

declare module "vitest" {
  export interface ProvidedContext {
    /** Path of the Chromium, Chrome or Edge that browser tests drive. */
    browserPath: string;
  }
}

/** Gives every browser test `inject("browserPath")`; see `openBrowser`. */
export async function setup(project: TestProject): Promise<void> {
  project.provide("browserPath", await findBrowser());
}
