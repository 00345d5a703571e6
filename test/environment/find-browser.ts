import { execFile } from "node:child_process";
import { constants } from "node:fs";
import { access } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { promisify } from "node:util";
import { chromium } from "playwright";

const run = promisify(execFile);

/** Downloads may be slow; waiting for one that is blocked must still end. */
const DOWNLOAD_MS = 180_000;
const PACKAGE_MS = 300_000;

/**
 * Path of a Chromium-like browser: CHROMIUM_PATH, an installed one, Playwright's own (downloaded when missing), or,
 * as root on Debian, the package chromium. Throws in words when none can be had.
 */
export async function findBrowser(
  env: Readonly<Record<string, string | undefined>> = process.env,
): Promise<string> {
  if (env.CHROMIUM_PATH) {
    if (await isRunnable(env.CHROMIUM_PATH)) return env.CHROMIUM_PATH;
    throw new Error(`CHROMIUM_PATH is ${env.CHROMIUM_PATH}, which is not a program that can be run.`);
  }
  return (await firstRunnable(installedPlaces(env))) ?? (await obtainBrowser());
}

/** Where Chromium, Chrome and Edge live on each system, in the order of preference. */
function installedPlaces(env: Readonly<Record<string, string | undefined>>): string[] {
  if (process.platform === "win32") return windowsPlaces(env);
  if (process.platform === "darwin") {
    return ["Chromium", "Google Chrome", "Microsoft Edge"].map(
      (app) => `/Applications/${app}.app/Contents/MacOS/${app}`,
    );
  }
  const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge"];
  const folders = [...(env.PATH ?? "").split(":"), "/usr/bin", "/usr/local/bin", "/snap/bin"].filter(
    path.isAbsolute,
  );
  return names.flatMap((name) => folders.map((folder) => path.join(folder, name)));
}

function windowsPlaces(env: Readonly<Record<string, string | undefined>>): string[] {
  const roots = [env.PROGRAMFILES, env["PROGRAMFILES(X86)"], env.LOCALAPPDATA].filter(
    (root) => root !== undefined,
  );
  const programs = ["Chromium\\Application\\chrome.exe", "Google\\Chrome\\Application\\chrome.exe"];
  return [...programs, "Microsoft\\Edge\\Application\\msedge.exe"].flatMap((program) =>
    roots.map((root) => path.win32.join(root, program)),
  );
}

async function obtainBrowser(): Promise<string> {
  const own = chromium.executablePath();
  if (await isRunnable(own)) return own;
  const cli = createRequire(import.meta.url).resolve("playwright/cli.js");
  const download = await attempt(process.execPath, [cli, "install", "chromium"], DOWNLOAD_MS);
  if (await isRunnable(own)) return own;
  const packaged = process.getuid?.() === 0 ? await installPackage() : "not tried: only root can, on Debian";
  const installed = await firstRunnable(["/usr/bin/chromium"]);
  if (installed !== null) return installed;
  throw new Error(
    [
      "No browser for the browser tests. Install Chromium, Chrome or Edge, or set CHROMIUM_PATH to one.",
      "To leave the browser tests out knowingly: npm test -- --no-browser",
      `  Playwright's download: ${download}`,
      `  Debian's package: ${packaged}`,
    ].join("\n"),
  );
}

async function installPackage(): Promise<string> {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const updated = await attempt("apt-get", ["update", "-qq"], PACKAGE_MS, env);
  const installed = await attempt("apt-get", ["install", "-y", "-qq", "chromium"], PACKAGE_MS, env);
  return installed === "done" ? installed : `${installed} (apt-get update: ${updated})`;
}

/** "done", or why not in one line. */
async function attempt(file: string, args: string[], timeout: number, env = process.env): Promise<string> {
  try {
    await run(file, args, { timeout, env, maxBuffer: 64 * 1024 * 1024 });
    return "done";
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    return text.trim().split("\n").slice(0, 3).join(" ");
  }
}

async function firstRunnable(files: readonly string[]): Promise<string | null> {
  for (const file of files) if (await isRunnable(file)) return file;
  return null;
}

const isRunnable = (file: string) =>
  access(file, constants.X_OK).then(
    () => true,
    () => false,
  );
