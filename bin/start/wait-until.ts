import { setTimeout as sleep } from "node:timers/promises";
import { StartFault } from "./read-options.ts";
import type { Program } from "./run-program.ts";

/**
 * Asks an address until `isThere` says yes of its answer (null while nothing answers). Throws `StartFault` when a
 * program ends meanwhile or the time is over.
 */
export async function waitUntil(
  what: string,
  url: string,
  programs: readonly Program[],
  isThere: (answer: unknown) => boolean,
  withinMs = 60_000,
): Promise<void> {
  const end = Date.now() + withinMs;
  const crash = Promise.race(programs.map((program) => program.ended.then((how) => ({ program, ...how }))));
  let answer: unknown = null;
  while (Date.now() < end) {
    answer = await ask(url);
    if (answer !== null && isThere(answer)) return;
    const ended = await Promise.race([crash, sleep(50)]);
    if (ended !== undefined) throw new StartFault(sayEnd(ended.program.name, ended.how, ended.lastLines));
  }
  throw new StartFault(
    `${what} did not happen within ${withinMs / 1000} s. The last answer: ${JSON.stringify(answer)}`,
  );
}

export const sayEnd = (name: string, how: string, lastLines: readonly string[]) =>
  [`The ${name} has ended (${how}). Its last lines:`, ...lastLines.map((line) => `  ${line}`)].join("\n");

/** The JSON of a 2xx answer (or its text), else null. */
async function ask(url: string): Promise<unknown> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(2_000) });
    if (!response.ok) return null;
    const text = await response.text();
    return response.headers.get("content-type")?.includes("json") ? JSON.parse(text) : text;
  } catch {
    return null;
  }
}
